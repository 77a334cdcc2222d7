"""All gigs of one message: each of them, and the whole as if it were one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from handlers.reading.hands.heads import Heads
from handlers.reading.pay.pay import Pay
from handlers.reading.pay.rates import Unit
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
    meant = next((one for one in choices if one in (*whole.trades, *gig.trades)), None)
    if meant and not certain:
        certain, choices = (meant,), ()  # 木工2个, in a post that speaks of a building site
    placed = gig if gig.place else whole
    dated = gig if gig.day else whole
    return replace(
        gig,
        heads=post.heads or gig.heads,
        pay=gig.pay if whole.pay else None,  # 钢筋工10，木工15: alone 钢筋工10 would look like pay
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
    """All of them as one: heads added up, pay from the lowest to the highest, trades as they were told."""
    heads = [one.heads for one in gigs if one.heads]
    added = whole.heads
    if len(heads) == len(gigs):
        words = "、".join(one.words for one in heads)
        added = Heads(sum(one.low for one in heads), sum(one.high for one in heads), words)
    told = dict.fromkeys(trade for one in gigs for trade in one.trades)
    trades = tuple(told) if all(one.trades for one in gigs) else whole.trades
    return replace(whole, heads=added, pay=_span(gigs) or whole.pay, trades=trades or whole.trades)


def _span(gigs: tuple[GigDraft, ...]) -> Pay | None:
    """From the lowest to the highest of those counted alike: as most hands are, by the day or the piece."""
    hands: Counter[Unit | None] = Counter()
    for one in gigs:
        if one.pay:
            hands[one.pay.unit] += one.heads.low if one.heads else 1
    if not hands:
        return None
    unit = hands.most_common(1)[0][0]
    rates = [one.pay for one in gigs if one.pay and one.pay.unit == unit]
    low, high = min(one.low for one in rates), max(one.high for one in rates)
    words = "、".join(dict.fromkeys(one.words for one in rates))
    return replace(rates[0], low=low, high=high, words=words)
