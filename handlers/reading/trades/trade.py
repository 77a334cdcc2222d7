"""Which trades a sentence is about, and why: 会贴瓷砖 → 瓷砖工, 木工 → one of three."""

from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.plain import once_a_turn, plain
from storage.lexicon import trades
from storage.lexicon.trades import Match

SURE = 0.8
"""A name read through a worse slip than this is offered, not taken."""


@once_a_turn
def trade_matches(text: str) -> tuple[Match, ...]:
    """Every match with the name, step and score that speak for it; who is not paid looks for no work."""
    found = trades.load().find(plain(text).text)
    return () if found and is_wage_complaint(text) else tuple(found)


@once_a_turn
def read_trades(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Certain trades, best first, or none and the options of an ambiguous or vague name."""
    found = trade_matches(text)
    if not found:
        return (), ()
    meanings: dict[tuple[int, str], list[str]] = {}
    for match in found:
        if match.score == found[0].score or match.score > trades.MODIFIER:
            meanings.setdefault((match.at, match.name), []).append(match.trade)
    first, *others = meanings.values()
    vague, doubtful = found[0].score <= trades.VAGUE, found[0].score < SURE and others
    if len(first) > 1 or vague or doubtful:
        return (), tuple(first)
    certain = [trade for named in (first, *others) if len(named) == 1 for trade in named]
    return tuple(dict.fromkeys(certain)), ()
