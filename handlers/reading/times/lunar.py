"""Days of the lunar calendar: 正月初八, 腊月二十, 年廿九, 初六, 三月三. A table of years, no astronomy."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

# New year's day; the months, 1 for 30 days and 0 for 29; after which of them a leap month follows.
# Published tables of the observatories and new moons computed for Beijing time give the same days.
_YEARS = {
    2023: ("0122", "0100110110101", 2), 2024: ("0210", "010010110110", 0),
    2025: ("0129", "1010010101110", 6), 2026: ("0217", "101001001110", 0),
    2027: ("0206", "110100100110", 0), 2028: ("0126", "1110100100110", 5),
    2029: ("0213", "110101010011", 0), 2030: ("0203", "010110101010", 0),
    2031: ("0123", "0110101101010", 3), 2032: ("0211", "100101101101", 0),
    2033: ("0131", "0100101011101", 11), 2034: ("0219", "010010101101", 0),
    2035: ("0208", "101001001101", 0), 2036: ("0128", "1101001001011", 6),
    2037: ("0215", "110100100101", 0), 2038: ("0204", "110101010010", 0),
    2039: ("0124", "1101101010100", 5),
}  # fmt: skip
LAST = 0
"""Instead of a day of the month its last one, as the eve of the new year is."""

_UNITS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))
_NAMED_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_TEENS = "十[一二三四五六七八九]|二十[一二三四五六七八九]?|三十"
_MOONS = "初[一二三四五六七八九十]|廿[一二三四五六七八九]?|卅"
_COUNTS = "个名位人元块号天岁百千万%折"
_NO_FIGURE = r"(?<![一二三四五六七八九十\d])"
# 十二月二十 alone is of the other calendar; 初 and 廿 are only said of this one, as are its named months.
_OF_MONTH = re.compile(
    rf"(?P<moon>农历|阴历|旧历|古历|老历)?\s?{_NO_FIGURE}(?P<month>正|腊|冬|十[一二]?|[一二三四五六七八九]|1[0-2]|\d)月份?"
    rf"(?P<day>{_MOONS}|{_TEENS}|(?(moon)(?:[12]\d|30|\d)(?!\d)|(?!)))(?![{_COUNTS}])"
    rf"(?P<to>\s?[-到至]\s?(?P<last>{_MOONS}|{_TEENS})(?![{_COUNTS}]))?"
)
# 初一数学 is a year at school, 年初一直 a year's beginning.
_OF_WHICHEVER = re.compile(
    r"(?P<new>大年|(?<![今去前明后每当])年)?(?<![月岁读岁上教学龄最当])初(?P<day>[一二三四五六七八九十])"
    rf"(?:(?P<to>\s?[-到至]\s?(?P<last>{_MOONS}|{_TEENS})(?![{_COUNTS}]))|(?![{_COUNTS}直数语英物化学年男女孩毕升水补课生班级的中没]))"
)
_BEFORE_NEW_YEAR = re.compile(
    r"(?:大年|(?<![今去前明后每当一两几\d过])年)(?P<day>二十[一二三四五六七八九]|廿[一二三四五六七八九]|三十|卅)"
    rf"(?![{_COUNTS}多几])"
)
_FAMED = re.compile(
    rf"{_NO_FIGURE}(?P<month>[三四五六七八九])月(?P<day>(?<=三月)三|(?<=四月)八|(?<=五月)五|(?<=六月)六|(?<=七月)(?:七|半|十四)"
    rf"|(?<=八月)(?:十五|半)|(?<=九月)九)(?![{_COUNTS}十日点两])"
)


class Moon:
    """A day of the lunar year; without a month, of whichever comes next."""

    def __init__(self, month: int | None, day: int) -> None:
        self.month, self.day = month, day

    def after(self, since: date) -> date | None:
        """The first such day that is not before this one; None beyond the table."""
        months = _months()
        at = bisect_right(months, since, key=lambda one: one[0]) - 1
        for begins, month, length in months[max(at, 0) : at + 26]:
            found = begins + timedelta(days=(self.day or length) - 1)
            if self.month in (None, month) and self.day <= length and found >= since > months[0][0]:
                return found
        return None


def moons(body: str) -> Iterator[tuple[int, int, Moon]]:
    """Where a day of this calendar is told, and which."""
    if "月" in body or "初" in body:
        for found in (*_OF_MONTH.finditer(body), *_FAMED.finditer(body)):
            if told := _told(found):
                yield found.start(), found.end("day"), told
                if found.re is _OF_MONTH and found["to"]:  # 腊月二十到二十八
                    yield *found.span("last"), Moon(None, _day(found["last"]))
        for found in _OF_WHICHEVER.finditer(body):
            yield found.start(), found.end("day"), Moon(1 if found["new"] else None, _UNITS[found["day"]])
            if found["to"]:  # 初十到十五
                yield *found.span("last"), Moon(None, _day(found["last"]))
    if "年" in body:
        for found in _BEFORE_NEW_YEAR.finditer(body):
            day = _day(found["day"])
            yield *found.span(), Moon(12, LAST if day == 30 else day)


def _told(found: re.Match[str]) -> Moon | None:
    month, day = found["month"], found["day"]
    of_moon = month in _NAMED_MONTHS or found.re is _FAMED or found["moon"] or day[0] in "初廿卅"
    number = _NAMED_MONTHS.get(month) or _day(month)
    return Moon(number, _day(day)) if of_moon and 1 <= number <= 12 else None


def _day(words: str) -> int:
    """初八, 十五, 二十三, 廿九, 半: the fifteenth is half of a month."""
    if words == "半":
        return 15
    if words.isdecimal():
        return int(words)
    words = words.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    tens, ten, units = words.rpartition("十")
    return 10 * (_UNITS.get(tens, 1) if ten else 0) + _UNITS.get(units, 0)


@cache
def _months() -> list[tuple[date, int, int]]:
    """Of every month its first day, its number (0 for a leap month) and its length."""
    months = []
    for year, (begins, lengths, leap) in _YEARS.items():
        day = date(year, int(begins[:2]), int(begins[2:]))
        numbers = list(range(1, 13))
        if leap:
            numbers.insert(leap, 0)
        for number, long in zip(numbers, lengths, strict=True):
            months.append((day, number, 29 + int(long)))
            day += timedelta(days=29 + int(long))
    return months
