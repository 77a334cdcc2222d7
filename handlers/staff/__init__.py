"""The desk of staff in chat. Whoever is not staff and types these words is answered like anyone."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers.phrases import words
from storage import stations
from storage.db import Session

# The words that open a sentence about a case: the sentence may quote anything, also words of danger.
VERBS = ("take", "view", "reply", "note", "papers", "close", "reopen", "hand")
_NUMBER = re.compile(
    r"\s*(?:第|#)?\s*(?P<number>\d{1,6})(?!\d)\s*号?(?:单|工单)?[\s,，:：、。]*(?P<words>.*)", re.DOTALL
)


class IsStaff(Filter):
    """Put after the words' filter: one query, only when they matched. Auditors look, they do not act."""

    def __init__(self, *, acting: bool = False) -> None:
        self.acting = acting

    async def __call__(self, event: Message | CallbackQuery, session: Session) -> bool | dict[str, Any]:
        staff = await stations.staff_of(session, event.from_user.id) if event.from_user else None
        if staff is None or (self.acting and staff.role == "auditor"):
            return False
        return {"staff": staff}


def numbered(rest: str) -> tuple[int, str] | None:
    """ "1001 钱款已在核实" → the case's number and the words; None without a number."""
    found = _NUMBER.fullmatch(rest)
    return (int(unicodedata.normalize("NFKC", found["number"])), found["words"].strip()) if found else None


def speaks_as_staff(text: str, raw_state: str | None) -> bool:
    """Whether a member of staff is working on a case with these words, not telling their own story."""
    if (raw_state or "").startswith(("Desk:", "Reviewing:")):
        return True
    said = text.strip()
    openings = [*(word for verb in VERBS for word in words(f"cases.{verb}")), *words("review.back_words")]
    return any(said.startswith(word) and numbered(said[len(word) :]) for word in openings)
