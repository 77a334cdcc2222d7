"""How characters sound, and what southern ears hear alike: sh and s, n and l, hu and f, -ng and -n.

readings.txt holds a syllable a line: the characters that are mostly read so, then those that are at times. A
text becomes one sign for each syllable, hanzi and typed pinyin alike, so that 打luosi can be found as 打螺丝.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SIGNS = 0xE000  # private signs: no folded text holds one
_LATIN = re.compile(r"[a-z]+")
_LONGEST = 6  # zhuang
_PEOPLE = ("师傅", "司机", "阿姨")
_SUFFIXES, _DOES = "工员师的厂店佬", "做打搞干当"
_SAME_SOUND = 0.3
_ALIKE = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"^n(?=[aeiouv])"), "l"),
    (re.compile(r"^hong$"), "feng"),
    (re.compile(r"^hu"), "f"),
    (re.compile(r"^f(?=$)"), "fu"),
    (re.compile(r"^fi"), "fei"),
    (re.compile(r"^fn"), "fen"),
    (re.compile(r"(?<=[aei])ng$"), "n"),
)


@dataclass(frozen=True, slots=True)
class _Readings:
    first: dict[str, str]
    second: dict[str, str]
    signs: dict[str, str]  # of a syllable
    by_char: dict[int, str]  # for str.translate


@cache
def _readings() -> _Readings:
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    signs: dict[str, str] = {}
    classes: dict[str, str] = {}
    for line in Path(__file__).with_name("readings.txt").read_text("utf-8").splitlines():
        syllable, mostly, *at_times = line.split()
        first.update(dict.fromkeys(mostly, syllable))
        second.update(dict.fromkeys("".join(at_times), syllable))
        signs[syllable] = classes.setdefault(_alike(syllable), chr(_SIGNS + len(classes)))
    first.pop("-", None)
    by_char = {ord(char): signs[syllable] for char, syllable in first.items()}
    return _Readings(first, second, signs, by_char)


def _alike(syllable: str) -> str:
    for pattern, instead in _ALIKE:
        syllable = pattern.sub(instead, syllable)
    return syllable


@dataclass(frozen=True, slots=True)
class Heard:
    """`signs` is the text as it sounds; `at` and `units` say where each sign stood and what was written."""

    signs: str
    at: Sequence[int]
    units: Sequence[str]

    def end(self, index: int) -> int:
        """Where in the text the sign before this one ends."""
        return self.at[index - 1] + len(self.units[index - 1])


def heard(said: str) -> Heard:
    """Without pinyin a sign for each character; spaces beside pinyin are no pause."""
    table = _readings()
    if not _LATIN.search(said):
        return Heard(said.translate(table.by_char), range(len(said)), said)
    signs: list[str] = []
    at: list[int] = []
    units: list[str] = []
    place = 0
    while place < len(said):
        latin = _LATIN.match(said, place)
        parts = (syllables(latin[0]) or tuple(latin[0])) if latin else (said[place],)
        for part in parts:
            if part != " " or not _beside_latin(said, place):
                signs.append(table.signs.get(part) or part.translate(table.by_char))
                at.append(place)
                units.append(part)
            place += len(part)
    return Heard("".join(signs), at, units)


def ways_heard(said: str) -> Iterator[Heard]:
    """As it mostly sounds, then with every character in it that may sound otherwise so: 长 zhang."""
    first = heard(said)
    yield first
    table = _readings()
    signs = "".join(
        table.signs[table.second[unit]] if unit in table.second else sign
        for unit, sign in zip(first.units, first.signs, strict=True)
    )
    if signs != first.signs:
        yield Heard(signs, first.at, first.units)


def _beside_latin(said: str, place: int) -> bool:
    return any(_LATIN.match(char) for char in said[max(0, place - 1) : place + 2])


def signs_of(name: str) -> tuple[str, ...]:
    """A name as it sounds; twice when a character in it may sound otherwise."""
    table = _readings()
    plain = name.translate(table.by_char)
    other = "".join(
        table.signs[table.second[char]] if char in table.second else sign
        for char, sign in zip(name, plain, strict=True)
    )
    return (plain,) if other == plain else (plain, other)


def syllables(word: str) -> tuple[str, ...]:
    """Typed pinyin apart, the longest syllable first: dianhan is dian han; nothing when it is none."""
    return _syllables(word) if len(word) <= 60 else ()


def _syllables(word: str) -> tuple[str, ...]:
    known = _readings().signs
    ways: list[tuple[str, ...] | None] = [None] * len(word) + [()]
    for start in range(len(word) - 1, -1, -1):
        for length in range(min(_LONGEST, len(word) - start), 0, -1):
            rest = ways[start + length]
            part = word[start : start + length]
            best = ways[start]
            if rest is not None and part in known and (best is None or len(rest) + 1 < len(best)):
                ways[start] = (part, *rest)
    return ways[0] or ()


def distance(meant: str, unit: str) -> float:
    """How far what was written lies from the character meant: 0 the same, 1 another sound."""
    if meant == unit:
        return 0.0
    table = _readings()
    readings = {table.first.get(meant), table.second.get(meant)} - {None}
    if unit in table.signs and unit.isascii():  # typed
        return 0.12 if unit in readings else 0.3 if _sign(meant) == table.signs[unit] else 1.0
    sounds = {table.first.get(unit), table.second.get(unit)} - {None}
    if not readings or not sounds:
        return 1.0
    if table.first[meant] == table.first.get(unit):
        return _SAME_SOUND
    if readings & sounds:
        return 0.35
    return 0.45 if _sign(meant) == _sign(unit) else 1.0


def compared(word: str, units: Sequence[str]) -> float:
    """How close what was written is to a word: 1 the same, 0 not at all.

    Of two hanzi one must be right: 不限 sounds as 布线 does. What 做 and 师傅 leave must hold a right one
    too: 大师傅 is no 打师傅.
    """
    costs = list(map(distance, word, units))
    if not _tells(word, costs) and not any(map(str.isascii, units)):
        return 0.0
    return round(1 - sum(costs) / len(word), 3)


def _tells(word: str, costs: list[float]) -> bool:
    if len(word) == 2:
        return 0 in costs
    behind = 2 if word.endswith(_PEOPLE) else 1 if word[-1] in _SUFFIXES else 0
    before = 1 if word[0] in _DOES and len(word) - behind > 2 else 0
    core = costs[before : len(word) - behind]
    return 0 in core or (len(core) > 1 and max(core) <= _SAME_SOUND)


def _sign(char: str) -> str:
    return char.translate(_readings().by_char)
