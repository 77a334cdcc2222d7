"""Many names written as one: 摘/采+柚子/荔枝 is four names, 刷~碗 is 刷碗 and 碗刷."""

from collections.abc import Iterator
from itertools import product


def names(cell: str) -> tuple[str, ...]:
    """Every name in a cell of trades.csv, in the order written, each once."""
    return tuple(dict.fromkeys(name for family in cell.split("|") for name in _written_out(family) if name))


def _written_out(family: str) -> Iterator[str]:
    doing, both_ways, done_to = family.partition("~")
    if both_ways:
        for verb, thing in product(_written_out(doing), _written_out(done_to)):
            yield verb + thing
            yield thing + verb
        return
    yield from map("".join, product(*(part.split("/") for part in family.split("+"))))
