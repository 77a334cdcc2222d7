"""All gigs of one message: each of them, and the whole as if it were one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.reading.hands.heads import Heads
from handlers.reading.posts.gig import GigDraft, read_gig
from handlers.reading.posts.posts import Post, several_posts
from handlers.reading.trades.trade import read_trades


def read_gigs(text: str, now: datetime, area: str | None = None) -> tuple[GigDraft, tuple[GigDraft, ...]]:
    """The whole (heads added up, pay from the lowest to the highest), and each; one gig is both."""
    whole = read_gig(text, now, area)
    each = tuple(_one_of_several(one, whole, now, area) for one in several_posts(text))
    return (_together(whole, each), each) if each else (whole, (whole,))


def _one_of_several(post: Post, whole: GigDraft, now: datetime, area: str | None) -> GigDraft:
    """What is said once for all of them holds for each: place, day, when it is paid, whom to call."""
    gig = read_gig(post.text, now, area)
    certain, choices = read_trades(post.name)
    meant = next((one for one in (*whole.trades, *gig.trades) if one in choices), None)
    if meant and not certain:
        certain, choices = (meant,), ()  # 木工2个, in a post that speaks of a building site
    placed = gig if gig.place else whole
    dated = gig if gig.day else whole
    return replace(
        gig,
        heads=gig.heads or post.heads,
        trades=certain if certain or choices else gig.trades,
        choices=choices if certain or choices else gig.choices,
        place=placed.place,
        division=placed.division,
        day=dated.day,
        last=dated.last,
        hours=gig.hours or whole.hours,
        settle=gig.settle or whole.settle,
        phone=gig.phone or whole.phone,
        meals=gig.meals or whole.meals,
        lodging=gig.lodging or whole.lodging,
        transport=gig.transport or whole.transport,
    )


def _together(whole: GigDraft, gigs: tuple[GigDraft, ...]) -> GigDraft:
    """All of them as one: heads added up, pay from the lowest to the highest."""
    heads = [one.heads for one in gigs if one.heads]
    rates = [one.pay for one in gigs if one.pay]
    added, span = whole.heads, whole.pay
    if len(heads) == len(gigs):
        words = "、".join(one.words for one in heads)
        added = Heads(sum(one.low for one in heads), sum(one.high for one in heads), words)
    if rates and all(one.unit == rates[0].unit for one in rates):
        low, high = min(one.low for one in rates), max(one.high for one in rates)
        words = "、".join(dict.fromkeys(one.words for one in rates))
        span = replace(rates[0], low=low, high=high, words=words)
    return replace(whole, heads=added, pay=span)
