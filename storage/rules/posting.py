"""What a post may say: red lines (rule H7), discrimination and its lawful exceptions (H8), else staff decide.

The words are data (posting.toml). `look` names what was found in the person's own words, `reworded` gives the
same post without it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

from storage.lexicon.normalise import CAP
from storage.rules.opening import Spans, opens

Verdict = Literal["block", "review"]

LONG_DAY_HOURS = 8
MEAL_MINUTES = 60
REVIEW_WITHIN = timedelta(minutes=30)
"""The station's own promise for a post (rule Q2), counted in its opening hours."""

_ROUNDS = 4  # what is left may join to words that may not stand either
_HIDING = frozenset("·・.*_-—~|/\\^+ 　")
_PUNCTUATION = ",;，；、。 "
_HAN = range(0x3400, 0xA000)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a post: why, in which words of theirs, and what follows."""

    ground: str
    words: str
    verdict: Verdict
    start: int
    end: int
    instead: str
    never: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    ground: str
    verdict: Verdict
    instead: str
    pattern: re.Pattern[str]
    never: bool
    unless: re.Pattern[str] | None
    softer: re.Pattern[str] | None


def look(text: str) -> tuple[Finding, ...]:
    """Everything in a post that may not stand or that staff should see, in reading order."""
    folded, at = _folded(text[:CAP])
    found: list[Finding] = []
    for rule in _rules():
        if rule.unless and rule.unless.search(folded):
            continue
        verdict: Verdict = "review" if rule.softer and rule.softer.search(folded) else rule.verdict
        for hit in rule.pattern.finditer(folded):
            if not hit[0]:
                continue
            start, end = at[hit.start()], at[hit.end() - 1] + 1
            found.append(Finding(rule.ground, text[start:end], verdict, start, end, rule.instead, rule.never))
    return tuple(_apart(found))


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


def _apart(found: list[Finding]) -> Iterable[Finding]:
    """In reading order; where two overlap the one that begins first, then the longer one."""
    end = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            yield one
            end = one.end


def _tidy(text: str) -> str:
    """No doubled and no leading punctuation where words went."""
    text = re.sub(rf"([{_PUNCTUATION}])[{_PUNCTUATION}]+", r"\1", text)
    return text.strip(_PUNCTUATION + "\n")


def _folded(text: str) -> tuple[str, list[int]]:
    """Lower case and half width, without what is put between characters to hide a word; and the way back."""
    chars = [
        (part, place)
        for place, char in enumerate(text)
        for part in unicodedata.normalize("NFKC", char).lower()
        if unicodedata.category(part) not in ("Cf", "Cc", "Mn", "Me")
    ]
    kept: list[tuple[str, int]] = []
    for index, (char, place) in enumerate(chars):
        if char in _HIDING and kept and _is_han(kept[-1][0]):
            after = next((later for later, _ in chars[index:] if later not in _HIDING), "")
            if _is_han(after):
                continue
        kept.append((char, place))
    return "".join(char for char, _ in kept), [place for _, place in kept]


def _is_han(char: str) -> bool:
    return char != "" and ord(char) in _HAN


@cache
def _rules() -> tuple[_Rule, ...]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

    def compiled(raw: dict[str, Any], name: str) -> re.Pattern[str] | None:
        if name not in raw:
            return None
        pattern: str = raw[name]
        for listed, words in data["lists"].items():
            pattern = pattern.replace(f"{{{listed}}}", words)
        return re.compile(pattern)

    rules = []
    for raw in data["rule"]:
        pattern = compiled(raw, "pattern")
        assert pattern is not None, raw["ground"]
        unless, softer = compiled(raw, "unless"), compiled(raw, "softer")
        never = raw.get("never", False)
        rules.append(_Rule(raw["ground"], raw["verdict"], raw["instead"], pattern, never, unless, softer))
    return tuple(rules)
