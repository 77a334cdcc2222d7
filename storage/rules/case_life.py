"""The life of a case: allowed moves, and the station's own promises (rule Q2) on its clock.

The promises are the service defaults: taken within 30 minutes, first human contact within 2 hours, an answer
within 5 working days. Somebody in danger does not wait for working days (rule 1.4 P0): spoken with within ten
minutes of being taken, and again every day until the case is closed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

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
CONTACT_WITHIN = timedelta(minutes=10)
CONTACT_AGAIN = timedelta(hours=24)
REOPEN_WITHIN = timedelta(days=15)


WIDER_AFTER = (timedelta(), timedelta(minutes=10))
"""How long past its time to be taken danger is told to the whole station, and to the county."""
# A look each minute, 20 seconds late at most: the shortest is less than two minutes, more than one.
ALARM_PAUSES = timedelta(seconds=90), timedelta(hours=1)


class NoSuchMove(Exception):
    """A case cannot go from its status to the one asked for; reload it and look again."""


def check(before: str, after: str) -> None:
    if after not in MOVES[before]:
        raise NoSuchMove(f"{before} -> {after}")


def claim_by(urgency: str, now: datetime) -> datetime:
    return now + CLAIM_WITHIN[urgency]


def rings(claim_by: datetime, now: datetime) -> int:
    """How often the circle of those who are alarmed has grown by now."""
    return sum(now - claim_by >= after for after in WIDER_AFTER)


def alarm_again(claim_by: datetime, alarmed_at: datetime, now: datetime) -> bool:
    """Danger nobody has taken: each time the circle grows, and after a quarter of the time it has waited.

    So often at first that nobody sleeps on; later so seldom that nobody learns not to hear it.
    """
    shortest, longest = ALARM_PAUSES
    waited, passed = now - claim_by + CLAIM_WITHIN["P0"], now - alarmed_at
    grown = rings(claim_by, now) > rings(claim_by, alarmed_at)
    return passed > timedelta() and (grown or passed >= min(longest, max(shortest, waited / 4)))


def due_at(now: datetime, days: int = ANSWER_DAYS, *, urgency: str = "P2") -> datetime:
    """The end of the n-th working day after today, which is not counted (rule W25); danger has minutes."""
    if urgency == "P0":
        return now + CONTACT_WITHIN
    return calendar.end_of(calendar.working_days_after(calendar.local_day(now), days))


CREW = 10
"""So many workers with one claim make it urgent (rule 1.4 P1)."""

# First day of the lunar year: what is owed before it is what a family lives on.
_NEW_YEARS = (
    date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3),
    date(2031, 1, 23), date(2032, 2, 11), date(2033, 1, 31), date(2034, 2, 19), date(2035, 2, 8),
)  # fmt: skip
BEFORE_NEW_YEAR = timedelta(days=30)

Chip = Literal["calm", "soon", "late", "paused", "done"]


def urgency(people: int | None, signs: bool, day: date) -> Literal["P1", "P2"]:
    """P1 for a crew, for words of need or flight, and in the month before the Spring Festival; else P2."""
    festive = any(timedelta() <= new_year - day <= BEFORE_NEW_YEAR for new_year in _NEW_YEARS)
    return "P1" if signs or festive or (people or 0) >= CREW else "P2"


def chip(status: str, begun: datetime, until: datetime, now: datetime) -> Chip:
    """How a case stands with its clock; 快到期 when a quarter of the time or less is left."""
    if status in ("closed", "withdrawn"):
        return "done"
    if status == "waiting":
        return "paused"
    if now > until:
        return "late"
    return "soon" if until - now <= (until - begun) / 4 else "calm"
