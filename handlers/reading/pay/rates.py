"""By what a figure is paid: what stands behind it (25块一小时) or before it (时薪25, 一亩40, 一斤青28)."""

import re
from decimal import Decimal
from typing import Literal

from handlers.reading.figures import THING, Figure

Unit = Literal["hour", "day", "piece", "month"]

_ABOUT = r"\s?(?:左右|上下|以上|起步?|不等|的样子)?\s?(?:钱|工资|工钱|算)?\s?"
_PER = r"(?:/|每|一|1|按|\*)\s?"
_DAYS = (
    "天|日(?![结期])|工(?![时作人地])|晚上?|夜(?!班)|班(?!车)"
    "|[上下]午|[上下]昼|白天|通宵|台班|宿(?!舍)|d(?![a-z])"
)
_AFTER: tuple[tuple[Unit, str], ...] = (
    ("hour", rf"{_PER}个?(?:小时|钟头|时(?![间薪候常])|h(?![a-z0-9])|钟(?![点落楼祥表山村鼓情意]))"),
    ("month", rf"{_PER}个?\s?(?:月(?![一二三四五六七八九十\d]号)|month)"),
    ("day", rf"{_PER}个?人?\s?[/每一]?\s?个?(?:{_DAYS})"),
    ("piece", rf"(?:{_PER}|个)(?:{THING})"),
)
_CLOSE: tuple[tuple[Unit, str], ...] = (
    ("hour", "个?小时|个钟头?(?!点)"),
    ("month", "月(?![休底初末中结])"),
    ("day", r"[半全][天日]|天(?!\d|津|河|然|气|平|台)"),
)
"""Without 每 or 一 only behind something that is money: 15天 is how long."""
_BEFORE: tuple[tuple[Unit, str], ...] = (
    (
        "hour",
        r"时薪|时工资|(?:每|(?<!\d)[一1])个?(?:小时|钟头?)|(?<!\d)[一1]点钟|小时工|钟点工?|小时费|按小时|计时|按钟",
    ),
    ("month", r"月薪|月工资|月入|月收入|月综合|每个?月|[一1]个月|(?<![\d一二三四五六七八九十个半几正])月"),
    (
        "day",
        (
            r"日[薪均入结]|日工资|每人?[天日工晚夜班]|(?<![\d十])[一1][天日工晚夜班]|[一1]个(?:工|晚上|白天|通宵|班|台班)|台班|点工"
            r"|(?<![\d半一二两三四五六七八九十几多明今后昨前当白春夏秋冬])天|半[天日]活?|[半全][天日]|包日"
        ),
    ),
    (
        "piece",
        rf"(?:每|一|1|论|按)(?:{THING})(?:(?![工师的员佬人保底综])[一-龥]){{0,3}}?|[每一1]?(?:十|百|千|万|10{{1,4}})(?:个(?!人)|件|只|条|张|朵|粒|块砖|片|棵|块瓦)|计件|按件",
    ),
    ("month", r"底薪|基本工资|保底|综合(?:工资|薪资|收入|月薪)?|到手|总收入"),
)
_TAIL = r"(?:人|大概|大约|约|工资|工价|工钱|价格?|单价|是|给|有|左右|拿|算|开|[:¥\s]|就|能|最少|至少)*$"
_CLOSE_RE = tuple((unit, re.compile(rf"\s?(?:{words})")) for unit, words in _CLOSE)
_AFTER_RE = tuple((unit, re.compile(_ABOUT + rf"(?:{words})")) for unit, words in _AFTER)
_BEFORE_RE = tuple((unit, re.compile(f"(?:{words}){_TAIL}")) for unit, words in _BEFORE)
_DAILY = re.compile("日结|现结|天结|日清")
_REACH = 14
_SUM = 50
_COUPLE_LEAST = 300
_BOUNDS: dict[Unit, tuple[int, int]] = {
    "hour": (0, 500), "day": (0, 50_000), "piece": (0, 100_000), "month": (0, 200_000)
}  # fmt: skip
_MONTHLY = re.compile("底薪|基本|保底|综合|到手|总收入|月$")
_TALL = re.compile("[一1]米$")  # 1米6以上
_BY_PIECE = re.compile("计件|按件")


def rate(text: str, figure: Figure) -> tuple[Unit | None, int, int]:
    """The unit, and from where to where the words for it and the figure stand."""
    for unit, pattern in _AFTER_RE:
        if not figure.plus and (after := pattern.match(text, figure.end)) and _fits(unit, figure):
            if after[0].endswith("对") and figure.low >= _COUPLE_LEAST:
                break  # 夫妻工9000一对
            return unit, figure.start, after.end()
    for unit, pattern in _CLOSE_RE:
        sum_ = figure.money or (unit == "day" and figure.low >= _SUM)
        if sum_ and (after := pattern.match(text, figure.end)) and _fits(unit, figure):
            return unit, figure.start, after.end()
    lead = max(figure.start - _REACH, 0)
    for unit, pattern in _BEFORE_RE:
        before = pattern.search(text[lead : figure.start])
        if before is None or not _fits(unit, figure):
            continue
        if "对" in before[0] and figure.low >= _COUPLE_LEAST:
            continue  # 夫妻工一对看猪场8500
        tall = figure.high < 10 or 45 <= figure.high < 100
        if tall and not figure.money and _TALL.search(before[0]):
            continue
        if _MONTHLY.search(before[0]) and figure.high < 1_000:
            continue  # 保底200 is a day's, 综合25 an hour's
        if _BY_PIECE.match(before[0]) and figure.low >= 1_000:
            continue  # 计件，月入5000: no piece pays that
        return unit, lead + before.start(), figure.end
    if (daily := _DAILY.match(text, figure.end)) and figure.low >= _SUM:
        return "day", figure.start, daily.end()  # 一百八日结
    return None, figure.start, figure.end


def likely(low: Decimal, high: Decimal) -> Unit | None:
    """What a figure is for of which nobody said it."""
    if low >= 50 and high <= 1_500:
        return "day"
    return "month" if low >= 1_500 and high <= 50_000 else None


def _fits(unit: Unit, figure: Figure) -> bool:
    least, most = _BOUNDS[unit]
    return least <= figure.low and figure.high <= most
