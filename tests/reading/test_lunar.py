from datetime import date, timedelta

import pytest

from handlers.reading.times.lunar import LAST, Moon, moons

NEW_YEARS = [
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13),
    date(2030, 2, 3), date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19), date(2035, 2, 8),
    date(2036, 1, 28), date(2037, 2, 15), date(2038, 2, 4), date(2039, 1, 24),
]  # fmt: skip
MID_AUTUMN = [
    date(2024, 9, 17), date(2025, 10, 6), date(2026, 9, 25), date(2027, 9, 15), date(2028, 10, 3), date(2029, 9, 22),
    date(2030, 9, 12), date(2031, 10, 1), date(2032, 9, 19), date(2033, 9, 8), date(2034, 9, 27), date(2035, 9, 16),
]  # fmt: skip


@pytest.mark.parametrize("day", NEW_YEARS)
def test_a_year_begins_on_its_day_and_the_eve_is_the_day_before(day: date) -> None:
    assert Moon(1, 1).after(day - timedelta(days=300)) == day
    assert Moon(12, LAST).after(day - timedelta(days=300)) == day - timedelta(days=1)


@pytest.mark.parametrize("day", MID_AUTUMN)
def test_the_middle_of_autumn_behind_any_leap_month(day: date) -> None:
    assert Moon(8, 15).after(date(day.year, 1, 1)) == day


def test_a_leap_month_has_days_but_no_name() -> None:
    assert Moon(6, 1).after(date(2025, 7, 1)) == date(
        2026, 7, 14
    )  # the leap sixth month begins on 25 July 2025
    assert Moon(None, 1).after(date(2025, 7, 1)) == date(2025, 7, 25)


def test_a_short_month_has_no_thirtieth() -> None:
    assert Moon(None, 30).after(date(2026, 3, 19)) != date(2026, 4, 17)
    assert Moon(None, 30).after(date(2026, 2, 17)) == date(2026, 3, 18)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2022, 1, 1), date(2041, 1, 1), date(9999, 12, 31)])
def test_beyond_the_table_nothing_is_known(day: date) -> None:
    assert Moon(1, 8).after(day) is None


@pytest.mark.parametrize(
    "text", ["十二月二十开工", "初三数学", "今年初五个人", "三月三号", "正月", "初", "年三十岁"]
)
def test_of_the_other_calendar(text: str) -> None:
    assert not list(moons(text))
