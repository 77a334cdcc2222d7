"""What a failed send means for its row: wait and repeat, hold, drop or give up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channels.base import OutcomeUnknown, Refused, SendError, TryAgain, Unreachable, WindowClosed
from bot.sending.manners import UNREACHABLE
from storage.outbox_queue import Claimed, Finish

PAUSES = (2, 8, 30, 120, 600)
"""Seconds after the first, second, ... failure; the last one for all that follow."""
# Tries that fill, with these pauses, an hour for an alert and a day for everything else.
ALERT_TRIES, OTHER_TRIES = 10, 148
JITTER = 0.2


def finish(row: Claimed, error: Exception, now: datetime, chance: float) -> Finish:
    """`chance`, 0 to 1, spreads the repeats of many rows that failed together."""
    reason = why(error)
    match error:
        case Unreachable():
            return Finish("dropped" if row.sort == "alert" else "held", UNREACHABLE)
        case WindowClosed():
            return Finish("held", reason)
        case Refused():
            return Finish("failed", reason)
        case OutcomeUnknown() if row.sort == "alert":
            return Finish("unknown", reason, sent_at=now)
        case TryAgain() | OutcomeUnknown():
            return _again(row, reason, now, _pause(row, error, chance))
        case SendError():
            return Finish("due", reason, due_at=now, tries=row.tries - 1)
        case _:
            # A fault in the channel's code: whether it left before is not known.
            return finish(row, OutcomeUnknown(reason), now, chance)


def why(error: Exception) -> str:
    """For the row and the log, in a line. Of a fault only its kind: its words may quote what was written."""
    said = f": {error}" if isinstance(error, SendError) else ""
    return f"{type(error).__name__}{said}"[:200]


def _pause(row: Claimed, error: SendError, chance: float) -> float:
    pause = PAUSES[min(row.tries, len(PAUSES)) - 1] * (1 - JITTER + 2 * JITTER * chance)
    asked = error.after if isinstance(error, TryAgain) else None
    return max(pause, asked or 0.0)


def _again(row: Claimed, reason: str, now: datetime, pause: float) -> Finish:
    due_at = now + timedelta(seconds=pause)
    # A long pause that the network asks for counts as all the tries it replaces.
    tries = row.tries + max(0, int(pause // PAUSES[-1]) - 1)
    if row.not_after is not None and due_at > row.not_after:
        return Finish("failed", f"too late to repeat after {reason}")
    limit = ALERT_TRIES if row.sort == "alert" else OTHER_TRIES
    if tries >= limit and (row.sort != "alert" or row.not_after is None):
        return Finish("failed", f"given up after {reason}")
    return Finish("due", reason, due_at=due_at, tries=tries)
