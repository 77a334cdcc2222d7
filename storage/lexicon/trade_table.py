"""The table of trades: trades.csv as rows, and what each name means."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storage.lexicon import families
from storage.lexicon.doings import Doings
from storage.lexicon.families import Doing
from storage.lexicon.writing import folded

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class TradeRow:
    trade: str
    industry: str
    names: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()  # names it shares with other trades
    vague: tuple[str, ...] = ()  # names so wide that any plainer name beats them
    doings: tuple[Doing, ...] = ()  # what is done to which things: as good as names


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for; of no trade when it only looks like the name of one."""

    trades: tuple[str, ...]
    vague: bool = False


NO_TRADE = Meaning(())


class Meanings(dict[str, Meaning]):
    """What each name means; that of a doing (摘了三年柚子 is 摘柚子) is made up when it is met."""

    def __init__(self, doings: Doings) -> None:
        super().__init__()
        self.doings = doings

    def means(self, name: str) -> bool:
        return bool((self.get(name) or self[name]).trades)

    def copy(self) -> Meanings:
        same = Meanings(self.doings)
        same.update(self)
        return same

    def __missing__(self, name: str) -> Meaning:
        return Meaning(self.doings.trades(name))


def meanings(rows: Iterable[TradeRow], lookalikes: Iterable[str] = ()) -> Meanings:
    """Every folded name. A canonical name always means itself, a trade's own name beats a shared one."""
    rows = list(rows)
    shared: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for name in row.ambiguous:
            shared[folded(name)] = (*shared.get(folded(name), ()), row.trade)
    means = Meanings(Doings((row.trade, doing) for row in rows for doing in row.doings))
    means.update(dict.fromkeys(lookalikes, NO_TRADE))
    means.update((name, Meaning(trades)) for name, trades in shared.items())
    one = {row.trade: Meaning((row.trade,)) for row in rows}
    means.update((folded(name), Meaning((row.trade,), vague=True)) for row in rows for name in row.vague)
    means.update((folded(name), one[row.trade]) for row in rows for name in row.names)
    means.update((folded(row.trade), one[row.trade]) for row in rows)
    return means


def rows() -> list[TradeRow]:
    with (_HERE / "trades.csv").open(encoding="utf-8", newline="") as file:
        return [
            TradeRow(
                row["trade"],
                row["industry"],
                families.names(row["aliases"]),
                families.names(row["ambiguous_aliases"]),
                families.names(row["vague_aliases"]),
                families.doings(row["aliases"]),
            )
            for row in csv.DictReader(file)
        ]


def lookalikes() -> tuple[str, ...]:
    """Words that look or sound like the name of a trade and are none."""
    files = ("lookalikes.txt", "soundalikes.txt")
    words = [word for name in files for word in (_HERE / name).read_text("utf-8").split()]
    return tuple(map(folded, families.names("|".join(words))))
