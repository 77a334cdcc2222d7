"""A post made fit for the rules: one way of writing, without what hides a word; and the way back.

Taken off or put right: width, case, traditional characters, marks between single characters (回·民·勿·扰),
pinyin (只要nan), signs (🈲), and sensitive words written by sound or shape (保正金, 难生).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from storage.lexicon.normalise import CAP
from storage.lexicon.writing import fold_one
from storage.rules.posting.words import alternatives, data

# Whatever is neither a word nor a stop hides what it stands in.
_MARKS = re.compile(r"(?<=[\u3400-\u9fff])[^\w\n,，。;；!！?？、:：()（）]+(?=[\u3400-\u9fff])|_+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-zü]{2,24}")
_LONGEST = 12
_UNSEEN = frozenset({"Cc", "Mn"})

Part = tuple[str, int, int]
"""A folded character and the stretch of the text that it stands for."""


@dataclass(frozen=True, slots=True)
class Folded:
    said: str
    text: str
    parts: tuple[Part, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stood in what was said."""
        return self.parts[start][1], self.parts[end - 1][2]


def folded(text: str) -> Folded:
    said = text[:CAP]
    parts = [(part, at, at + 1) for at, char in enumerate(said) for part in _fold(char)]
    parts = _righted(_joined(_spelt(parts)))
    return Folded(said, _text(parts), tuple(parts))


def _text(parts: list[Part]) -> str:
    return "".join([part for part, _, _ in parts])


@cache
def _signs() -> dict[str, str]:
    """Pictures and odd characters that stand for a word of the rules."""
    return {sign: word for word, signs in data("disguises")["signs"].items() for sign in signs}


@lru_cache(maxsize=8_192)
def _fold(char: str) -> str:
    if char in _signs():
        return _signs()[char]
    return "".join(
        part for part in fold_one(char) if part == "\n" or unicodedata.category(part) not in _UNSEEN
    )


def _joined(parts: list[Part]) -> list[Part]:
    """Without what parts single characters; between longer words a mark parts them.

    A blank hides nothing beside a longer word: 出纳 女 三千 are three answers.
    """
    text = _text(parts)
    for gap in reversed(list(_MARKS.finditer(text))):
        lone = (
            not _HAN.match(text[gap.start() - 2 : gap.start() - 1]),
            not _HAN.match(text[gap.end() + 1 : gap.end() + 2]),
        )
        if all(lone) or (any(lone) and gap[0].strip()):
            del parts[gap.start() : gap.end()]
    return parts


@cache
def _syllables() -> dict[str, str]:
    return {sound: word for word, sounds in data("disguises")["pinyin"].items() for sound in sounds.split()}


def _spelt(parts: list[Part]) -> list[Part]:
    """Pinyin of the words that matter in their characters, when all of a run of letters is such."""
    for run in reversed(list(_LATIN.finditer(_text(parts)))):
        found = _spelling(run[0])
        if found:
            start = run.start()
            parts[start : run.end()] = [
                (char, parts[start + first][1], parts[start + last - 1][2])
                for word, first, last in found
                for char in word
            ]
    return parts


def _spelling(letters: str) -> list[tuple[str, int, int]]:
    """The words of a run of letters, each with its stretch; nothing when some letters are none."""
    syllables = _syllables()
    found, at = [], 0
    while at < len(letters):
        longest = min(_LONGEST, len(letters) - at)
        length = next((n for n in range(longest, 0, -1) if letters[at : at + n] in syllables), 0)
        if not length:
            return []
        found.append((syllables[letters[at : at + length]], at, at + length))
        at += length
    return found


@cache
def _slips() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    """Sensitive words by sound, their other spellings, and the real words that only sound like them."""
    tables = data("disguises")
    alike = {char: f"[{group}]" for group in tables["sounds"] for char in group}
    sounding = ["".join(alike.get(char, char) for char in word) for word in tables["by_sound"].split()]
    spelt = {slip: word for word, slips in tables["written"].items() for slip in slips.split()}
    found = re.compile(f"{alternatives(list(map(re.escape, spelt)))}|({'|'.join(sounding)})")
    return found, spelt, frozenset(tables["real"].split())


def _righted(parts: list[Part]) -> list[Part]:
    pattern, spelt, real = _slips()
    for hit in reversed(list(pattern.finditer(_text(parts)))):
        word = spelt.get(hit[0]) or (_sounded(hit[0]) if hit[0] not in real else hit[0])
        if word == hit[0]:
            continue
        start, last = parts[hit.start()][1], parts[hit.end() - 1][2]
        same = len(word) == len(hit[0])
        parts[hit.start() : hit.end()] = [
            (char, *parts[hit.start() + place][1:]) if same else (char, start, last)
            for place, char in enumerate(word)
        ]
    return parts


@cache
def _by_sound() -> tuple[tuple[str, re.Pattern[str]], ...]:
    tables = data("disguises")
    alike = {char: f"[{group}]" for group in tables["sounds"] for char in group}
    return tuple(
        (word, re.compile("".join(alike.get(char, char) for char in word)))
        for word in tables["by_sound"].split()
    )


def _sounded(heard: str) -> str:
    """The word that is meant by one that sounds like it."""
    return next((word for word, sound in _by_sound() if sound.fullmatch(heard)), heard)
