"""Quiet hours: what can wait is told between 05:30 and 21:00, when gig workers are up."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from storage.rules.calendar import SHANGHAI

WAKES = time(5, 30)
SLEEPS = time(21, 0)


def awake_from(moment: datetime) -> datetime:
    """The moment itself by day, else the end of that night."""
    local = moment.astimezone(SHANGHAI)
    if WAKES <= local.time() < SLEEPS:
        return moment
    day = local.date() + timedelta(days=local.time() >= SLEEPS)
    return datetime.combine(day, WAKES, SHANGHAI).astimezone(moment.tzinfo)


def day_start(moment: datetime) -> datetime:
    """The midnight before it, in the county's time."""
    return datetime.combine(moment.astimezone(SHANGHAI).date(), time(), SHANGHAI)
