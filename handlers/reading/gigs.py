"""All gigs of one message: each of them, and the whole as if it were one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.reading.gig import GigDraft, read_gig, read_trades
from handlers.reading.heads import Heads
from handlers.reading.posts import Post, several_posts


def read_gigs(text: str, now: datetime, area: str | None = None) -> tuple[GigDraft, tuple[GigDraft, ...]]:
    """The whole (heads added up, pay from the lowest to the highest), and each; one gig is both."""
    whole = read_gig(text, now, area)
    each = tuple(_one_of_several(one, whole, now, area) for one in several_posts(text))
    return (_together(whole, each), each) if each else (whole, (whole,))



