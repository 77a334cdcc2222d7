"""People who are left out (rule 3.3): a group is named, and a turn of speech refuses it or wants it alone.

女的莫来 · 不收外地的 · 只要汉族 · 本村的才要 · 已婚优先. Groups and turns of speech are data (people.toml,
lists.toml), so a group that is new needs its names and no grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from storage.rules.posting.finding import Hit, Verdict
from storage.rules.posting.shelf import Shelf
from storage.rules.posting.words import data, pattern, shelved

_BACK = 14
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Group:
    ground: str
    verdict: Verdict
    instead: str
    ends: re.Pattern[str]
    refused: re.Pattern[str] | None
    refusing: re.Pattern[str] | None
    only: re.Pattern[str] | None
    alone: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    softer: re.Pattern[str] | None


def hits(text: str) -> Iterator[Hit]:
    shelf, groups = _groups()
    for number, named in shelf.found(text).items():
        group = groups[number]
        rows = _listed(sorted(one.span() for one in named), text)
        found = [left for one in rows if (left := _left_out(group, text, one))]
        if not found or (group.unless and group.unless.search(text)):
            continue
        lawful = group.softer is not None and group.softer.search(text) is not None
        verdict: Verdict = "review" if lawful else group.verdict
        for start, end in found:
            yield Hit(group.ground, start, end, verdict, group.instead, fault=not lawful)


def _listed(named: list[Span], text: str) -> list[Span]:
    """瘸的拐的瞎的都不要: several in a row are one."""
    rows: list[Span] = []
    for start, end in named:
        if rows and (start <= rows[-1][1] or _tail().fullmatch(text, rows[-1][1], start)):
            rows[-1] = rows[-1][0], max(end, rows[-1][1])
        else:
            rows.append((start, end))
    return rows


def _left_out(group: _Group, text: str, named: Span) -> Span | None:
    """The words by which this group is refused, or wanted alone."""
    start, end = named
    before = text[max(0, start - _BACK) : start]
    first, last = start, end
    for frame in (group.refusing, group.only):
        if frame and (said := frame.search(before)) and group.ends.match(text, end):
            first = min(first, start - len(said[0]))
            last = max(last, _end_of_name(text, end))
    for frame in (group.refused, group.alone):
        if frame and (said := frame.match(text, end)):
            last = max(last, said.end())
    return (first, last) if (first, last) != named else None


def _end_of_name(text: str, end: int) -> int:
    """不要河南人: where the name of the people ends that were named."""
    rest = _rest().match(text, end)
    return rest.end() if rest else end


@cache
def _rest() -> re.Pattern[str]:
    return pattern("{rest}", data("people"))


@cache
def _tail() -> re.Pattern[str]:
    return pattern("{tail} ?", data("people"))


@cache
def _groups() -> tuple[Shelf, tuple[_Group, ...]]:
    groups = data("people")["group"]
    return shelved("|".join(raw["words"]) for raw in groups), tuple(map(_group, groups))


def _group(raw: dict[str, Any]) -> _Group:
    lists, frames = data("people"), raw["frames"]

    def compiled(shape: str, frame: str) -> re.Pattern[str] | None:
        return pattern(shape, lists) if frame in frames else None

    return _Group(
        raw["ground"],
        raw.get("verdict", "block"),
        raw.get("instead", ""),
        re.compile(raw.get("ends", lists["ends"])),
        compiled(raw.get("near", lists["near"]) + "{refused}", "refused"),
        compiled("{refusing_them}$", "refused"),
        compiled("{preferring_them}$", "preferred") or compiled("{only_them}$", "only"),
        compiled("{tail} ?(?:{preferred}|{solely})", "preferred") or compiled("{tail} ?{solely}", "solely"),
        re.compile(raw["unless"]) if "unless" in raw else None,
        re.compile(raw["softer"]) if "softer" in raw else None,
    )
