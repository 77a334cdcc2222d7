"""What somebody wrote, folded for reading, with the way back to their own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

LONGEST = 2_000  # characters that are read; a novel in one line costs no more than this
_DASHES = dict.fromkeys("–—―−－﹣～〜~", "-") | {"｡": "。"}
_DROPPED = {"Cf", "Cc", "Cs", "Co", "Cn", "Me"}
_SPACED_OUT = re.compile(r"(?<=[\u3400-\u9fff])[ \t](?=[\u3400-\u9fff])")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is folded, `said` is what was written, `at` says where each folded character stood in it."""

    text: str
    said: str
    at: tuple[int, ...]

    def words(self, start: int, end: int) -> str:
        """The person's own words behind a stretch of the folded text."""
        if start >= end:
            return ""
        return self.said[self.at[start] : self.at[end - 1] + 1].strip()

    def quote(self, found: re.Match[str], group: int | str = 0) -> str:
        return self.words(found.start(group), found.end(group))


def _fold(char: str) -> str:
    if char in "\n\r":
        return "\n"
    if char.isspace():
        return " "
    if char in _DASHES:
        return _DASHES[char]
    folded = normalize("NFKC", char).lower()
    return "".join(part for part in folded if category(part) not in _DROPPED and part != "\ufe0f")


# One message goes through a dozen readers within a turn; a long memory would keep what people asked to erase.
@lru_cache(maxsize=8)
def plain(text: str) -> Plain:
    said = text[:LONGEST]
    if 2 * len(_SPACED_OUT.findall(said)) > len(_HAN.findall(said)) > 3:
        said = re.sub(r"[ \t]+", "", said)
    folded: list[str] = []
    at: list[int] = []
    for place, char in enumerate(said):
        part = _fold(char)
        folded.append(part)
        at.extend([place] * len(part))
    return Plain("".join(folded), said, tuple(at))


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The same text with these stretches made unreadable, so that a phone is never taken for pay."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)
