"""Days and hours of gig talk: 明早六点, 听日, 下周一, 22号, 早七晚五, 晚上8点到早上6点."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.reading.numerals import NUMBER, whole
from handlers.reading.phone import phones_in
from handlers.reading.plain import Plain, blank, plain

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Until four in the morning people still live in the day before: their "tomorrow" starts at sunrise.
NIGHT_ENDS = 4
Shift = Literal["day", "night", "morning", "afternoon", "evening"]

_RELATIVE: tuple[tuple[int, str], ...] = (
    (3, "大后天|大后日"),
    (2, "后天|后日|后晚|后早"),
    (1, "明天|明日|明早|明晚|明晨|明儿|明朝|听日|听朝|听晚|天光日|明仔|第二天"),
    (0, "今天|今日|今早|今晚|今晨|今儿|今朝|今下午|今仔日|当天就|马上|现在就|即刻|立即"),
)
_DAY = re.compile("|".join(rf"(?P<d{days}>{words})" for days, words in _RELATIVE))
_N = NUMBER
_DATED = re.compile(
    rf"(?:(?P<year>20\d\d)\s?[年./-]\s?)?(?P<month>{_N})\s?(?P<sep>月份?|[./-])\s?(?P<day>{_N})(?P<mark>\s?[号日])?"
)
_MONTH = re.compile(rf"(?<![\d个半])(?P<month>{_N})月份?(?=开始|开工|起)")
# 物流园3号 is a house and 物流园3号开工 a day.
_NUMBERED = re.compile(
    rf"(?<![\d每月第路街巷道弄村])(?P<day>{_N})号(?![楼栋线门机店厂院])"
    r"(?:(?<![园区苑厦]\d号)(?<![园区苑厦]\d\d号)(?<![园区苑厦]\d\d\d号)|(?=[开上干做要来早中下晚]))"
)
_WEEKDAY = re.compile(
    r"(?P<next>下下?个?)?(?:这个?|本)?(?:周|星期|礼拜|拜)(?P<day>[一二三四五六日天])(?!结|发)"
)
_PAYDAY = re.compile(rf"(?:每月|每个月|次月|下月)\s?{_N}[号日]|{_N}(?:号(?=发|结|前发|出粮)|日(?=发))")

_PERIODS = (
    "凌晨|清晨|早晨|早上|朝早|大早|上午|上昼|中午|正午|晌午|下午|下昼|傍晚|晚上|夜晚|夜里|夜间|半夜|深夜"
    "|早|晚|夜|朝"
)
_HOUR = r"(?:[01]?\d|2[0-4]|二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九零])"
_CLOCK = (
    rf"(?P<p{{0}}>{_PERIODS})?\s?(?<![\d.])(?P<h{{0}}>{_HOUR})"
    rf"\s?(?:(?P<o{{0}}>点|时(?!薪|间|工|段))钟?\s?(?P<m{{0}}>半|一刻|三刻|[0-5]\d(?!\s?[\d元块毛人名位])|[二三四五]?十[一二三四五六七八九]?)?分?"
    rf"|[:](?P<c{{0}}>[0-5]\d)(?::\d\d)?|\.(?P<d{{0}}>[0-5]\d)(?=到|开|集|前|上班|收))"
)
_ONE_CLOCK = re.compile(_CLOCK.format(1))
_TO = r"\s?[-到至]\s?(?:第二天|次日)?"
_BOTH = re.compile(_CLOCK.format(1) + _TO + _CLOCK.format(2))
_BARE_START = re.compile(rf"(?P<p1>{_PERIODS})?(?<!\d)(?P<h1>{_HOUR})" + _TO + _CLOCK.format(2))
_EARLY_LATE = re.compile(rf"(?P<p1>[早朝晚])\s?(?P<h1>{_HOUR})\s?(?P<p2>[早晚])\s?(?P<h2>{_HOUR})")
_TWO_BARE = re.compile(
    r"(?<!\d)(?P<a>\d{1,2})-(?P<b>\d{1,2})[\s,和]+(?P<c>\d{1,2})-(?P<d>\d{1,2})(?![\d元块])"
)
_UNTIL = re.compile(r"[干做忙搞]到\s?$")
_ENDS = re.compile(r"[前左右就]{0,2}(?:收工|下班|放工|结束|散工|收档|干完|做完)")
_SHIFTS: tuple[tuple[Shift, re.Pattern[str]], ...] = (
    ("night", re.compile("夜班|晚班|通宵|大夜")),
    ("day", re.compile("白班|日班|长白|早班|全天|整天")),
    ("morning", re.compile("上午|早上|上昼")),
    ("afternoon", re.compile("下午|下昼")),
    ("evening", re.compile("晚上|今晚|明晚|夜晚")),
)
# A duration is a small number: in 三百一天 the figure before 天 is pay.
_LASTING = re.compile(
    rf"(?<![\d.零〇一二两三四五六七八九十百千万块元])(?:\d{{1,3}}(?:[-到]\d{{1,3}})?|[一二两三四五六七八九十几半]{{1,3}})(?:来|多)?(?:个半|个多?)?"
    rf"(?:小时|钟头|天(?!\s?{_N})|日(?![结薪])|年|周|星期|礼拜|月(?!\s?{_N}|结|薪)|分钟)(?!结)"
)


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    words: str


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when; `shift` when only 夜班 or 上午 was said; `minutes` when both ends are known."""

    start: time | None
    end: time | None
    shift: Shift | None
    minutes: int | None
    words: str

    @property
    def overnight(self) -> bool:
        return self.start is not None and self.end is not None and self.end <= self.start


