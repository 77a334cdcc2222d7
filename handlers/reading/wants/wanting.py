"""Who wants what of whom: somebody needs hands (a post), or offers their own (a search)."""

from __future__ import annotations

from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.hands.heads import read_heads
from handlers.reading.pay.pay import read_pay
from handlers.reading.plain import once_a_turn, plain
from handlers.reading.wants.mandarin import mandarin
from handlers.reading.wants.table import table
from storage.lexicon import trades

LOOKED = 400
"""Characters in which somebody has said whether they need hands or offer theirs."""


@once_a_turn
def looks_like_post(text: str) -> bool:
    """Somebody needs hands: they say so, or name a trade with heads or pay."""
    return _side(text) == "post"


@once_a_turn
def looks_like_seeking(text: str) -> bool:
    """Somebody offers their own hands: 我会…, 找…的活, 哪里要人."""
    return _side(text) in ("find", "offer")


@once_a_turn
def _side(text: str) -> str | None:
    if is_wage_complaint(text):
        return None
    said = mandarin(text)[:LOOKED]
    for wish in ("find", "post", "offer"):
        if table("work").find(wish, said):
            return wish
    return "post" if _counted(text) else None


def _counted(text: str) -> bool:
    """小工两名 明天 180: a trade with heads or pay, and nobody speaks of their own hands."""
    return bool(trades.load().find(plain(text).text)) and (
        read_heads(text) is not None or read_pay(text) is not None
    )
