"""The life of a case: allowed moves, and the station's own promises (rule Q2) on its clock.

The promises are the service defaults: taken within 30 minutes, first human contact within 2 hours, an answer
within 5 working days.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.rules import calendar

MOVES: dict[str, frozenset[str]] = {
    "open": frozenset({"claimed", "withdrawn"}),
    "claimed": frozenset({"waiting", "closed", "open", "withdrawn"}),
    "waiting": frozenset({"claimed", "closed", "withdrawn"}),
    "closed": frozenset({"open"}),
    "withdrawn": frozenset({"open"}),
}

CLAIM_WITHIN = {"P0": timedelta(minutes=5), "P1": timedelta(minutes=30), "P2": timedelta(minutes=30)}
ANSWER_DAYS = 5
REOPEN_WITHIN = timedelta(days=15)


class NoSuchMove(Exception):
    """A case cannot go from its status to the one asked for; reload it and look again."""


def check(before: str, after: str) -> None:
    if after not in MOVES[before]:
        raise NoSuchMove(f"{before} -> {after}")


def claim_by(urgency: str, now: datetime) -> datetime:
    return now + CLAIM_WITHIN[urgency]


def due_at(now: datetime, days: int = ANSWER_DAYS) -> datetime:
    """The end of the n-th working day after today; today is not counted (rule W25)."""
    return calendar.end_of(calendar.working_days_after(calendar.local_day(now), days))
