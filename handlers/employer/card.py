"""The card of a gig post: what is known of it in three lines, and the poster's own words below."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from handlers import shown
from handlers.ask import SHANGHAI, pay_words, time_words, yuan
from handlers.employer import asking, quoting
from handlers.employer.asking import Filled
from handlers.phrases import say, words

NAMED = 2
"""Of more trades that may be meant not all stand on the card: the question under it has them."""
_LINES = (
    (("trade", "heads"), ("pay", "settle")),
    (("place", "contact"),),
    (("day", "hours"), ("skills",)),
    (("last",),),
)


def card(filled: Filled, *, quote: bool = False) -> str:
    """What is known, in the order people say it; with their own words when it is read back whole."""
    known = {name: text for name in filled if (text := one_shown(name, filled))}
    parted = (
        "，".join(filter(None, (" ".join(known[name] for name in part if name in known) for part in line)))
        for line in _LINES
    )
    lines = [line for line in parted if line]
    said = quoting.line(known, filled) if quote and len(lines) < len(_LINES) else ""
    return "\n".join([*lines, said] if said else lines)


def one_shown(name: str, filled: dict[str, Any]) -> str:
    """One answer in words; "" for what is not on the card."""
    value = filled[name]
    match name:
        case "trade":
            if not isinstance(value, list):
                return str(value)
            more = say("post.and_more") if len(value) > NAMED else ""
            return "、".join(value[:NAMED]) + more
        case "heads":
            return say("post.heads", n=value)
        case "pay":
            return pay_words(*value) if value[1] else yuan(value[0])
        case "settle":
            return say(f"words.settle_{value}")
        case "place":
            return str(value["words"])
        case "day":
            on = date.fromisoformat(value)
            return say(
                "words.date", month=on.month, day=on.day, weekday=words("words.weekdays")[on.weekday()]
            )
        case "hours":
            return _hours(value)
        case "last":
            return say("post.first_day_only", lasts=asking.lasts(value))
        case "contact":
            return say("post.contact", phone=value)
        case _:
            return str(value) if name == "skills" else ""


def _hours(value: list[Any]) -> str:
    ends = [datetime.combine(date.min, time.fromisoformat(one), SHANGHAI) for one in value[:2] if one]
    return shown.hours_words(*ends) if len(ends) == 2 else time_words(ends[0])
