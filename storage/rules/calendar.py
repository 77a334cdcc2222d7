"""Chinese working days: weekends, public holidays and make-up days (rules C1-C4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")

# Statutory days of the first year the package does not know; its days in lieu are not out yet (rule C2).
_STATUTORY = {
    date(2027, 1, 1),
    *(date(2027, 2, day) for day in range(5, 9)),
    date(2027, 4, 5),
    date(2027, 5, 1),
    date(2027, 5, 2),
    date(2027, 6, 9),
    date(2027, 9, 15),
    *(date(2027, 10, day) for day in range(1, 4)),
}


def local_day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def is_working_day(day: date) -> bool:
    known = _in_the_table(day)
    return day.weekday() < 5 and day not in _STATUTORY if known is None else known


def is_estimate(day: date) -> bool:
    """Whether the State Council's table for that year is still missing; `doctor` tells long before."""
    return _in_the_table(day) is None


def _in_the_table(day: date) -> bool | None:
    """Whether that day is worked; None for a year whose table is not out yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the package's own word for such a year, no part of ours that is missing
        return None


def working_days_after(start: date, days: int) -> date:
    """The n-th working day after `start`, which itself is not counted (rule W25)."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def end_of(day: date) -> datetime:
    """A legal day ends at 24:00 local time (rule C4)."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(days=1)
