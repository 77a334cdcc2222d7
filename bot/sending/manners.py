"""When a message may leave: pure rules about expiry, night, and how much one person is told unasked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.outbox_queue import Claimed
from storage.rules.quiet import awake_from

ALERTS_A_DAY = 2
TALKING = timedelta(minutes=15)
"""So long after their last word a person with an open question is taken to be answering it."""
AFTER_TALK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Drop:
    """It is not sent; the reason stays on the row and is counted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """It is not sent now, but then."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    """It is said when the person is next in touch."""

    reason: str


UNREACHABLE = "unreachable"


def over(row: Claimed, now: datetime) -> Drop | None:
    """Whether nobody needs this row any more."""
    if row.not_after is not None and now > row.not_after:
        return Drop("expired")
    if row.sort == "alert" and not row.alerts:
        return Drop("unsubscribed")
    return None


def look(row: Claimed, now: datetime, *, offers: bool) -> Drop | Later | Wait | None:
    """What stands against sending this row now; None when nothing does. `offers`: it carries choices."""
    if drop := over(row, now):
        return drop
    if not row.reachable:
        # Nobody wants old alerts; what belongs to a case or an answer is there for them when they come back.
        return Drop(UNREACHABLE) if row.sort == "alert" else Wait(UNREACHABLE)
    if row.sort != "alert":
        return None
    awake = awake_from(now)
    if awake > now:
        return _later(row, awake, "quiet hours")
    if offers and row.state and row.talked_at and now - row.talked_at < TALKING:
        # Its numbers would stand in for the numbers of the question they are about to answer.
        return _later(row, now + AFTER_TALK, "in a conversation")
    return None


def _later(row: Claimed, due_at: datetime, reason: str) -> Drop | Later:
    late = row.not_after is not None and due_at > row.not_after
    return Drop(reason) if late else Later(due_at)
