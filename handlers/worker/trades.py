"""Which trade a worker means, also when they say only what they work with: 瓷砖 for 瓷砖工."""

from __future__ import annotations

from handlers.reading.trades.trades_told import trades_told
from handlers.shown import hanzi
from storage.lexicon import trades as lexicon

SHORT = 4
MOST = 5


def meant(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Certain trades, and what may be meant of an unclear name among them."""
    certain, ambiguous = trades_told(text)
    said = text.strip(" 。.，,！!？?")
    if certain or ambiguous or not 2 <= hanzi(said) == len(said) <= SHORT:
        return certain, ambiguous[:MOST]
    near = tuple(trade for trade in lexicon.load().names() if trade.startswith(said))
    if len(near) == 1:
        return near, ()
    return (), near if len(near) <= MOST else ()
