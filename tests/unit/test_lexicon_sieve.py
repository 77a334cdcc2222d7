"""Patterns tried by the characters they need: what is found is what one long pattern finds."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.marks import KINDS, rows
from handlers.reading.plain import plain
from handlers.reading.wants.table import table
from handlers.reading.wordings import wordings
from storage.lexicon.sieve import Sieve, needs, split


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("死给他", ["他", "死", "给"]),
        ("死(?:给|畀)他", ["死", "他", "给畀"]),
        ("[打骂]人?", ["打骂"]),
        ("(?<=门)开|门(?!口)", ["门"]),  # what stands before counts too
        ("工?|人", []),
        ("砌|垒墙", ["砌垒"]),  # one of the two, whichever branch it is
        ("(?:a|b?)c", ["c"]),
        (r"\d+[^元]块", ["块"]),
        ("(?=.*工)招", ["招", "工"]),
        ("(?:招+|找{2})人", ["人", "招找"]),
    ],
)
def test_what_every_match_holds(pattern: str, sets: list[str]) -> None:
    told = ["".join(sorted(chars)) for chars in needs(pattern)]
    assert sorted(told) == sorted("".join(sorted(chars)) for chars in sets)


def test_branches_are_parted_outside_brackets_only() -> None:
    assert split(r"a(?:b|c)|[|]d\||e") == ["a(?:b|c)", r"[|]d\|", "e"]


@cache
def texts() -> tuple[str, ...]:
    found = (
        plain(row["text"]).text
        for origin in ("examples", "street")
        for kind in KINDS
        for row in rows(origin, kind)
    )
    return tuple(found)


FAMILIES = {
    f"{name} {kind}": tuple(one.pattern for one in wordings(name) if one.kind == kind)
    for name in ("danger", "wages", "urgency")
    for kind in {one.kind for one in wordings(name)}
} | {
    f"{name} {wish}": tuple(row.pattern for row in table(name).rows if row.wish == wish)
    for name in ("answers", "courtesy")
    for wish in {row.wish for row in table(name).rows}
}  # fmt: skip


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_it_finds_what_the_long_pattern_finds(family: str) -> None:
    patterns = FAMILIES[family]
    sieve, long = Sieve(patterns), re.compile("|".join(patterns))
    for text in texts()[::3]:
        mine, theirs = sieve.search(text), long.search(text)
        assert (mine and mine.span()) == (theirs and theirs.span()), text
        assert sieve.sub(hidden, text) == long.sub(hidden, text), text


@given(st.text("一二三四五六七八九十ab", max_size=12))
def test_of_many_small_words_too(text: str) -> None:
    patterns = [
        "一二",
        "二三|三四",
        "(?:四|五)六",
        "六(?=七)",
        "七八?",
        "(?<=八)九",
        "[^一]十",
        "a+b",
        "二三四五",
        "九一",
        "十.十",
        "五$",
        "^六",
    ]
    sieve, long = Sieve(patterns), re.compile("|".join(patterns))
    assert [one.span() for one in long.finditer(text)] == [one.span() for one in sieve.finditer(text)]
    assert sieve.sub(hidden, text) == long.sub(hidden, text)
    mine, theirs = sieve.fullmatch(text), long.fullmatch(text)
    assert bool(mine) == bool(theirs)


def hidden(found: re.Match[str]) -> str:
    return "\0" * len(found[0])
