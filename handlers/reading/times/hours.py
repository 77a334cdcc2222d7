"""Opening hours: 周一至周五 08:30-12:00,14:30-17:30；周六 9:00-12:00, read into spans and said again."""

import re
import unicodedata
from itertools import pairwise

from storage.rules.opening import days_of

Span = dict[str, str]

_DAYS = {
    name: number
    for number, names in enumerate(("一", "二", "三", "四", "五", "六", "日天"), 1)
    for name in names
}
_NAMED = {"每天": "1-7", "每日": "1-7", "天天": "1-7", "全周": "1-7", "工作日": "1-5", "周末": "6-7"}
_SHOWN = {"1-7": "每天", "6-7": "周末"}

_WEEK = r"(?:周|星期|礼拜)"
_DAY = rf"{_WEEK}?[一二三四五六日天]"
_TO = r"\s*(?:至|到|-|~)\s*"
_TIMES = rf"\d{{1,2}}:\d{{2}}{_TO}\d{{1,2}}:\d{{2}}"
_AND = r"[\s,、和及]*"
_GROUP = re.compile(
    rf"(?P<days>{'|'.join(_NAMED)}|{_WEEK}[一二三四五六日天](?:{_TO}{_DAY}|(?:{_AND}{_DAY})*))"
    rf"\s*:?\s*(?P<times>{_TIMES}(?:{_AND}{_TIMES})*)"
)


def read(text: str) -> list[Span] | None:
    """All spans in reading order; None when anything in the text is no opening hours, or spans overlap."""
    plain = unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-").strip()
    spans: list[Span] = []
    for group in _GROUP.finditer(plain):
        days = _days(group["days"])
        for opens, closes in re.findall(rf"(\d{{1,2}}:\d{{2}}){_TO}(\d{{1,2}}:\d{{2}})", group["times"]):
            spans.append({"days": days, "from": opens.zfill(5), "to": closes.zfill(5)})
    rest = re.sub(r"[\s,;、。]", "", _GROUP.sub("", plain))
    return spans if spans and not rest and _sound(spans) else None


def spoken(spans: list[Span]) -> str:
    """The spans as people say them: 周一至周五 08:30-12:00、14:30-17:30；周六 09:00-12:00."""
    lines: dict[str, list[str]] = {}
    for span in spans:
        lines.setdefault(span["days"], []).append(f"{span['from']}-{span['to']}")
    return "；".join(f"{_shown(days)} {'、'.join(times)}" for days, times in lines.items())


def _days(words: str) -> str:
    """1-5 or 1,3,5: Monday is 1."""
    if words in _NAMED:
        return _NAMED[words]
    numbers = [_DAYS[char] for char in words if char in _DAYS]
    if len(numbers) == 2 and re.search(_TO, words) and numbers[0] < numbers[1]:
        return f"{numbers[0]}-{numbers[1]}"
    if re.search(_TO, words):
        return ""
    return ",".join(str(number) for number in sorted(set(numbers)))


def _sound(spans: list[Span]) -> bool:
    """Real times, each opening before it closes, none inside another of the same day."""
    for span in spans:
        hour, minute = span["to"].split(":")
        real = (
            span["to"] <= "24:00"
            and span["from"] < span["to"]
            and int(minute) < 60
            and int(span["from"][3:]) < 60
        )
        if not span["days"] or not real or int(hour) > 24:
            return False
    for day in "1234567":
        times = sorted((span["from"], span["to"]) for span in spans if int(day) in days_of(span["days"]))
        if any(later[0] < earlier[1] for earlier, later in pairwise(times)):
            return False
    return True


def _shown(days: str) -> str:
    names = "一二三四五六日"
    first, dash, last = days.partition("-")
    if days in _SHOWN:
        return _SHOWN[days]
    if dash:
        return f"周{names[int(first) - 1]}至周{names[int(last) - 1]}"
    return "周" + "、".join(names[int(day) - 1] for day in days.split(","))
