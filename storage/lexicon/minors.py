"""Which trades may be closed to people under 18 (rule H11): heights, loads, machines. Told by industry."""

from storage.lexicon import trades

_HARD = frozenset({"建筑", "制造", "物流"})


def closed_to_minors(trade: str) -> bool:
    """True also for a trade nobody knows."""
    try:
        return trades.load().industry(trade) in _HARD
    except KeyError:
        return True