def read_day(text: str, now: datetime) -> Day | None:
    heard = plain(text)
    body = _PAYDAY.sub(lambda found: "\0" * len(found[0]), _without_phones(heard))
    today = now.astimezone(SHANGHAI)
    readings = (_relative, _dated, _weekday, _numbered, _month)
    found = [day for read in readings if (day := read(heard, body, today)) is not None]
    return found[0] if found else None


def read_hours(text: str) -> Hours | None:
    heard = plain(text)
    body = _without_phones(heard)
    return _spoken_range(heard, body) or _two_bare(heard, body) or _single(heard, body) or _shift(heard, body)


def time_spans(heard: Plain) -> list[tuple[int, int]]:
    """Every stretch that tells a day, an hour or how long: none of its numbers is pay or people."""
    body = _without_phones(heard)
    patterns = (
        _DAY,
        _WEEKDAY,
        _PAYDAY,
        _BOTH,
        _BARE_START,
        _EARLY_LATE,
        _TWO_BARE,
        _ONE_CLOCK,
        _MONTH,
        _NUMBERED,
        _LASTING,
    )
    spans = [found.span() for pattern in patterns for found in pattern.finditer(body)]
    return spans + [found.span() for found in _DATED.finditer(body) if _is_date(found)]


def _without_phones(heard: Plain) -> str:
    return blank(heard.text, ((phone.start, phone.end) for phone in phones_in(heard)))


def _relative(heard: Plain, body: str, now: datetime) -> Day | None:
    found = _DAY.search(body)
    if found is None or found.lastgroup is None:
        return None
    days = int(found.lastgroup[1:])
    if days and now.hour < NIGHT_ENDS:
        days -= 1
    return Day(now.date() + timedelta(days=days), heard.quote(found))


def _is_date(found: re.Match[str]) -> bool:
    month, day = whole(found["month"]), whole(found["day"])
    spoken = found["sep"][0] == "月" or found["mark"] is not None or found["year"] is not None
    return spoken and month is not None and day is not None and 1 <= month <= 12 and 1 <= day <= 31


def _dated(heard: Plain, body: str, now: datetime) -> Day | None:
    for found in _DATED.finditer(body):
        if not _is_date(found):
            continue
        year = int(found["year"]) if found["year"] else now.year
        day = _date(year, whole(found["month"]), whole(found["day"]))
        if day and not found["year"] and day < now.date() - timedelta(days=60):
            day = _date(year + 1, day.month, day.day)  # in December 1月3号 is next year's
        if day and day >= now.date():
            return Day(day, heard.quote(found))
    return None


def _numbered(heard: Plain, body: str, now: datetime) -> Day | None:
    for found in _NUMBERED.finditer(body):
        number = whole(found["day"])
        for months in range(3):  # 31号 may not exist in the next month
            year, month = divmod(now.year * 12 + now.month - 1 + months, 12)
            day = _date(year, month + 1, number)
            if day and day >= now.date():
                return Day(day, heard.quote(found))
    return None


