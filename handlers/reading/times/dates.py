"""Days by number and weekday: 22号, 3月12, 9.12-9.14, 下月1号起, 下周一. Not 88号, 15号发薪, 每周六."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from handlers.reading.numerals import NUMBER, whole
from handlers.reading.plain import once_a_turn

After = Callable[[date], date | None]
"""The first such day that is not before this one."""
Told = tuple[int, int, After]

_N = NUMBER
_PAID = re.compile(
    r"\s?(?:之?前|左右|准时|统一|按时)?\s?(?:发|结(?!婚)|出粮|出工资|打卡|打款|到[账帐]|放粮|支粮|领工资|关饷)"
)
_COUNTED = "个人名位元块岁斤千百万点天小时米吨件箱%分月"
_DATED = re.compile(
    rf"(?:(?P<year>20\d\d|(?<!\d)2\d(?=年))\s?[年./-]\s?)?(?<![\d.一二三四五六七八九十百])(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})"
    rf"\s?(?P<sep>月份?|[./-])\s?(?P<day>{_N})(?:(?P<mark>\s?[号日])|(?![.\d{_COUNTED}]|\s[个人名位]))"
)
# 9.12 alone is anything; with what begins on it, it is a day.
_DOTTED = re.compile(
    r"(?<![\d.:/-])(?P<m1>1[0-2]|0?[1-9])(?P<dot>[./])(?P<d1>[0-3]?\d)(?![\d.:/])"
    r"(?:(?P<to>\s?[-到至和、及跟]\s?)(?P<m2>1[0-2]|0?[1-9])(?P=dot)(?P<d2>[0-3]?\d)(?![\d.:/]))?"
    r"(?=(?P<cue>[号日]?\s?(?:开[工始]|进场|上班|到岗|动工|报到|起|[(]?(?:周|星期)|上午|早上|中午|下午|晚(?![班补])))"
    r"|\s?[,。;]|\s|$|[\u4e00-\u9fff])"
    r"(?!\s?(?:元|块|毛|一|每|米|斤|吨|万|千|平|[/%-]))"
)
_THIS_MONTH = r"(?:这个?|本|当)月的?"
_NUMBERED = re.compile(
    rf"(?:(?P<next>下个?月份?的?)|{_THIS_MONTH}|(?<![\da-z.每月第路街巷道弄村栋座幢个几]))(?P<day>{_N})(?P<to>\s?[-到至]\s?(?P<last>{_N}))?"
    r"(?P<mark>号|(?<=\d)日(?![结薪入均工]))(?![楼栋线门机店院仓车馆码桥档铺口位库棚坑井塘房标段矿公人]|厂(?!里)|工地)"
    r"(?:(?<![园区苑厦]\d号)(?<![园区苑厦]\d\d号)(?<![园区苑厦]\d\d\d号)|(?=[开上干做要来早中下晚]))"
)
_ON_THE_DAY = re.compile(r"\s?(?:开|起|进场|上班|早|上午|下午|晚|到岗|报到|[-到至]\s?\d{1,2}日)")
# 3月12-15: the mark is left out.
_ON = re.compile(rf"\s?[-到至]\s?(?P<last>\d{{1,2}})(?:[日号]|(?![\d.:月{_COUNTED}]|\s?[个人名位元]))")
_LISTED = re.compile(r"(?<![\d.])\d{1,2}(?:、\d{1,2}){1,6}(?=号(?![楼栋线门机店])|日(?!结)|[两三四五2-5]天)")
_MONTH = re.compile(
    rf"(?:(?P<next>下个?月)|(?<![\d个半第])(?P<month>{_N})月份?)(?=开始|开工|起(?!步)|进场|上班|入职|动工)"
)
# 7月至8月: from the first to the last day of them; 3月到5月的工资 was not paid.
_MONTHS = re.compile(
    rf"(?<![\d个半第.])(?P<one>(?P<first>{_N})(?:月份?)?)\s?[-到至]\s?(?:次年|明年)?(?P<last>{_N})月份?(?!份)"
    r"(?!\s?[\d初中下底末一二三四五六七八九十]|的?(?:工[资钱]|钱|货款)|都?[没未欠拖]|[前后内]|见习|试用)"
)
_TRIAL = re.compile("(?:试用|实习|见习|保质|质保|工)期$|试用$")
_EVERY = re.compile(r"(?:每个?|逢|次|第二个?)$")
_WEEK = "(?<![一二两三四半双单])周|星期|礼拜|拜"
_WEEKDAY = re.compile(
    rf"(?P<next>下下?一?个?(?:(?:周|星期|礼拜)的?)?)?(?:这个?|本|今个?|呢个?|当)?(?:{_WEEK})"
    r"(?P<day>[一二三四五六日天](?!次)|[1-6](?![\d.天个次号元块人名位小%]))"
    r"(?P<more>(?:[、和跟及,]?[二三四五六日天](?![个名位人天十百千点块元]|两(?!天))){0,6})(?P<too>[两三]天|都)?(?!\s?(?:结|发|休|晚?上?课))"
)
_WEEKEND = re.compile(r"(?P<next>下下?一?个?)?(?P<this>这个?|本|今个?)?周末(?P<days>两天|2天)?")
# 周一到周五 and 周一三五 tell the pattern of a week, not when work begins.
_SCHEDULE = re.compile(
    rf"(?<![下这本])(?:{_WEEK})[一二1](?:周|星期|礼拜)?\s?[-到至]\s?(?:周|星期|礼拜)?[四五六日天4-7](?![点个])"
)
_TO_ITS_END = re.compile(r"(?<=[干做忙住]到)(?:(?P<next>下个?)|这个?|本|(?P<month>\d{1,2}))?月底")
_ON_IT = re.compile(r"[,\s]?(?:就?要(?!休)|来|上午|早|晚|下午|开|去|招|找|请|需|\d{1,2}点)")
_NOT_WEEKLY = re.compile(r"(?:每个?|逢|(?<![早晚马网线])上个?|工作日|平时)$")
_NAMES = {
    name: at for at, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天")) for name in names
}


def dates(body: str, today: date) -> Iterator[Told]:
    yield from _dated(body)
    yield from _dotted(body)
    yield from _listed(body)
    yield from _numbered(body, today)
    yield from _months(body, today)
    for found in _TO_ITS_END.finditer(body):
        yield *found.span(), _month_end(found["next"], found["month"])


def weekdays(body: str, living: date) -> Iterator[Told]:
    """`living`: the day it still is for people, at one in the night."""
    monday = living - timedelta(days=living.weekday())
    body = _SCHEDULE.sub(lambda found: "\0" * len(found[0]), body)
    for found in _WEEKDAY.finditer(body):
        if _led(_NOT_WEEKLY, body, found.start()):
            continue
        day = _NAMES[found["day"]]
        weeks = (found["next"] or "").count("下")
        others = [(at, body[at]) for at in range(*found.span("more")) if body[at] in _NAMES]
        if any(_NAMES[name] != day + n for n, (_, name) in enumerate(others, 1)):
            continue
        yield found.start(), found.end("day"), _of_week(day, monday, weeks)
        for at, name in others:
            yield at, at + 1, _of_week(_NAMES[name], monday, weeks)
    for found in _WEEKEND.finditer(body):
        # 兼职周末, 周末双休: of every one, not of the next.
        sure = found["next"] or found["this"] or found["days"] or _ON_IT.match(body, found.end())
        if not sure or _led(_NOT_WEEKLY, body, found.start()):
            continue
        weeks = (found["next"] or "").count("下")
        end = found.start("days") if found["days"] else found.end()
        yield found.start(), end, _of_week(5, monday, weeks)
        if found["days"]:
            yield end, found.end(), _of_week(6, monday, weeks)


@once_a_turn
def number_spans(body: str) -> list[tuple[int, int]]:
    """Whatever counts a day, even one that is no start: none of its numbers is pay or people."""
    kinds = ((_WEEKDAY, "周期拜"), (_MONTH, "月"), (_MONTHS, "月"), (_LISTED, "、"))
    near = [pattern for pattern, marks in kinds if any(mark in body for mark in marks)]
    spans = [found.span() for pattern in near for found in pattern.finditer(body)]
    spans += [found.span() for found in _NUMBERED.finditer(body) if _is_numbered(found)]
    spans += [found.span() for found in _DATED.finditer(body) if _is_date(found)]
    return spans + [found.span() for found in _DOTTED.finditer(body) if found["cue"] or _is_stretch(found)]


def _led(pattern: re.Pattern[str], body: str, at: int) -> bool:
    return pattern.search(body[max(at - 4, 0) : at]) is not None


def _is_date(found: re.Match[str]) -> bool:
    month, day = whole(found["month"]), whole(found["day"])
    if found["sep"] == "-" and found["mark"] and not found["year"] and month and day and month < day:
        return False  # 12-15号: from the 12th
    spoken = found["sep"][0] == "月" or found["mark"] is not None or found["year"] is not None
    return spoken and month is not None and day is not None and 1 <= month <= 12 and 1 <= day <= 31


def _dated(body: str) -> Iterator[Told]:
    for found in _DATED.finditer(body):
        if _is_date(found) and not _PAID.match(body, found.end()):
            year = int(found["year"][-2:]) + 2000 if found["year"] else None
            yield *found.span(), _of_year(year, whole(found["month"]) or 0, whole(found["day"]) or 0)
            if found["sep"][0] == "月" and (on := _ON.match(body, found.end())):
                yield on.start("last"), on.end(), _of_month(int(on["last"]), None)


def _listed(body: str) -> Iterator[Told]:
    """15、16、17号."""
    for found in _LISTED.finditer(body):
        for day in re.finditer(r"\d+", found[0]):
            yield found.start() + day.start(), found.start() + day.end(), _of_month(int(day[0]), None)


def _is_stretch(found: re.Match[str]) -> bool:
    """9.12-9.14 are days, 9.00-18.00 hours and 3.5-4.5 a price: days lie near each other."""
    first, last = (date_of(2024, int(found[f"m{n}"] or 0), int(found[f"d{n}"] or 0)) for n in "12")
    hours = {found["d1"], found["d2"]} <= {"00", "30"}
    return bool(first and last and not hours and timedelta() < last - first < timedelta(days=45))


def _dotted(body: str) -> Iterator[Told]:
    for found in _DOTTED.finditer(body):
        if found["to"] and _is_stretch(found):
            yield found.start(), found.end("d1"), _of_year(None, int(found["m1"]), int(found["d1"]))
            yield found.start("m2"), found.end("d2"), _of_year(None, int(found["m2"]), int(found["d2"]))
        elif found["cue"] and not found["to"]:
            yield found.start(), found.end("d1"), _of_year(None, int(found["m1"]), int(found["d1"]))


def _is_numbered(found: re.Match[str]) -> bool:
    """22号, 18-20日, 18日开工; 做3日 tells how long."""
    if found["mark"] == "号" or found["to"] or _ON_THE_DAY.match(found.string, found.end()):
        return True
    apart = found.start() == 0 or found.string[found.start() - 1] in " ,。(:-到至\n"
    return apart and len(found["day"]) == 2


def _numbered(body: str, today: date) -> Iterator[Told]:
    for found in filter(_is_numbered, _NUMBERED.finditer(body)):
        if _led(_EVERY, body, found.start()) or _PAID.match(body, found.end("mark")):
            continue
        since = _next_month(today) if found["next"] else None
        first = whole(found["day"])
        if found["to"] and (last := whole(found["last"])):
            yield found.start(), found.end("day"), _of_month(first, since)
            yield found.start("last"), found.end(), _of_month(last, since)
        elif not found["to"]:
            yield *found.span(), _of_month(first, since)


def _months(body: str, today: date) -> Iterator[Told]:
    for found in _MONTHS.finditer(body):
        first, last = whole(found["first"]), whole(found["last"])
        if first and last and first <= 12 and last <= 12 and not _led(_TRIAL, body, found.start()):
            yield *found.span("one"), _opening(first)
            yield found.start("last"), found.end(), _month_end(None, str(last))
    for found in _MONTH.finditer(body):
        if found["next"]:
            yield *found.span(), _of_month(1, _next_month(today))
        elif (month := whole(found["month"])) and 1 <= month <= 12:
            yield *found.span(), _opening(month)


def _opening(month: int) -> After:
    """11月开始; in November it is today."""
    return lambda since: date_of(
        since.year + (month < since.month), month, 1 if month != since.month else since.day
    )


def _next_month(today: date) -> date | None:
    return date_of(today.year + today.month // 12, today.month % 12 + 1, 1)


def _month_end(following: str | None, month: str | None) -> After:
    def after(since: date) -> date | None:
        number = int(month) if month else since.month + bool(following)
        begins = date_of(since.year + (number > 12 or number < since.month), (number - 1) % 12 + 1, 1)
        beyond = _next_month(begins) if begins else None
        return _plus(beyond, -1) if beyond else None

    return after


def _of_year(year: int | None, month: int, day: int) -> After:
    def after(since: date) -> date | None:
        found = date_of(year or since.year, month, day)
        if found and not year and found < since - timedelta(days=60):
            found = date_of(since.year + 1, month, day)  # in December 1月3号 is next year's
        return found if found and found >= since else None

    return after


def _of_month(day: int | None, begins: date | None) -> After:
    def after(since: date) -> date | None:
        since = max(since, begins) if begins else since
        for months in range(3):  # 31号 may not exist in the next month
            year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
            found = date_of(year, month + 1, day)
            if found and found >= since:
                return found
        return None

    return after


def _of_week(day: int, monday: date, weeks: int) -> After:
    def after(since: date) -> date | None:
        if weeks:
            told = _plus(monday, day + 7 * weeks)
            return told if told and told >= since else None
        return _plus(since, (day - since.weekday()) % 7)

    return after


def _plus(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def date_of(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None
