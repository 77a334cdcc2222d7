"""The clock bar of the phones page reads what people type."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock_words import SHANGHAI, BadClock, next_moment, read_moment, wants_reset

SATURDAY = datetime(2026, 11, 21, 14, 5, 33, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("明天 05:00", "11-22 05:00"),
        ("明天05：00", "11-22 05:00"),
        ("明早5点半", "11-22 05:30"),
        ("明早5点30", "11-22 05:30"),
        ("明早五点三十分", "11-22 05:30"),
        ("今晚8点", "11-21 20:00"),
        ("今晚12点", "11-22 00:00"),
        ("明天凌晨12点", "11-22 00:00"),
        ("中午1点", "11-22 13:00"),
        ("下午3点一刻", "11-21 15:15"),
        ("后天", "11-23 14:05"),
        ("大后天早上", "11-24 06:00"),
        ("05:30", "11-22 05:30"),
        ("１５：００", "11-21 15:00"),
        ("十二点", "11-22 12:00"),
        ("下周一 08:00", "11-23 08:00"),
        ("下下周三 8点", "12-02 08:00"),
        ("周日 9点", "11-22 09:00"),
        ("星期六 10:00", "11-28 10:00"),
        ("2026-11-22 05:30", "11-22 05:30"),
        ("2026年11月30日18时30分", "11-30 18:30"),
        ("11月25号 早上7点", "11-25 07:00"),
        ("25日 07:00", "11-25 07:00"),
        ("5号 07:00", "12-05 07:00"),
        ("昨天 08:00", "11-20 08:00"),
    ],
)
def test_reads_a_moment(words: str, moment: str) -> None:
    found = read_moment(words, SATURDAY)
    assert found is not None and found.tzinfo is SHANGHAI
    assert found.strftime("%m-%d %H:%M") == moment


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("+30分钟", 30),
        ("+2小时", 120),
        ("半小时后", 30),
        ("一个半小时后", 90),
        ("+1小时30分钟", 90),
        ("两天后", 2880),
    ],
)
def test_reads_a_step(words: str, minutes: int) -> None:
    found = read_moment(words, SATURDAY)
    assert found is not None and (found - SATURDAY).total_seconds() == minutes * 60


@pytest.mark.parametrize(
    "words", ["", "啥时候", "25点", "8点75", "2月30日", "周八", "+", "后", "3", "现在", "+0分钟", "x" * 9999]
)
def test_no_moment(words: str) -> None:
    assert read_moment(words, SATURDAY) is None


def test_new_year_is_next_year() -> None:
    found = read_moment("1月3日 08:00", SATURDAY)
    assert found == datetime(2027, 1, 3, 8, tzinfo=SHANGHAI)


def test_a_clock_elsewhere_is_read_in_shanghai() -> None:
    assert read_moment("明天 05:00", datetime(2026, 11, 21, 17, tzinfo=UTC)) == datetime(
        2026, 11, 23, 5, tzinfo=SHANGHAI
    )


@pytest.mark.parametrize("words", ["现在", "复位", " 复位 "])
def test_reset(words: str) -> None:
    assert wants_reset(words)
    assert not wants_reset("明天 05:00")


def test_never_backwards_nor_into_another_age() -> None:
    assert next_moment("明天 05:00", SATURDAY) == datetime(2026, 11, 22, 5, tzinfo=SHANGHAI)
    assert next_moment("今天 14:05", SATURDAY) == SATURDAY  # the minute that is running
    for words, said in (("今天 14:04", "往后"), ("昨天", "往后"), ("2036-01-01", "一年"), ("啥", "没看懂")):
        with pytest.raises(BadClock, match=said):
            next_moment(words, SATURDAY)


@given(st.text(alphabet="今明后天早晚下周一二十半点:0123456789+小时分钟月日号 -", max_size=14))
def test_any_words_are_read_or_refused(words: str) -> None:
    found = read_moment(words, SATURDAY)
    assert found is None or found.tzinfo is not None
