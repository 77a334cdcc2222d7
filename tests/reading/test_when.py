from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.plain import blank, plain
from handlers.reading.times.day import SHANGHAI
from handlers.reading.times.when import read_when, time_spans

TOGETHER = [
    ("今晚2点卸货", "2026-03-12T17:00", "03-13 02:00"), ("今晚2点卸货", "2026-03-12T01:00", "03-12 02:00"),
    ("半夜十二点半到货，今晚的", "2026-03-12T16:40", "03-13 00:30"), ("今天晚上12点到货", "2026-03-12T17:00", "03-13 00:00"),
    ("今晚帮手，执货上架，10点到2点", "2026-03-12T15:00", "03-12 22:00"), ("今晚撤展，十点进场通宵做到六点", "2026-03-12T15:00", "03-12 22:00"),
    ("今晚8点", "2026-03-12T17:00", "03-12 20:00"), ("明晚12点", "2026-03-12T17:00", "03-14 00:00"),
    ("明天凌晨4点", "2026-03-12T17:00", "03-13 04:00"), ("听朝凌晨三点落塘", "2026-03-12T14:30", "03-13 03:00"),
    ("等下四点半抓鸡", "2026-09-12T00:20", "09-12 04:30"), ("今天8点开始", "2026-03-12T17:00", "03-12 20:00"),
    ("今天8点开始", "2026-03-12T07:00", "03-12 08:00"), ("今天8点开始", "2026-03-12T09:00", "03-12 08:00"), ("今天上午8点开始", "2026-03-12T17:00", "03-12 08:00"),
    ("今天8点开始", "2026-03-12T21:00", "03-12 08:00"), ("明早七点", "2026-07-11T01:05", "07-11 07:00"),
    ("1月3号早上7点", "2026-12-31T12:00", "01-03 07:00"),
]  # fmt: skip
BLANKED = [
    ("3月20号4月5号", ""), ("早七晚五", ""), ("要5个人 早上8点到18点", "要5个人 "), ("国庆7天", ""), ("8-12 14-18", " "),
    ("今晚5个人", "5个人"), ("12小时 4500", " 4500"), ("正月初八 400", " 400"), ("明后两天", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "now", "start"), TOGETHER)
def test_the_hour_and_its_day(text: str, now: str, start: str) -> None:
    found = read_when(text, datetime.fromisoformat(now).replace(tzinfo=SHANGHAI))
    assert found.day and found.hours and found.hours.start
    assert f"{found.day.date:%m-%d} {found.hours.start:%H:%M}" == start


@pytest.mark.parametrize(("text", "left"), BLANKED)
def test_no_number_of_a_time_is_left_for_pay_or_people(text: str, left: str) -> None:
    heard = plain(text)
    assert blank(heard.text, time_spans(heard)).replace("\0", "") == left


@settings(deadline=None)
@given(st.text(), st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))
def test_never_raises(text: str, now: datetime) -> None:
    read_when(text, now.replace(tzinfo=UTC))
    time_spans(plain(text))


@settings(deadline=None)
@given(st.text(alphabet="0123456789一二三十点半分到-:早晚上下午明天后月号日周年初廿今夜 ", max_size=40))
def test_never_raises_near_times(text: str) -> None:
    read_when(text, datetime(2026, 11, 21, 12, 0, tzinfo=SHANGHAI))
