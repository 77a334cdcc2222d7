"""Numbers as people write them: 180, 一百八, 四千五, 两三个, 5百, 1千2, 十五六."""

import re
from decimal import Decimal

_DIGITS = {
    han: value
    for value, group in enumerate(
        ["零〇", "一壹幺", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"]
    )
    for han in group
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000}
_WORN = str.maketrans({"廿": "二十", "卅": "三十"})
_HAN = "".join(_DIGITS) + "".join(_UNITS) + "廿卅"

NUMBER = rf"(?:\d{{1,12}}(?:\.\d{{1,4}})?(?:[百千万](?:\d{{1,4}}|[{_HAN}])?)*|[{_HAN}]{{1,14}})"
RANGE = rf"(?:{NUMBER}\s?[-到至]\s?{NUMBER}|{NUMBER})"
_PIECE = re.compile(rf"\d+(?:\.\d+)?|[{_HAN}]")
_SPAN = re.compile(rf"({NUMBER})\s?[-到至]\s?({NUMBER})")
_ABOUT = re.compile(r"(.*?)([一二两三四五六七八])([二两三四五六七八九])([十百千万]?)")


def number(words: str) -> Decimal | None:
    """The one number these words mean, or None when they mean none or two."""
    words = words.strip().translate(_WORN)
    pieces = _PIECE.findall(words)
    if not pieces or "".join(pieces) != words or len(words) > 20:
        return None
    if len(pieces) == 1 and pieces[0] not in _UNITS:
        return _digit(pieces[0])
    if not any(piece in _UNITS for piece in pieces):
        spelled = "".join(str(_digit(piece)) for piece in pieces)
        return Decimal(spelled) if len(pieces) > 2 and spelled.isdecimal() else None
    return _with_units(pieces)


def whole(words: str) -> int | None:
    found = number(words)
    return int(found) if found is not None and found == found.to_integral_value() else None


def span(words: str) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest: 三四 is 3 to 4, 两到三百 is 200 to 300, 180 is 180 to 180."""
    words = words.strip()
    if pair := _SPAN.fullmatch(words):
        low, high = number(pair[1]), number(pair[2])
        if low is None or high is None:
            return None
        scale = _UNITS.get(pair[2][-1], 1)
        if low < 10 <= scale and low * scale < high:  # 5-8千: the unit is said once for both
            low *= scale
        return (low, high) if low <= high else None
    if (about := _ABOUT.fullmatch(words)) and _neighbours(about[2], about[3]):
        low, high = number(about[1] + about[2] + about[4]), number(about[1] + about[3] + about[4])
        return (low, high) if low is not None and high is not None and low < high else None
    single = number(words)
    return None if single is None else (single, single)


def _digit(piece: str) -> Decimal:
    return Decimal(_DIGITS[piece]) if piece in _DIGITS else Decimal(piece)


def _neighbours(first: str, second: str) -> bool:
    return _DIGITS[second] - _DIGITS[first] == 1 or (first, second) == ("三", "五")


def _with_units(pieces: list[str]) -> Decimal | None:
    total = section = Decimal(0)
    pending: Decimal | None = None
    unit, zero = 0, False
    for piece in pieces:
        if piece not in _UNITS:
            if pending is not None and not zero:
                return None
            zero = piece in "零〇"
            pending = _digit(piece)
            continue
        value = _UNITS[piece]
        if unit and value >= unit and value != 10000:
            return None
        if section and pending is None and value in (100, 1000):
            return None
        if value == 10000:
            total, section = (section + (pending or 0) or Decimal(1)) * value, Decimal(0)
        else:
            section += (Decimal(1) if pending is None or zero else pending) * value
        pending, unit, zero = None, value, False
    if pending is None:
        return total + section
    # 一百八 leaves the tens unsaid, 一百零八 and 5百30 do not.
    short = "零" not in pieces[-2] and "〇" not in pieces[-2] and pending < 10
    return total + section + (pending * unit / 10 if short else pending)
