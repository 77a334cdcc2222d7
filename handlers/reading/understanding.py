"""All that a sentence tells, read at once: what it wants, trades, gigs, what may not stand, a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handlers.reading.complaints.complaint import Complaint, read_complaint
from handlers.reading.complaints.urgency import cannot_wait
from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.posts.gig import GigDraft
from handlers.reading.posts.gigs import read_gigs
from handlers.reading.wants.danger import Danger, danger
from handlers.reading.wants.intent import Meant, meant
from storage.rules import case_life, posting

Level = Literal["P0", "P1", "P2"]


@dataclass(frozen=True, slots=True)
class Understanding:
    """`gig` is the whole message as one post, `gigs` each of several; `level` how urgent (rule 1.4)."""

    text: str
    wants: Meant
    gig: GigDraft
    gigs: tuple[GigDraft, ...]
    findings: tuple[posting.Finding, ...]
    wages: bool
    complaint: Complaint
    danger: Danger | None
    level: Level | None


def understand(text: str, now: datetime, area: str | None = None) -> Understanding:
    """`area`: code of the county whose station is spoken to."""
    whole, gigs = read_gigs(text, now, area)
    wages, alarm = is_wage_complaint(text), danger(text)
    told = read_complaint(text if wages else "")  # no field of a sentence that is no complaint
    return Understanding(
        text=text,
        wants=meant(text),
        gig=whole,
        gigs=gigs,
        findings=posting.look(text),
        wages=wages,
        complaint=told,
        danger=alarm,
        level=_level(text, told, alarm, now.date(), wages=wages),
    )


def _level(text: str, told: Complaint, alarm: Danger | None, day: date, *, wages: bool) -> Level | None:
    """As a case is opened with it: a crew, signs of need or flight, the month before the new year."""
    if alarm:
        return "P0"
    if not wages:
        return None
    people = told.people.high if told.people else None
    return case_life.urgency(people, cannot_wait(text), day)
