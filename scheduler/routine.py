"""What a routine is, and which of its slots are due: pure, in the county's time whatever the host's zone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from storage.db import Session
from storage.rules.calendar import SHANGHAI

Run = Callable[[Session, datetime, str], Awaitable[str | None]]
"""A part of the work: from a place on ("" is the beginning) to the place returned; None when all is done."""

SKIP_GRACE = timedelta(minutes=1)
"""A slot of a `skip` routine counts as missed when it could not be started for so long."""
MOST_AT_ONCE = 1000


class Daily:
    """Every day at a time of the clock on the wall: `Daily("06:30")`."""

    def __init__(self, at: str) -> None:
        self._at = time.fromisoformat(at)

    def __str__(self) -> str:
        return f"daily {self._at:%H:%M}"

    def latest(self, now: datetime) -> datetime:
        """The last slot that is not after `now`."""
        day = now.astimezone(SHANGHAI).date()
        slot = datetime.combine(day, self._at, SHANGHAI)
        if slot > now:
            slot = datetime.combine(day - timedelta(days=1), self._at, SHANGHAI)
        return slot.astimezone(UTC)

    def before(self, slot: datetime) -> datetime:
        """The slot before this one."""
        return self.latest(slot - timedelta(seconds=1))


class Every:
    """Again and again, at whole multiples: `Every(minutes=10)` runs at :00, :10, :20."""

    def __init__(self, *, minutes: int) -> None:
        self._step = timedelta(minutes=minutes)

    def __str__(self) -> str:
        return f"every {self._step // timedelta(minutes=1)} min"

    def latest(self, now: datetime) -> datetime:
        start = datetime(2000, 1, 1, tzinfo=SHANGHAI).astimezone(UTC)
        return start + (now - start) // self._step * self._step

    def before(self, slot: datetime) -> datetime:
        return slot - self._step


@dataclass(frozen=True, slots=True)
class Routine:
    """Scheduled work. A slot later than `deadline` is void, whatever `if_missed` says.

    if_missed: `latest` runs once for all that were missed, `all` runs each, `skip` none. Parts are units of
    their own, with room for other people's Turns between them.
    """

    name: str
    when: Daily | Every
    run: Run
    if_missed: Literal["latest", "all", "skip"]
    deadline: timedelta


def slots(routine: Routine, last: datetime | None, now: datetime) -> list[datetime]:
    """The slots to run now, oldest first, when `last` was the latest one done.

    Without any `last` the installation is new and there is no past to catch up with.
    """
    if last is None:
        return []
    due: list[datetime] = []
    slot = routine.when.latest(now)
    while slot > last and now - slot <= routine.deadline and len(due) < MOST_AT_ONCE:
        due.append(slot)
        slot = routine.when.before(slot)
    match routine.if_missed:
        case "all":
            return due[::-1]
        case "latest":
            return due[:1]
        case _:
            return [slot for slot in due[:1] if now - slot <= SKIP_GRACE]
