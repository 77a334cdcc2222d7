"""By night: erase what has served its time.

Drafts nobody came back to lose their personal fields after 7 days. Raw messages and sent words go after 180
days (network logs must be kept six months); the rows' ids stay, so that a repeated delivery stays harmless.
Taken slots are forgotten after 30 days, and so are words that nobody understood and nobody taught us; whoever
left is not known again once their case is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import cases, people, retention, teaching, ticks
from storage.db import Session

DRAFTS = timedelta(days=7)
WORDS = timedelta(days=180)
TICKS = timedelta(days=30)
MISSES = timedelta(days=30)
STEPS = {
    "drafts": (retention.forget_drafts, DRAFTS),
    "heard": (retention.forget_heard, WORDS),
    "said": (retention.forget_said, WORDS),
}


async def run(session: Session, now: datetime, after: str = "") -> str | None:
    """A page of one table; `after` is the step and its place, as `heard:17`."""
    steps = list(STEPS)
    step, _, place = (after or f"{steps[0]}:0").partition(":")
    forget, age = STEPS[step]
    rest = await forget(session, now - age, int(place))
    if rest is not None:
        return f"{step}:{rest}"
    if step != steps[-1]:
        return f"{steps[steps.index(step) + 1]}:0"
    await ticks.forget(session, now - TICKS)
    await people.forget_left(session, cases.LIVE)
    await teaching.forget_misses(session, now - MISSES)
    return None
