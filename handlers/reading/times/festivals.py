"""Feast days as days: 五一, 国庆三天, 中秋那天, 清明. Not what is around them: 清明前, 过完年, 五一放假."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from handlers.reading.times.lunar import LAST, Moon

_FIXED = {"元旦": (1, 1), "五一": (5, 1), "六一": (6, 1), "国庆": (10, 1), "十一": (10, 1), "劳动节": (5, 1),
          "儿童节": (6, 1), "妇女节": (3, 8), "教师节": (9, 10), "情人节": (2, 14),
          "平安夜": (12, 24), "圣诞": (12, 25)}  # fmt: skip
_BY_MOON = {"元宵": (1, 15), "端午": (5, 5), "端阳": (5, 5), "七夕": (7, 7), "中秋": (8, 15), "重阳": (9, 9),
            "小年": (12, 23), "除夕": (12, LAST)}  # fmt: skip
# Of terms of the sun: the day is int(year % 100 * 0.2422 + this) - year % 100 // 4, right until 2099.
_BY_SUN = {"清明": (4, 4.81), "冬至": (12, 21.94)}
# 五一路 is a street, 八毛五一斤 a price, 国庆前 another day.
_COUNTS = "[个名位人元块岁点月号层栋斤天件箱吨米平方台次车亩棵盒只筐桶袋套桌趟单条]|晚(?!上|会)"
"""Behind 五一, 六一, 十一: a figure after all."""
_NO_FEAST = (
    "[路街村镇乡桥广大道新小社商农林水库渠厂店市场巷花苑园馆楼区矿]"
    "|(?:假期)?(?:之|以)?(?:前后?|后|过|左右)|放假|不?休|有?(?:[双三两]倍|加班|补贴|福利|红包|礼|奖)|大?促|发|价"
)
_NAMES = re.compile(
    rf"(?P<name>{'|'.join([*_FIXED, *_BY_MOON, *_BY_SUN])})(?:(?<![五六十]一)|(?!{_COUNTS}))(?:劳动)?节?"
    r"(?:(?P<eve>(?:[之的]|那天)?前[一1][天日晚夜]|前夜)|(?P<next>(?:[之的])?(?:第[二2]|后[一1])[天日]|次日))?"
    rf"(?!节?(?:{_NO_FEAST}))"
    r"(?:(?:长假|假期|期间|黄金周)?(?P<days>[\d一两二三四五六七八])天(?!一))?"
)
_NOT_LED = re.compile(
    r"(?:[过每逢干做到等双][完到了]?|[百千一二三四五六七八九十\d第毛块元角分]|每年|包括|[没未]到|大年)$"
)
# 十一 counts more than it feasts.
_FEAST = re.compile(r"(?:国庆|长假|黄金周|期间|假期|七天|7天|当天|那天|节)")


class Feast:
    """The next one of a name."""

    def __init__(self, name: str, beside: int = 0) -> None:
        """`beside`: 中秋前一天 is one day before it."""
        self.name, self.beside = name, timedelta(beside)

    def after(self, since: date) -> date | None:
        try:
            day = self._after(since - self.beside)
            return day + self.beside if day else None
        except OverflowError:
            return None

    def _after(self, since: date) -> date | None:
        if self.name in _BY_MOON:
            return Moon(*_BY_MOON[self.name]).after(since)
        return next(
            (day for year in (since.year, since.year + 1) if (day := self._of(year)) and day >= since), None
        )

    def _of(self, year: int) -> date | None:
        if year > date.max.year:
            return None
        if self.name in _FIXED:
            return date(year, *_FIXED[self.name])
        month, shift = _BY_SUN[self.name]
        return date(year, month, int(year % 100 * 0.2422 + shift) - year % 100 // 4)


def feasts(body: str) -> Iterator[tuple[int, int, Feast, int]]:
    """Where a feast is told, which, and for how many days: 国庆7天."""
    for found in _NAMES.finditer(body):
        led = _NOT_LED.search(body[max(found.start() - 3, 0) : found.start()])
        counted = found["name"] == "十一" and not _FEAST.match(body, found.start("name") + 2)
        if not led and not counted:
            days = found["days"] or "1"
            count = int(days) if days.isdecimal() else "一二三四五六七八".find(days.replace("两", "二")) + 1
            yield *found.span(), Feast(found["name"], bool(found["next"]) - bool(found["eve"])), max(count, 1)
