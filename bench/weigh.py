"""The points of what a sentence may want, proposed from the labelled sentences: `python -m bench.weigh`.

Writes handlers/reading/wants/tables/scale.toml. To be run when a family or a turn was added; whoever reads
the difference says whether each number is sensible. Sentences set aside are never looked at. Logistic
regression by plain gradient steps in a fixed order, rounded: the same rows give the same points.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.marks import rows
from handlers.reading.wants import scale
from handlers.reading.wants.signs import signs
from handlers.reading.wants.table import data
from handlers.reading.wants.turns import turns
from handlers.reading.wants.wishes import Intent

SCALE = Path(scale.__file__).with_name("tables") / "scale.toml"
SAID = Path(__file__).parents[1] / "tests/reading"
HEAD = """\
# Points for and against a wish, for each sign heard in a sentence (words.toml, turns.toml, wants/signs.py).
# The highest sum is what it wants. Proposed by `python -m bench.weigh`: read what changed before committing.
"""
ROUNDS, PACE, CALM = 12, 0.3, 0.01
PER_UNIT = 3
"""Points to one unit of log odds: so few that a line can be read, so many that little is lost."""
RARE = 3
"""A sign that fewer sentences have is left out."""
POSTS, COMPLAINTS, RELIED = 0.1, 0.2, 1.5
"""What a row of another kind counts: there are many, and much alike; and one that conversations rely on."""

Labelled = tuple[str, frozenset[str], float]
Weights = dict[str, dict[str, float]]


def labelled() -> list[Labelled]:
    return [*_wishes(), *said("wishes.txt"), *said("relied.txt", RELIED), *_others()]


def _wishes() -> Iterator[Labelled]:
    for row in rows("street", "intents"):
        yield row["text"], frozenset({row["intent"], *row["also"]}), 1.0


def said(name: str, counts: float = 1.0) -> Iterator[Labelled]:
    """Sentences under the wish they tell, or the wishes that are as right."""
    wishes = frozenset[str]()
    for line in (SAID / name).read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[([a-z ]+)\]", line):
            wishes = frozenset(heading[1].split())
        elif line and not line.startswith("#"):
            yield line, wishes, counts


def _others() -> Iterator[Labelled]:
    for origin in ("examples", "street"):
        yield from ((row["text"], frozenset({"post"}), POSTS) for row in rows(origin, "posts"))
        for row in rows(origin, "complaints"):
            if row["expected"]["is_wage_complaint"]:
                yield row["text"], frozenset({"complain"}), COMPLAINTS


def fitted(told: Sequence[Labelled], wishes: Sequence[Intent]) -> Weights:
    """For each sign its weight for each wish; the middle one is nought, so that most are."""
    heard = [list(signs(text)) for text, _, _ in told]
    often = Counter(sign for one in heard for sign in one)
    heard = [[sign for sign in one if often[sign] >= RARE] for one in heard]
    weights: Weights = defaultdict(lambda: dict.fromkeys(wishes, 0.0))
    steps: Weights = defaultdict(lambda: dict.fromkeys(wishes, PACE / 30))
    order = [place for place, (_, right, _) in enumerate(told) if right & {*wishes}]
    shuffled, summed = random.Random(5), Counter[tuple[str, str]]()
    for now in range(ROUNDS):
        shuffled.shuffle(order)
        for place in order:
            _step(heard[place], told[place], weights, steps)
        if now >= ROUNDS // 2:  # the mean of the later rounds does not hang on the order
            summed.update({(sign, wish): one for sign, told in weights.items() for wish, one in told.items()})
    return {
        sign: _from_the_middle({wish: summed[sign, wish] / (ROUNDS - ROUNDS // 2) for wish in wishes})
        for sign in weights
    }


def _step(heard: Sequence[str], told: Labelled, weights: Weights, steps: Weights) -> None:
    _, right, counts = told
    sums = {wish: sum(weights[sign][wish] for sign in heard) for wish in weights[heard[0]]}
    highest = max(sums.values())
    odds = {wish: math.exp(one - highest) for wish, one in sums.items()}
    total, good = sum(odds.values()), sum(odds[wish] for wish in right if wish in odds)
    for wish, one in odds.items():
        slope = counts * (one / total - (one / good if wish in right else 0.0))
        if abs(slope) < 0.001:
            continue
        for sign in heard:
            pull = slope + CALM * weights[sign][wish]
            steps[sign][wish] += pull * pull
            weights[sign][wish] -= PACE * pull / math.sqrt(steps[sign][wish])


def _from_the_middle(one: dict[str, float]) -> dict[str, float]:
    middle = median(one.values())
    return {wish: weight - middle for wish, weight in one.items()}


def printed(weights: Weights) -> str:
    families = [name for section, told in data("words").items() for name in told if section != "nothing"]
    sections = {"words": dict.fromkeys(families), "turns": dict.fromkeys(turn.name for turn in turns())}
    sections["whole"] = dict.fromkeys(
        sorted(weights.keys() - sections["words"].keys() - sections["turns"].keys())
    )
    lines = [HEAD]
    for section, names in sections.items():
        lines += [f"[{section}]", *(_line(name, weights[name]) for name in names if name in weights), ""]
    return "\n".join(lines)


def _line(name: str, one: dict[str, float]) -> str:
    points = {wish: round(weight * PER_UNIT) for wish, weight in one.items()}
    told = sorted((wish for wish in points if points[wish]), key=lambda wish: -points[wish])
    return f'"{name}" = "{" ".join(f"{wish} {points[wish]}" for wish in told)}"'


if __name__ == "__main__":
    SCALE.write_text(printed(fitted(labelled(), scale.weighable())), "utf-8")
