"""How much a sentence sounds like unpaid wages, or like danger, when no family of words hears it.

Nobody can list all that people say: 头家的钱从春天推到冬天. Short pieces of what was said (one to three
characters, all figures alike) each weigh for or against, as fitted on the sentences that everybody may see
(`python -m bench.weights`, never on those set aside). What weighed most is quoted, so it tells why.
"""

import re
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Literal

from handlers.reading.plain import Plain, once_a_turn, plain
from handlers.reading.slips import mended

Kind = Literal["wages", "danger"]
KINDS: tuple[Kind, ...] = ("wages", "danger")

SIZES = (1, 2, 3)
STRETCH = 8
"""Characters that are quoted."""
LEAST = 10
"""Characters: of fewer the families know all that can be said, and one piece would weigh too much."""
PARTS = 16
"""Weights are kept in sixteenths."""
BIAS = "="
_TOKEN = re.compile(r"[\d一二两三四五六七八九十百千万几半俩仨]+|[一-龥a-z𠀀-𰀀]|[^一-龥a-z\d𠀀-𰀀]+")
_FIGURE = re.compile(r"[\d一二两三四五六七八九十百千万几半俩仨]")
_WORD = re.compile(r"[一-龥a-z𠀀-𰀀]")
_FILE = Path(__file__).with_name("tables") / "weights.txt"


@dataclass(frozen=True, slots=True)
class Weight:
    """Above nought it sounds like one; `words` are the stretch that weighed most."""

    score: float
    words: tuple[str, ...]


def pieces(heard: Plain) -> list[str]:
    """The pieces of a sentence, each once; # is any figure, _ any break."""
    return _cut([sign for sign, _, _ in _signs(heard)])


@once_a_turn
def weigh(text: str) -> dict[Kind, Weight]:
    heard = plain(text)
    signs = _signs(heard)
    held = _cut([sign for sign, _, _ in signs])
    told: dict[Kind, Weight] = {}
    for place, kind in enumerate(KINDS):
        if len(heard.text) < LEAST:
            told[kind] = Weight(0.0, ())
            continue
        score = (_weights()[BIAS][place] + _sum(held, place) / sqrt(len(held))) / PARTS
        told[kind] = Weight(score, (_heaviest(heard, signs, place),) if score > 0 else ())
    return told


def _sum(held: list[str], place: int) -> int:
    weights = _weights()
    return sum(weights[piece][place] for piece in held if piece in weights)


def _signs(heard: Plain) -> list[tuple[str, int, int]]:
    signs = [("^", 0, 0)]
    for found in _TOKEN.finditer(mended(heard.text)):
        sign = "#" if _FIGURE.match(found[0]) else found[0] if _WORD.match(found[0]) else "_"
        signs.append((sign, *found.span()))
    return [*signs, ("$", len(heard.text), len(heard.text))]


def _cut(signs: list[str]) -> list[str]:
    said = "".join(signs)
    return list(dict.fromkeys(said[at : at + size] for size in SIZES for at in range(len(said) - size + 1)))


def _heaviest(heard: Plain, signs: list[tuple[str, int, int]], place: int) -> str:
    """The stretch that weighed most, as it was said."""
    runs = [signs[at : at + STRETCH] for at in range(max(len(signs) - STRETCH, 0) + 1)]
    best = max(runs, key=lambda run: _sum(_cut([sign for sign, _, _ in run]), place))
    return heard.words(best[0][1], best[-1][2]).strip()


@cache
def _weights() -> dict[str, tuple[int, ...]]:
    """Of each piece its weight for every kind; pieces that weigh alike share them."""
    read: dict[str, tuple[int, ...]] = {}
    same: dict[tuple[int, ...], tuple[int, ...]] = {}
    for line in _FILE.read_text("utf-8").splitlines()[1:]:  # the first tells what it is
        piece, *told = line.split(" ")
        weights = tuple(map(int, told))
        read[piece] = same.setdefault(weights, weights)
    return read
