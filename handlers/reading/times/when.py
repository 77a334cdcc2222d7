"""Days and hours together: 今晚两点 is tomorrow's two o'clock, 今天8点 said at noon is the evening's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers.reading.numerals import NUMBER
from handlers.reading.phone import phones_in
from handlers.reading.plain import Plain, blank, once_a_turn
from handlers.reading.times.dates import number_spans
from handlers.reading.times.day import NIGHT_ENDS, SHANGHAI, Day, read_days
from handlers.reading.times.day_words import at_once, near_days
from handlers.reading.times.festivals import feasts
from handlers.reading.times.lunar import moons
from handlers.reading.times.stretches import hour_spans
from handlers.reading.times.worktime import Hours, read_hours

_PAYDAY = re.compile(
    rf"(?:每月|每个月|次月|下月|第二个月)\s?{NUMBER}[号日]|{NUMBER}(?:号(?=发|结|前发|出粮)|日(?=发))"
)
# A duration is a small number: in 三百一天 the figure before 天 is pay.
_LASTING = re.compile(
    rf"(?<![\d.零〇一二两三四五六七八九十百千万块元])(?:\d{{1,3}}(?:[-到]\d{{1,3}})?|[一二两三四五六七八九十几半]{{1,3}})(?:来|多)?(?:个半|个多?)?"
    rf"(?:小时|钟头|钟(?!点)|天(?!\s?{NUMBER})|日(?![结薪])|年|周|星期|礼拜|月(?!\s?{NUMBER}|结|薪)|分钟)(?!结)"
)
_BY_24 = re.compile(r"(?<!\d)(?:1[3-9]|2[0-4])(?!\d)|十[三四五六七八九]|二十")
_AT_NIGHT = re.compile("半夜|深夜|夜里|今晚|今夜|明晚|听晚|晚上")


@dataclass(frozen=True, slots=True)
class When:
    """`last`: the last of several days, or the day until which work lasts that began before."""

    day: Day | None
    last: Day | None
    hours: Hours | None


def read_when(text: str, now: datetime) -> When:
    (day, last), hours, here = read_days(text, now), read_hours(text), now.astimezone(SHANGHAI)
    if day and day.night and hours:
        hours = _of_the_night(hours)
    if day and hours and hours.start:
        day, hours = _in_the_night(day, hours, here), _still_ahead(day, hours, here)
    return When(day, last if last and (day is None or last.date > day.date) else None, hours)


def _of_the_night(hours: Hours) -> Hours:
    """今晚执货上架，10点到2点: from ten in the evening."""
    start = hours.start
    if start is None or not hours.bare or not 5 <= start.hour <= 12 or _BY_24.search(hours.words):
        return hours
    end = hours.end.replace(hour=(hours.end.hour + 12) % 24) if hours.end else None
    return replace(hours, start=start.replace(hour=(start.hour + 12) % 24), end=end, bare=False)


def _in_the_night(day: Day, hours: Hours, here: datetime) -> Day:
    """今晚2点 and 半夜十二点半，今晚的 are tomorrow's, unless it is night already."""
    if hours.start is None or hours.start.hour >= NIGHT_ENDS or day.date == date.max:
        return day
    night = day.night or (_AT_NIGHT.search(hours.words) and day.words.startswith("今"))
    if not night or (here.date() == day.date and datetime.combine(day.date, hours.start, SHANGHAI) > here):
        return day
    return replace(day, date=day.date + timedelta(days=1))


def _still_ahead(day: Day, hours: Hours, here: datetime) -> Hours:
    """今天8点开始, said at five in the afternoon."""
    start, end = hours.start, hours.end
    if start is None or not hours.bare or start.hour >= 12 or day.date != here.date() or here.hour < 12:
        return hours
    later = start.replace(hour=start.hour + 12)
    if start > here.time() or later <= here.time():
        return hours
    return replace(hours, start=later) if end is None else hours


def time_spans(heard: Plain) -> list[tuple[int, int]]:
    """Every stretch that tells a day, an hour or how long: none of its numbers is pay or people."""
    return _spans_in(blank(heard.text, ((phone.start, phone.end) for phone in phones_in(heard))))


@once_a_turn
def _spans_in(body: str) -> list[tuple[int, int]]:
    spans = [found.span() for pattern in (_PAYDAY, _LASTING) for found in pattern.finditer(body)]
    for found in (near_days, moons, feasts):
        spans += [(start, end) for start, end, *_ in found(body)]
    numbers = number_spans(body)
    return [*spans, *numbers, *at_once(body), *hour_spans(blank(body, numbers))]
