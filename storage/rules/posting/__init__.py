"""What a post may say: red lines (rule H7), discrimination and its lawful exceptions (H8), else staff decide.

The words are data (words/*.toml). `look` names what was found in the person's own words, `reworded` gives the
same post without it. Who is left out: people.py and others.py; ages: age.py; bait: bait.py;
words that are wrong together: together.py; else: lines.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.rules.opening import Spans, opens
from storage.rules.posting import age, bait, lines, others, people, together
from storage.rules.posting.finding import Finding, Hit, apart
from storage.rules.posting.folding import Folded, folded

__all__ = [
    "LONG_DAY_HOURS", "REVIEW_WITHIN", "Finding", "bad_settlement", "blocks", "doubts", "look", "over_long",
    "review_by", "reworded",
]  # fmt: skip

LONG_DAY_HOURS = 8
MEAL_MINUTES = 60
REVIEW_WITHIN = timedelta(minutes=30)
"""The station's own promise for a post (rule Q2), counted in its opening hours."""

_GROUNDS = (people, others, age, lines)
_ROUNDS = 4  # what is left may join to words that may not stand either
_PUNCTUATION = ",;，；、。 "


def look(text: str) -> tuple[Finding, ...]:
    """Everything in a post that may not stand or that staff should see, in reading order."""
    post = folded(text)
    if not post.text.strip():
        return ()
    said = apart(_found(post, hit) for ground in _GROUNDS for hit in ground.hits(post.text))
    # A turn of speech quotes shorter than words that stand together.
    near = (_found(post, hit) for hit in together.hits(post.text))
    words = apart((*(one for one in said if not one.never), *near), (one for one in said if one.never))
    # Bait is told by the whole of a post, whatever else its words are.
    signs = (_found(post, hit) for hit in bait.hits(post.text))
    return tuple(sorted((*words, *signs), key=lambda one: one.start))


def _found(post: Folded, hit: Hit) -> Finding:
    """In the person's own words."""
    start, end = post.span(hit.start, hit.end)
    words = post.said[start:end].strip()
    return Finding(hit.ground, words, hit.verdict, start, end, hit.instead, hit.never, hit.fault)


def blocks(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.verdict == "block")


def doubts(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.verdict == "review")


def reworded(text: str) -> str:
    """The post with lawful words in place of the others; "" when nothing of it could stand."""
    for _ in range(_ROUNDS):
        wrong = blocks(look(text))
        if not wrong:
            return text
        if any(one.never for one in wrong):
            return ""
        text = _replaced(text, wrong)
    return ""


def _replaced(text: str, wrong: Iterable[Finding]) -> str:
    said: set[str] = set()
    parts: list[str] = []
    last = 0
    for one in wrong:
        parts += [text[last : one.start], "" if one.instead in said else one.instead]
        said.add(one.instead)
        last = one.end
    return _tidy("".join([*parts, text[last:]]))


def bad_settlement(pay_unit: str, settle: str) -> bool:
    """Work paid by the hour is settled every 15 days at most (rule M1)."""
    return pay_unit == "hour" and settle == "month"


def over_long(starts_at: datetime, ends_at: datetime, minutes: int | None) -> bool:
    """More than eight hours are overtime (rule M2); an hour to eat is taken off unless breaks were told."""
    there = round((ends_at - starts_at).total_seconds() / 60)
    worked = minutes if minutes and minutes < there else there - MEAL_MINUTES
    return worked > LONG_DAY_HOURS * 60


def review_by(now: datetime, hours: Spans) -> datetime:
    """Until when the station has looked at a post that comes in now."""
    return opens(hours, now) + REVIEW_WITHIN


def _tidy(text: str) -> str:
    """No doubled and no leading punctuation where words went."""
    text = re.sub(rf"([{_PUNCTUATION}])[{_PUNCTUATION}]+", r"\1", text)
    return text.strip(_PUNCTUATION + "\n")
