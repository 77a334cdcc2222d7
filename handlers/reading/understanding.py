"""All that a sentence tells, read at once: what it wants, trades, gigs, what may not stand, a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handlers.reading.danger import Danger, danger
from handlers.reading.gig import GigDraft, read_gig
from handlers.reading.intent import Intent, intent
from handlers.reading.posts import several_posts
from handlers.reading.urgency import cannot_wait
from handlers.reading.wages import Complaint, is_wage_complaint, read_complaint
from storage.rules import posting

Level = Literal["P0", "P1", "P2"]
_MANY = 10
"""So many who are not paid cannot wait (rule 1.4)."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """`gig` is the whole message as one post, `gigs` each of several; `level` how urgent (rule 1.4)."""

    text: str
    intent: Intent
    gig: GigDraft
    gigs: tuple[GigDraft, ...]
    findings: tuple[posting.Finding, ...]
    wages: bool
    complaint: Complaint
    danger: Danger | None
    level: Level | None


def understand(text: str, now: datetime, area: str | None = None) -> Understanding:
    """`area`: code of the county whose station is spoken to."""
    gig = read_gig(text, now, area)
    wages, alarm, told = is_wage_complaint(text), danger(text), read_complaint(text)
    return Understanding(
        text=text,
        intent=intent(text),
        gig=gig,
        gigs=tuple(read_gig(one, now, area) for one in several_posts(text)) or (gig,),
        findings=posting.look(text),
        wages=wages,
        complaint=told,
        danger=alarm,
        level=_level(text, told, alarm, wages=wages),
    )


def _level(text: str, told: Complaint, alarm: Danger | None, *, wages: bool) -> Level | None:
    if alarm:
        return "P0"
    if not wages:
        return None
    many = told.people is not None and told.people.high >= _MANY
    return "P1" if many or cannot_wait(text) else "P2"
