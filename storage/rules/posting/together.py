"""Words that are harmless alone and are not together: 插电话卡 beside 放着就行, 护照 beside 我们保管.

Who posts such things hides them in new turns of speech, in any order. So a rule names kinds of words and how
near each other they stand (words/crimes.toml says how a rule is written). The words are found by their first
two characters, which takes as long for ten thousand of them as for ten.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from storage.rules.posting.finding import Hit, Verdict
from storage.rules.posting.words import data, pattern

FILES = ("crimes", "harms", "baits", "charges")
_NEAR = 16
_BESIDE = 12
_BACK = 12
_STOP = re.compile(r"[。;；!！?？\n]")
_BREAK = re.compile(r"[,，。;；!！?？\n ]")
_COMMA = re.compile(r"[,，] ?")
COVER = "harmless"
"""Words of this kind hide the ones within them: 赌石 is none of 赌."""

Span = tuple[int, int]
Spans = dict[str, list[Span]]


@dataclass(frozen=True, slots=True)
class _Rule:
    ground: str
    verdict: Verdict
    instead: str
    never: bool
    kinds: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    beside: tuple[str, ...]
    near: int


def hits(text: str) -> Iterator[Hit]:
    names, shapes, rules = _tables()
    found = _named(text, names)
    near = {rule: None for kind in found for rule in rules.get(kind, ())}
    for rule in near:
        if any(kind in found for kind in rule.unless) or not _may_hold(rule, found, shapes):
            continue
        for kind in {one for kinds in rule.kinds for one in kinds} & shapes.keys():
            if kind not in found:
                found[kind] = [one.span() for one in shapes[kind].finditer(text)]
        for start, end in _joined(rule, found, text):
            yield Hit(rule.ground, start, end, rule.verdict, rule.instead, rule.never)


def _may_hold(rule: _Rule, found: Spans, shapes: dict[str, re.Pattern[str]]) -> bool:
    return all(any(kind in found or kind in shapes for kind in kinds) for kinds in rule.kinds)


def _joined(rule: _Rule, found: Spans, text: str) -> Iterator[Span]:
    """Where words of all its kinds stand near the first, each apart from the others."""
    first, *others = (
        [one for kind in kinds for one in found.get(kind, ()) if not _denied(text, one)]
        for kinds in rule.kinds
    )
    for one in first:
        taken = [one]
        for spans in others:
            near = [span for span in spans if _beside(span, taken, rule.near, text)]
            if not near:
                break
            taken.append(min(near, key=lambda span: abs(span[0] - one[0])))
        else:
            start, end = min(start for start, _ in taken), max(end for _, end in taken)
            beside = [one for kind in rule.beside for one in found.get(kind, ())]
            if not _explained((start, end), beside, text) and not _turned_away().match(text, end):
                yield start, end


def _beside(span: Span, taken: list[Span], near: int, text: str) -> bool:
    if any(span[0] < end and start < span[1] for start, end in taken):
        return False
    start, end = taken[0]
    left, right = (span[1], start) if span[0] < start else (end, span[0])
    return right - left <= near and _STOP.search(text, left, right) is None


def _explained(span: Span, beside: list[Span], text: str) -> bool:
    """公司报销体检费; 体检费80，公司报销: in the same clause, or right behind a comma."""
    for start, end in beside:
        gap = text[end : span[0]] if end <= span[0] else text[span[1] : start]
        if len(gap) <= _BESIDE and not _BREAK.search(gap if end <= span[0] else _COMMA.sub("", gap, count=1)):
            return True
    return False


def _denied(text: str, span: Span) -> bool:
    near = _BREAK.split(text[max(0, span[0] - _BACK) : span[0]])[-1]
    return bool(near) and _denial().search(near) is not None


def _named(text: str, names: dict[str, list[tuple[str, str]]]) -> Spans:
    """The words of the table in a text, by kind."""
    found: Spans = defaultdict(list)
    for at in range(len(text) - 1):
        for word, kind in names.get(text[at : at + 2], ()):
            if text.startswith(word, at):
                found[kind].append((at, at + len(word)))
    covers = found.pop(COVER, ())
    if not covers:
        return found
    clear = {kind: [one for one in spans if not _within(one, covers)] for kind, spans in found.items()}
    return {kind: spans for kind, spans in clear.items() if spans}


def _within(span: Span, covers: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in covers)


@cache
def _denial() -> re.Pattern[str]:
    return pattern("{denied}$")


@cache
def _turned_away() -> re.Pattern[str]:
    """借身份证进厂的不要: who does such things is not wanted."""
    return pattern("{turned_away}")


@cache
def _tables() -> tuple[dict[str, list[tuple[str, str]]], dict[str, re.Pattern[str]], dict[str, list[_Rule]]]:
    """Words by their beginning, shapes, and rules under the kinds without which they cannot hold."""
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    shapes: dict[str, re.Pattern[str]] = {}
    rules: list[_Rule] = []
    for file in FILES:
        told = data(file)
        for kind, words in told["words"].items():
            for word in _words(words):
                names[word[:2]].append((word, kind))
        shapes |= {kind: pattern(shape) for kind, shape in told.get("shapes", {}).items()}
        rules += map(_rule, told["rules"])
    under: dict[str, list[_Rule]] = defaultdict(list)
    for rule in rules:
        plain = (kinds for kinds in rule.kinds if shapes.keys().isdisjoint(kinds))
        for kind in min(plain, key=len):
            under[kind].append(rule)
    return names, shapes, under


def _words(listed: str | list[str]) -> list[str]:
    return (listed if isinstance(listed, str) else " ".join(listed)).split()


def _rule(raw: dict[str, Any]) -> _Rule:
    return _Rule(
        raw["ground"],
        raw.get("verdict", "block"),
        raw.get("instead", ""),
        raw.get("never", False),
        tuple(tuple(kinds.split()) for kinds in raw["words"]),
        tuple(raw.get("unless", "").split()),
        tuple(raw.get("beside", "").split()),
        raw.get("near", _NEAR),
    )
