"""The tables of word families (`tables/*.txt`): what people say of one kind, and the pattern that hears it.

`[kind]` opens a kind; below it stand, by turns, examples as somebody may write them, one a line, and indented
the patterns for them. `<name> = pattern` names a piece that patterns (and later pieces) may use. Lines that
begin with # are remarks. Patterns are matched against folded text (`plain`).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storage.lexicon.sieve import Sieve

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
def pattern(table: str, kind: str) -> Sieve:
    """All families of a kind as one pattern."""
    return Sieve(one.pattern for one in wordings(table) if one.kind == kind)


def _long(pattern: str, pieces: dict[str, str]) -> str:
    """Written out: a piece stands in brackets, so that it may be repeated or made optional."""
    for name, piece in pieces.items():
        pattern = pattern.replace(name, f"(?:{piece})")
    return pattern
