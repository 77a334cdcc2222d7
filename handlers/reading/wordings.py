"""The tables of word families (`tables/*.txt`): what people say of one kind, and the pattern that hears it.

`[kind]` opens a kind; below it stand, by turns, examples as somebody may write them, one a line, and indented
the patterns for them. `<name> = pattern` names a piece that patterns (and later pieces) may use. Lines that
begin with # are remarks. Patterns are matched against folded text (`plain`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

_TABLES = Path(__file__).with_name("tables")


@dataclass(frozen=True, slots=True)
class Family:
    kind: str
    examples: tuple[str, ...]
    pattern: str


@cache
def wordings(table: str) -> tuple[Family, ...]:
    found, pieces = list[Family](), dict[str, str]()
    kind, examples, patterns = "", list[str](), list[str]()

    def close() -> None:
        if patterns:
            found.append(Family(kind, tuple(examples), "|".join(patterns)))
            examples.clear()
            patterns.clear()

    for line in (_TABLES / f"{table}.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            patterns.append(_long(line.strip(), pieces))
            continue
        close()
        if line.startswith("["):
            kind = line.strip("[] ")
        elif line.startswith("<") and " = " in line:
            name, _, piece = line.partition(" = ")
            pieces[name] = _long(piece, pieces)
        else:
            examples.append(line)
    close()
    return tuple(found)


@cache
def pattern(table: str, kind: str) -> re.Pattern[str]:
    """All families of a kind as one pattern; branches that open with the same piece try it once."""
    branches = [branch for one in wordings(table) if one.kind == kind for branch in _branches(one.pattern)]
    opened: dict[str, list[str]] = {}
    for branch in branches:
        piece = _opening(branch)
        opened.setdefault(piece, []).append(branch[len(piece) :])
    alone = opened.pop("", [])
    return re.compile("|".join([*alone, *(f"{piece}(?:{'|'.join(rest)})" for piece, rest in opened.items())]))


def _branches(pattern: str) -> list[str]:
    """The alternatives of a pattern: split at each | that stands in no bracket."""
    ends = [-1, *(place for place, sign in _outside(pattern) if sign == "|"), len(pattern)]
    return [pattern[start + 1 : end] for start, end in pairwise(ends)]


def _opening(branch: str) -> str:
    """The group that a branch opens with, when nothing repeats it."""
    if not branch.startswith("(?:"):
        return ""
    end = next(place for place, sign in _outside(branch) if sign == ")") + 1
    return "" if branch[end : end + 1] in {"?", "*", "+", "{"} else branch[:end]


def _outside(pattern: str) -> Iterator[tuple[int, str]]:
    """The signs of a pattern that stand in no bracket, and the ) that closes an outer one."""
    depth, listed, escaped = 0, False, False
    for place, char in enumerate(pattern):
        if escaped or char == "\\":
            escaped = not escaped
        elif listed:
            listed = char != "]"
        elif char == "[":
            listed = True
        else:
            depth += (char == "(") - (char == ")")
            if not depth:
                yield place, char


def _long(pattern: str, pieces: dict[str, str]) -> str:
    """Written out: a piece stands in brackets, so that it may be repeated or made optional."""
    for name, piece in pieces.items():
        pattern = pattern.replace(name, f"(?:{piece})")
    return pattern
