"""What the rest of the sentence says of a wide name: 工地 木工 is 模板木工, 养老院 护工 is 养老护理员.

contexts.csv: one of these names, beside one of these words, is this trade; the first line that fits counts.
`*打药工` stands for every name of that trade.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from storage.lexicon.name_index import Hit

Pointer = tuple[tuple[str, ...], str]


@cache
def pointers() -> dict[str, tuple[Pointer, ...]]:
    found: dict[str, tuple[Pointer, ...]] = {}
    with Path(__file__).with_name("contexts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            beside = tuple(row["beside"].split("|"))
            for name in row["names"].split("|"):
                found[name] = (*found.get(name, ()), (beside, row["trade"]))
    return found


def pointed_to(said: str, hit: Hit, trades: tuple[str, ...]) -> str | None:
    """The trade that the words beside a name of these trades speak for."""
    lines = pointers().get(hit.name, ())
    if len(trades) == 1:
        lines += pointers().get(f"*{trades[0]}", ())
    if not lines:
        return None
    rest = f"{said[: hit.at]}\n{said[hit.end :]}"
    return next((trade for beside, trade in lines if any(word in rest for word in beside)), None)
