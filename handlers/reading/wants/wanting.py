"""Who wants what of whom: somebody needs hands (a post), or offers their own (a search)."""

from __future__ import annotations

from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.hands.heads import read_heads
from handlers.reading.pay.pay import read_pay
from handlers.reading.plain import once_a_turn, plain
from handlers.reading.wants.scale import SURE, weighed
from handlers.reading.wants.signs import signs
from storage.lexicon import trades

_OPEN = ("answer", "other", "change")
"""Read where nobody said what they want, or that one more is wanted: 再招2个保洁员."""
_HIRING = frozenset(("hire", "hirev", "whocan", "welfare", "poster"))


@once_a_turn
def looks_like_post(text: str) -> bool:
    """Somebody needs hands: they say so, or name a trade with heads or pay."""
    return _side(text) == "post"


@once_a_turn
def looks_like_seeking(text: str) -> bool:
    """Somebody offers their own hands: 我会…, 找…的活, 哪里要人."""
    return _side(text) == "find"


@once_a_turn
def says_it_hires(text: str) -> bool:
    """A post by its words, not only by its look: what is heard beside it may be weighed less."""
    return looks_like_post(text) and not _HIRING.isdisjoint(signs(text))


@once_a_turn
def only_asks_law(text: str) -> bool:
    told = weighed(text)
    return told.wish == "policy" and told.lead >= SURE


@once_a_turn
def _side(text: str) -> str | None:
    if is_wage_complaint(text):
        return None
    wish = weighed(text).wish
    return "post" if wish in _OPEN and _counted(text) else wish


def _counted(text: str) -> bool:
    """小工两名 明天 180: a trade with heads or pay, and nobody speaks of their own hands."""
    return bool(trades.load().find(plain(text).text)) and (
        read_heads(text) is not None or read_pay(text) is not None
    )
