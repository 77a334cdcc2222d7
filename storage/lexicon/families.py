"""Many names written as one: 摘/采+水果/果子 is four names. 贴/铺~瓷砖 is a doing (doings.py)."""

from collections.abc import Iterator
from itertools import product
from sys import intern

Doing = tuple[tuple[str, ...], tuple[str, ...]]
"""What can be done, and to which things."""


def names(cell: str) -> tuple[str, ...]:
    """Every name in a cell of trades.csv, in the order written, each once."""
    return tuple(dict.fromkeys(name for family in cell.split("|") for name in _written_out(family) if name))


def doings(cell: str) -> tuple[Doing, ...]:
    """Every doing in a cell; a thing of one character is not found apart, 刷碗 is a name."""
    return tuple(
        (verbs, tuple(thing for thing in things if len(thing) > 1))
        for verbs, things in map(_doing, cell.split("|"))
        if verbs
    )


def _doing(family: str) -> Doing:
    verbs, is_doing, things = family.partition("~")
    if not is_doing:
        return (), ()
    return tuple(map(intern, verbs.split("/"))), tuple(map(intern, things.split("/")))  # many stand in many


def _written_out(family: str) -> Iterator[str]:
    verbs, things = _doing(family)
    if verbs:
        yield from map("".join, product(verbs, (thing for thing in things if len(thing) == 1)))
    else:
        yield from map("".join, product(*(part.split("/") for part in family.split("+"))))
