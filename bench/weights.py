"""Fit the weights of handlers/reading/weighing.py: `python -m bench.weights`. A minute, no library.

Learned from: the sentences of tests/reading/labelled (examples and street, never aside), the long lists of
tests/reading/cases and the examples of the tables of families. Run it when such sentences were added; the
figures of aside in `python -m bench.reading` say whether it helped.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from math import exp, sqrt
from pathlib import Path

from bench.marks import Row, rows
from handlers.reading.plain import plain
from handlers.reading.weighing import BIAS, KINDS, PARTS, Kind, pieces
from handlers.reading.wordings import wordings

ROOT = Path(__file__).parents[1]
FILE = ROOT / "handlers/reading/tables/weights.txt"
CASES = ROOT / "tests/reading/cases"
ROUNDS = 8
RATE = 0.3
SHRINK = 1e-4
SEEN = 2
"""A piece that one sentence alone holds says nothing of others."""
_LISTS: tuple[tuple[str, Kind, bool], ...] = (
    ("unpaid", "wages", True), ("no_claim", "wages", False), ("calm", "wages", False),
    ("danger", "danger", True), ("calm", "danger", False), ("unpaid", "danger", False),
    ("no_claim", "danger", False),
)  # fmt: skip
_TABLES: tuple[tuple[str, Kind, bool, str], ...] = (
    ("wages", "wages", True, "owed unpaid short gone asked"),
    ("wages", "wages", False, "calm other_debt hearsay employer paid thanks"),
    ("danger", "danger", True, "self_harm violence locked_in papers child injury crowd"),
    ("danger", "danger", False, "harmless settled hearsay seeks young_then peaceful"),
)
_UNSURE = frozenset({"no_trade_complaint", "no_trade_policy", "no_trade_other"})
"""Kinds of trade sentences that may be complaints or dangers as well: nobody labelled that."""

Sample = tuple[tuple[str, ...], bool]


def main() -> None:
    fitted = {kind: fit(samples(kind)) for kind in KINDS}
    everything = sorted({piece for weights in fitted.values() for piece in weights})
    lines = [
        "# Fitted by bench/weights.py, not written by hand: a piece, its weight for wages, for danger.",
        *(" ".join((piece, *(str(fitted[kind].get(piece, 0)) for kind in KINDS))) for piece in everything),
    ]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(everything)} pieces")


def samples(kind: Kind) -> list[Sample]:
    told: dict[str, bool] = {}
    for text, is_one in _labelled(kind):
        told.setdefault(text, is_one)
    for name, its, is_one in _LISTS:
        files = sorted(CASES.glob(f"*{name}.txt")) if its == kind else []
        lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
        told |= {line: is_one for line in lines if line and not line.startswith("#")}
    for table, its, is_one, families in _TABLES:
        chosen = [one for one in wordings(table) if its == kind and one.kind in families.split()]
        told |= {example: is_one for one in chosen for example in one.examples}
    return [(tuple(pieces(plain(text))), is_one) for text, is_one in told.items()]


def _labelled(kind: Kind) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for origin in ("examples", "street"):
        told = [row for row in rows(origin, "complaints") if kind == "wages" or "level" in row]
        found += [(row["text"], _is_one(row, kind)) for row in told]
        for name in ("trades", "posts", "moderation"):
            found += [(row["text"], False) for row in rows(origin, name) if row.get("kind") not in _UNSURE]
        wishes = [row for row in rows(origin, "intents") if "complain" not in (row["intent"], *row["also"])]
        for row in wishes:
            if row["intent"] != "danger":
                found.append((row["text"], False))
            elif kind == "danger":
                found.append((row["text"], True))
    return found


def _is_one(row: Row, kind: Kind) -> bool:
    return row["level"] == "P0" if kind == "danger" else bool(row["expected"]["is_wage_complaint"])


def fit(told: list[Sample]) -> dict[str, int]:
    """Logistic regression by steps that shrink with what a piece has learned already."""
    seen = Counter(piece for held, _ in told for piece in held)
    known = [
        (tuple(piece for piece in held if seen[piece] >= SEEN), len(held), is_one) for held, is_one in told
    ]
    weights, learned = defaultdict[str, float](float), defaultdict[str, float](lambda: 1e-6)
    order, shuffled = list(range(len(known))), random.Random(1)
    for _ in range(ROUNDS):
        shuffled.shuffle(order)
        for held, size, is_one in (known[at] for at in order):
            scale = 1 / sqrt(size)
            score = weights[BIAS] + scale * sum(weights[piece] for piece in held)
            error = 1 / (1 + exp(-max(-30.0, min(30.0, score)))) - is_one
            for piece, share in ((BIAS, 1.0), *((piece, scale) for piece in held)):
                step = error * share + SHRINK * weights[piece]
                learned[piece] += step * step
                weights[piece] -= RATE * step / sqrt(learned[piece])
    rounded = {piece: round(PARTS * weight) for piece, weight in weights.items()}
    return {piece: weight for piece, weight in rounded.items() if weight}


if __name__ == "__main__":
    main()