def _month(heard: Plain, body: str, now: datetime) -> Day | None:
    found = _MONTH.search(body)
    month = whole(found["month"]) if found else None
    if found is None or month is None or not 1 <= month <= 12:
        return None
    day = date(now.year + (month < now.month), month, 1)
    return Day(max(day, now.date()), heard.quote(found))


def _weekday(heard: Plain, body: str, now: datetime) -> Day | None:
    found = _WEEKDAY.search(body)
    if found is None:
        return None
    wanted = "一二三四五六日".find(found["day"].replace("天", "日"))
    monday = now.date() - timedelta(days=now.weekday())
    if found["next"]:
        return Day(monday + timedelta(days=wanted + 7 * found["next"].count("下")), heard.quote(found))
    return Day(now.date() + timedelta(days=(wanted - now.weekday()) % 7), heard.quote(found))


def _date(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None


def _spoken_range(heard: Plain, body: str) -> Hours | None:
    for pattern in (_BOTH, _BARE_START, _EARLY_LATE):
        for found in pattern.finditer(body):
            start, end = _clock(found, "1"), _clock(found, "2")
            if start is None or end is None:
                continue
            if found["p2"] is None and start < end + 12 * 60 and end <= start and end < 12 * 60:
                end += 12 * 60  # 8点到5点, 下午2点到6点
            return _hours(start, end, heard.quote(found))
    return None


def _two_bare(heard: Plain, body: str) -> Hours | None:
    found = _TWO_BARE.search(body)
    if found is None:
        return None
    a, b, c, d = (int(found[name]) for name in "abcd")
    if not a < b <= c < d <= 24:
        return None
    return Hours(time(a), time(d % 24), None, 60 * (b - a + d - c), heard.quote(found))


def _single(heard: Plain, body: str) -> Hours | None:
    start: tuple[int, str] | None = None
    end: tuple[int, str] | None = None
    for found in _ONE_CLOCK.finditer(body):
        minute = _clock(found, "1")
        if minute is None:
            continue
        if _ENDS.match(body, found.end()) or _UNTIL.search(body[: found.start()]):
            end = end or (minute, heard.quote(found))
        else:
            start = start or (minute, heard.quote(found))
    if start and end:
        if end[0] <= start[0] and end[0] + 12 * 60 > start[0] and end[0] < 12 * 60:
            end = end[0] + 12 * 60, end[1]  # 早上8点，干到5点
        return _hours(start[0], end[0], f"{start[1]} {end[1]}")
    one = start or end
    if one is None:
        return None
    at = time(one[0] // 60 % 24, one[0] % 60)
    return Hours(at if start else None, at if end else None, None, None, one[1])


def _shift(heard: Plain, body: str) -> Hours | None:
    for shift, pattern in _SHIFTS:
        if found := pattern.search(body):
            return Hours(None, None, shift, None, heard.quote(found))
    return None


def _hours(start: int, end: int, words: str) -> Hours:
    minutes = (end - start) % (24 * 60)
    return Hours(time(start // 60 % 24, start % 60), time(end // 60 % 24, end % 60), None, minutes, words)


def _clock(found: re.Match[str], side: str) -> int | None:
    """Minutes after midnight, or None when 一点 only means "a little"."""
    groups = found.groupdict()
    period, minute = (
        groups.get(f"p{side}"),
        next(filter(None, (groups.get(f"{unit}{side}") for unit in "mcd")), None),
    )
    hour = whole(found[f"h{side}"])
    if hour is None or (found[f"h{side}"] == "一" and not minute and len(period or "") < 2):
        return None
    if period in {"下午", "下昼", "傍晚"} or (
        period in {"晚上", "夜晚", "夜里", "晚", "夜", "夜间"} and hour >= 5
    ):
        hour += 12 if hour < 12 else 12 * (period not in {"下午", "下昼"})
    elif (period in {"中午", "正午", "晌午"} and hour <= 3) or (
        period in {"半夜", "深夜"} and 9 <= hour <= 12
    ):
        hour += 12
    minutes = {"半": 30, "一刻": 15, "三刻": 45}.get(minute or "")
    return hour * 60 + (minutes if minutes is not None else (whole(minute) or 0) if minute else 0)
