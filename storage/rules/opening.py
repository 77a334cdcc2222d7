"""When a station is open: spans like {"days": "1-5", "from": "08:30", "to": "12:00"}, Monday is 1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from storage.rules.calendar import SHANGHAI

Spans = Sequence[dict[str, str]]

_LOOK_AHEAD = 15


def opens(hours: Spans, moment: datetime) -> datetime:
    """The moment itself when somebody is there, else when the station opens next. No hours: always open."""
    local = moment.astimezone(SHANGHAI)
    for ahead in range(_LOOK_AHEAD):
        day = local.date() + timedelta(days=ahead)
        for span in sorted(hours, key=lambda span: span["from"]):
            if day.isoweekday() not in days_of(span["days"]):
                continue
            starts = datetime.combine(day, time.fromisoformat(span["from"]), SHANGHAI)
            closes = starts + (_clock(span["to"]) - _clock(span["from"]))
            if local < closes:
                return moment if local >= starts else starts.astimezone(moment.tzinfo)
    return moment


def days_of(words: str) -> set[int]:
    """ "1-5" or "1,3,5"."""
    first, dash, last = words.partition("-")
    return set(range(int(first), int(last) + 1)) if dash else {int(day) for day in words.split(",")}


def _clock(words: str) -> timedelta:
    """24:00 is a time to close at, and none that `time` knows."""
    hour, minute = words.split(":")
    return timedelta(hours=int(hour), minutes=int(minute))
