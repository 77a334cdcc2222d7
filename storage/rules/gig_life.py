"""The life of a gig: which status may follow which."""

MOVES: dict[str, frozenset[str]] = {
    "review": frozenset({"open", "refused", "cancelled"}),
    "open": frozenset({"full", "cancelled", "done"}),
    "full": frozenset({"open", "cancelled", "done"}),
    "cancelled": frozenset(),
    "refused": frozenset(),
    "done": frozenset(),
}


class NoSuchMove(Exception):
    """A gig cannot go from its status to the one asked for; reload it and look again."""


def check(before: str, after: str) -> None:
    if after not in MOVES[before]:
        raise NoSuchMove(f"{before} -> {after}")
