"""What somebody wrote, folded for reading: the one folding of all readers, with the way back to their words.

Full-width, upper case, traditional characters (traditional.txt), pictures that stand for a thing or a deed
(emoji.txt), what is invisible, and letters set apart: 招 小 工. To fold what is folded changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import category, normalize

from storage.lexicon.normalise import CAP

_HERE = Path(__file__).parent
_DASHES = dict.fromkeys("–—―−－﹣～〜~", "-") | {"｡": "。"}
_DROPPED = {"Cf", "Cc", "Cs", "Co", "Cn", "Me"}
_DRESSING = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")  # how a picture is drawn, which skin it has
_SIMPLE = {pair[0]: pair[1] for pair in (_HERE / "traditional.txt").read_text("utf-8").split()}
_PICTURES = dict(line.split() for line in (_HERE / "emoji.txt").read_text("utf-8").splitlines())
_SPACED_OUT = re.compile(r"(?<=[\u3400-\u9fff]) {1,3}(?=[\u3400-\u9fff])")
_HAN = re.compile(r"[\u3400-\u9fff]")
# Almost every message holds nothing else once its single characters are folded.
_ODD = re.compile(r"[^\n -@\[-}\u4e00-\u9fff。、“”]")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is folded, `said` is what was written, `at` says where each folded character stood in it."""

    text: str
    said: str
    at: Sequence[int]
    spaced: bool  # 招 小 工: the spaces are an accident of the keyboard

    def words(self, start: int, end: int) -> str:
        """The person's own words behind a stretch of the folded text."""
        if start >= end:
            return ""
        words = self.said[self.at[start] : self.at[end - 1] + 1]
        return "".join(words.split()) if self.spaced else words.strip()

    def quote(self, found: re.Match[str], group: int | str = 0) -> str:
        return self.words(found.start(group), found.end(group))


def written(text: str) -> Plain:
    said = text[:CAP]
    joined = said.translate(_one_for_one())
    at: Sequence[int] = range(len(said))
    if _ODD.search(joined):
        parts = list(_parts(said))
        joined, at = "".join(part for part, _ in parts), tuple(place for _, place in parts)
    spaced = " " in joined and 2 * len(_SPACED_OUT.findall(joined)) >= len(_HAN.findall(joined)) > 1
    if spaced:
        at = tuple(place for part, place in zip(joined, at, strict=True) if part != " ")
        joined = joined.replace(" ", "")
    return Plain(joined, said, at, spaced)


def folded(name: str) -> str:
    """A name as texts are folded, for the tables that texts are compared with; mostly the same string."""
    if " " not in name and name.translate(_one_for_one()) == name and not _ODD.search(name):
        return name
    return " ".join(written(name).text.split())


@cache
def _one_for_one() -> dict[int, str]:
    """The folds that leave a text as long as it was: upper case, full width, traditional characters."""
    wide = map(chr, (*range(ord("A"), ord("Z") + 1), *range(0xFF01, 0xFF5F), 0x3000))
    return {ord(char): fold_one(char) for char in (*wide, *_SIMPLE, *_DASHES) if len(fold_one(char)) == 1}


def _parts(said: str) -> Iterator[tuple[str, int]]:
    """Each folded character and where it stood; a picture sent three times is one."""
    before = ""
    for place, char in enumerate(said):
        if char in _PICTURES and char == before:
            continue
        if not _DRESSING.match(char):
            before = char
        for part in fold_one(char):
            yield part, place


@lru_cache(maxsize=4096)
def fold_one(char: str) -> str:
    """A single character; a picture may be a word."""
    if char in "\n\r":
        return "\n"
    if char in _PICTURES:
        return _PICTURES[char]
    folded = _SIMPLE.get(char) or normalize("NFKC", char).lower()
    return "".join(map(_visible, folded))


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    if _DRESSING.match(char) or category(char) in _DROPPED:
        return ""
    return _DASHES.get(char) or _SIMPLE.get(char, char)
