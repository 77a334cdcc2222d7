from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.day import SHANGHAI, read_day
from handlers.reading.plain import plain
from handlers.reading.when import time_spans
from handlers.reading.worktime import read_hours

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=SHANGHAI)  # a Saturday
ONE_AM = datetime(2026, 11, 21, 1, 0, tzinfo=SHANGHAI)
DAYS = [
    ("今天", (11, 21)), ("今晚", (11, 21)), ("明天", (11, 22)), ("明早六点", (11, 22)),
    ("听日要三个", (11, 22)), ("聽日", (11, 22)), ("听朝七点", (11, 22)), ("天光日开工", (11, 22)),
    ("后天", (11, 23)), ("後日", (11, 23)), ("大后天早上八点", (11, 24)), ("11月22号", (11, 22)),
    ("11月30日", (11, 30)), ("22号", (11, 22)), ("二十五号", (11, 25)), ("周日上午", (11, 22)),
    ("星期三", (11, 25)), ("礼拜六", (11, 21)), ("下周一", (11, 23)), ("下星期五", (11, 27)),
    ("12月开始", (12, 1)), ("12号-15号", (12, 12)), ("2026-11-25", (11, 25)), ("2026年12月3号", (12, 3)),
    ("今天能来就来", (11, 21)), ("明天7点半", (11, 22)), ("12/3号", (12, 3)),
    ("后天开始，上午9点", (11, 23)),
]  # fmt: skip
NO_DAYS = [
    "", "每月15号发工资", "每月20号发", "15号发薪", "周二结上周", "3号楼", "昨天", "跟昨天一样", "3天",
    "8-12", "180一天", "11月15号", "13812340007", "32号", "13月40号", "日结", "上个月", "0.5",
]  # fmt: skip
HOURS = [
    ("早上6点招搬运工2人 干到10点", "06:00", "10:00", 240), ("早上8点，干到5点", "08:00", "17:00", 540),
    ("早上8点到下午5点 18元一小时", "08:00", "17:00", 540),
    ("早上7点到下午5点", "07:00", "17:00", 600), ("7:00-17:00", "07:00", "17:00", 600),
    ("早七晚五", "07:00", "17:00", 600), ("早7晚5", "07:00", "17:00", 600),
    ("7点半开工", "07:30", None, None), ("6点集合", "06:00", None, None),
    ("晚上8点到早上6点", "20:00", "06:00", 600), ("上午9点到晚上8点", "09:00", "20:00", 660),
    ("8点到5点", "08:00", "17:00", 540), ("7点半到17点半", "07:30", "17:30", 600),
    ("下午五点收工", None, "17:00", None), ("明早九點", "09:00", None, None),
    ("下午2点到6点", "14:00", "18:00", 240), ("晚上8点到6点", "20:00", "06:00", 600),
    ("凌晨3点至上午10点", "03:00", "10:00", 420), ("中午12点到下午6点", "12:00", "18:00", 360),
    ("8点至18点", "08:00", "18:00", 600), ("10点-18点", "10:00", "18:00", 480),
    ("8-12 14-18", "08:00", "18:00", 480), ("七点二十", "07:20", None, None),
    ("明天7.30到东汇城", "07:30", None, None), ("晚上12点", "00:00", None, None),
    ("早上6点到", "06:00", None, None), ("7点集合，下午5点收工", "07:00", "17:00", 600),
    ("8-18点", "08:00", "18:00", 600), ("晚上6点到10点", "18:00", "22:00", 240),
    ("8：00～18：00", "08:00", "18:00", 600), ("下午一点半", "13:30", None, None),
    ("明 日 七 點 半", "07:30", None, None), ("早晨八时", "08:00", None, None),
    ("半夜两点", "02:00", None, None),
]  # fmt: skip
NO_HOURS = [
    "", "180一天", "快一点", "早点来", "有一点累", "3-5人", "300-350", "13812340007", "时薪13",
    "3天", "25点", "几点", "2.5元", "20-30岁",
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_day(text: str, day: tuple[int, int]) -> None:
    found = read_day(text, NOON)
    assert found is not None
    assert found.date == date(2026, *day)


@pytest.mark.parametrize("text", NO_DAYS)
def test_no_day(text: str) -> None:
    assert read_day(text, NOON) is None


@pytest.mark.parametrize(
    ("text", "day"), [("明早六点", 21), ("明天", 21), ("后天", 22), ("今天", 21), ("22号", 22)]
)
def test_after_midnight_tomorrow_is_this_morning(text: str, day: int) -> None:
    found = read_day(text, ONE_AM)
    assert found is not None
    assert found.date.day == day


def test_the_day_is_shanghais() -> None:
    found = read_day("明天", datetime(2026, 11, 20, 23, 0, tzinfo=UTC))  # 07:00 on the 21st there
    assert found is not None
    assert found.date == date(2026, 11, 22)


@pytest.mark.parametrize(("text", "day"), [("1月3号", date(2027, 1, 3)), ("31号", date(2026, 12, 31))])
def test_over_the_end_of_the_year(text: str, day: date) -> None:
    found = read_day(text, datetime(2026, 12, 5, 12, tzinfo=SHANGHAI))
    assert found is not None
    assert found.date == day


@pytest.mark.parametrize(("text", "start", "end", "minutes"), HOURS)
def test_hours(text: str, start: str | None, end: str | None, minutes: int | None) -> None:
    found = read_hours(text)
    assert found is not None
    wanted = tuple(time.fromisoformat(clock) if clock else None for clock in (start, end))
    assert (found.start, found.end, found.minutes) == (*wanted, minutes)


@pytest.mark.parametrize("text", NO_HOURS)
def test_no_hours(text: str) -> None:
    assert read_hours(text) is None


@pytest.mark.parametrize(
    ("text", "shift"),
    [("上夜班", "night"), ("白班", "day"), ("明天上午", "morning"), ("下午来", "afternoon")],
)
def test_shift_words(text: str, shift: str) -> None:
    found = read_hours(text)
    assert found is not None
    assert (found.shift, found.start) == (shift, None)


def test_past_midnight_and_the_words() -> None:
    found = read_hours("叉车，晚上8點到早上6点，日结")
    assert found is not None
    assert found.overnight and found.words == "晚上8點到早上6点"
    day = read_day("聽日要三個", NOON)
    assert day is not None
    assert day.words == "聽日"


@settings(deadline=None)
@given(st.text(), st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))
def test_never_raises(text: str, now: datetime) -> None:
    read_day(text, now.replace(tzinfo=UTC))
    read_hours(text)
    time_spans(plain(text))


@settings(deadline=None)
@given(st.text(alphabet="0123456789一二三十点半分到-:早晚上下午明天后月号日周年 ", max_size=40))
def test_never_raises_near_times(text: str) -> None:
    read_day(text, NOON)
    read_hours(text)
