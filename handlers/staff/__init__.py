"""The desk of staff in chat. Whoever is not staff and types these words is answered like anyone."""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.phrases import words
from handlers.reading.complaints.case_number import numbered
from storage import stations
from storage.db import Session

VERBS = ("take", "view", "hear", "look", "reply", "note", "papers", "close", "reopen", "hand")
# The words that open a sentence about a case or a post: it may quote anything, also words of danger.
OPENINGS = (
    *(f"cases.{verb}" for verb in VERBS),
    "review.pass_words",
    "review.back_words",
)
# These begin no other sentence, also without a number.
CLEAR = ("cases.reply", "cases.note", "cases.close", "cases.hand", "cases.surely")
WRITING = ("Desk:words", "Reviewing:")


class IsStaff(Filter):
    """Put after the words' filter: one query, only when they matched. Auditors look, they do not act."""

    def __init__(self, *, acting: bool = False) -> None:
        self.acting = acting

    async def __call__(self, event: Message | CallbackQuery, session: Session) -> bool | dict[str, Any]:
        staff = await stations.staff_of(session, event.from_user.id) if event.from_user else None
        if staff is None or (self.acting and staff.role == "auditor"):
            return False
        return {"staff": staff}


class OnlyLooks(Filter):
    """Auditors, who are told so when they would act."""

    async def __call__(self, event: Message | CallbackQuery, session: Session) -> bool:
        staff = await stations.staff_of(session, event.from_user.id) if event.from_user else None
        return staff is not None and staff.role == "auditor"


def teaches(text: str) -> bool:
    """教词 讨薪 焊工, 忘词 欠薪: words of wages in it are spoken about, not told."""
    return text.strip().startswith((*words("teach.words"), *words("teach.forget")))


def speaks_as_staff(text: str, raw_state: str | None) -> bool:
    """Whether a member of staff is at work with these words, not telling their own story."""
    if (raw_state or "").startswith(WRITING):
        return True
    said = text.strip()
    if said.startswith(tuple(word for key in CLEAR for word in words(key))):
        return True
    openings = (word for key in OPENINGS for word in words(key))
    return any(said.startswith(word) and numbered(said[len(word) :]) for word in openings)
