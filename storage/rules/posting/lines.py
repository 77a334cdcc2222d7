"""Rules of one pattern each: red lines (rule H7) and ways of leaving people out that name no group (3.3).

What denies a line stands beside it: 不收押金, 体检费厂里出. So each hit is judged by the words right in front
of it and right behind it, in its own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from storage.rules.posting.finding import Hit, Verdict
from storage.rules.posting.shelf import Shelf
from storage.rules.posting.words import data, pattern, shelved, spelt

_FILES = ("ways", "money", "crime")
_BACK = 16
_AHEAD = 24
_STOP = re.compile(r"[,，。;；!！?？\n ]")

Found = re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Rule:
    ground: str
    verdict: Verdict
    instead: str
    never: bool
    before: Found
    after: Found
    unless: Found
    softer: Found
    requires: Found


def hits(text: str) -> Iterator[Hit]:
    shelf, rules = _rules()
    for number, matches in shelf.found(text).items():
        rule = rules[number]
        found = [one for one in matches if not _denied(rule, text, one)]
        if not found or (rule.unless and rule.unless.search(text)):
            continue
        if rule.requires and not rule.requires.search(text):
            continue
        lawful = rule.softer is not None and rule.softer.search(text) is not None
        verdict: Verdict = "review" if lawful else rule.verdict
        for one in found:
            yield Hit(rule.ground, *one.span(), verdict, rule.instead, rule.never, not lawful)


def _denied(rule: _Rule, text: str, hit: re.Match[str]) -> bool:
    if rule.before:
        near = _STOP.split(text[max(0, hit.start() - _BACK) : hit.start()])[-1]
        if rule.before.search(near):
            return True
    return bool(rule.after and rule.after.match(text[hit.end() : hit.end() + _AHEAD]))


@cache
def _rules() -> tuple[Shelf, tuple[_Rule, ...]]:
    told = [(raw, data(name)["lists"]) for name in _FILES for raw in data(name)["rule"]]
    shapes = [spelt(raw["pattern"], lists) for raw, lists in told]
    return shelved(shapes), tuple(_rule(raw, lists) for raw, lists in told)


def _rule(raw: dict[str, Any], lists: dict[str, Any]) -> _Rule:
    def compiled(name: str, shape: str = "{}") -> Found:
        return pattern(shape.replace("{}", f"(?:{raw[name]})"), lists) if name in raw else None

    return _Rule(
        raw["ground"],
        raw.get("verdict", "block"),
        raw.get("instead", ""),
        raw.get("never", False),
        compiled("before", "{}$"),
        compiled("after"),
        compiled("unless"),
        compiled("softer"),
        compiled("requires"),
    )
