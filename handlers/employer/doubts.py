"""What in a post staff should see, and why somebody limits who may come.

No law names age (rule 3.3), so a limit is no refusal: the poster is asked what in the work asks for it, and
staff see the answer beside the words. Who has no reason takes the limit back, and the post goes its way.
"""

from __future__ import annotations

from typing import Any

from handlers.filters import bare
from handlers.forms import Here, Question
from handlers.phrases import say, words
from handlers.reading.choice import yes_no
from storage.rules import posting

LIMITS = ("age", "looks", "record", "other")
"""Grounds that a reason of the work may explain."""
LONGEST = 40
"""Of a reason: staff read it in a list."""


def note(filled: dict[str, Any], text: str) -> None:
    """Words that staff should see travel with the draft; a limit that is new is asked about."""
    for one in posting.doubts(posting.look(text)):
        told = ["doubt", "limit"] if one.fault and one.ground in LIMITS else ["doubt"]
        for name in told:
            if one.words not in filled.get(name, ()):
                filled[name] = [*filled.get(name, ()), one.words]
                if name == "limit":
                    filled.pop("why", None)


def noted(filled: dict[str, Any]) -> str:
    """The words themselves; nothing of a limit that was taken back."""
    gone = filled.get("limit", ()) if filled.get("why") == "" else ()
    return "、".join(one for one in filled.get("doubt", ()) if one not in gone)


def told(filled: dict[str, Any]) -> str:
    """For staff: the words, and the reason for a limit."""
    words, why = noted(filled), filled.get("why")
    return say("post.reasoned", words=words, why=why) if words and why else words


async def _read(text: str, here: Here) -> str | None:
    """The reason in their words; "" when there is none. A bare 有 is no reason yet."""
    del here
    said = " ".join(text.split())
    if yes_no(said) is False or bare(said) in words("post.no_limit"):
        return ""
    return said[:LONGEST] if said and yes_no(said) is None else None


async def _ask(here: Here, filled: dict[str, Any]) -> str:
    del here
    limits = "、".join(say("post.quoted", words=one) for one in filled.get("limit", ()))
    return say("post.ask_why", words=limits)


async def _ways(here: Here, filled: dict[str, Any]) -> list[tuple[str, str]]:
    del here, filled
    return [(say("post.take_back"), "")]


WHY = Question(
    "why",
    _read,
    options=_ways,
    ask=_ask,
    optional=True,
    on_card=False,
    counted=False,
    needed=lambda filled: bool(filled.get("limit")),
)
