"""How a gig is told to the people who posted or review it."""

from __future__ import annotations

from datetime import datetime

from handlers.ask import day_words, near_day, pay_words, time_words, today
from handlers.phrases import say
from storage import gig_news
from storage.models import Gig
from storage.rules.quiet import awake_from

LONG_DAY_HOURS = 8
MEAL_MINUTES = 60
LABEL = 12


def named(gig: Gig) -> str:
    """17号 瓷砖工."""
    return say("my_gigs.named", number=gig.number, trade=gig.trade)


def hours_words(starts_at: datetime, ends_at: datetime) -> str:
    return say("post.hours", start=time_words(starts_at), end=time_words(ends_at))


def when(gig: Gig, now: datetime) -> str:
    """明天（11月22日 周日）早上7点半到下午5点半."""
    return day_words(gig.day, now) + hours_words(gig.starts_at, gig.ends_at)


def facts(gig: Gig, now: datetime) -> str:
    """Three lines: trade, heads and pay; the place; day and hours."""
    return say(
        "post.facts",
        trade=gig.trade,
        heads=gig.heads,
        pay=pay_words(gig.pay_fen, gig.pay_unit),
        settle=say(f"words.settle_{gig.settle}"),
        place=gig.place,
        when=when(gig, now),
    )


def label(gig: Gig, now: datetime) -> str:
    """17号 瓷砖工 明天."""
    return say("my_gigs.label", named=named(gig), day=near_day(gig.day, now) or day_words(gig.day, now))


def soon(moment: datetime, now: datetime) -> str:
    """早上9点 today, 明天（11月22日 周日）早上9点 later."""
    clock = time_words(moment)
    return clock if today(moment) == today(now) else day_words(today(moment), now) + clock


def what_follows(gig: Gig, told: int | None, now: datetime) -> str:
    """What happens next with an open gig; `told`: how many heard of it at once, None: the morning will."""
    if told is None:
        return say("post.next_morning", time=time_words(gig_news.morning_of(gig.day)))
    if not told:
        return say("post.next_nobody")
    if (awake := awake_from(now)) > now:
        return say("post.next_night", time=time_words(awake), n=told)
    return say("post.next_told", n=told)


def over_long(gig: Gig, minutes: int | None) -> bool:
    """More than eight hours are overtime (rule M2); an hour to eat is taken off unless breaks were told."""
    there = round((gig.ends_at - gig.starts_at).total_seconds() / 60)
    worked = minutes if minutes and minutes < there else there - MEAL_MINUTES
    return worked > LONG_DAY_HOURS * 60
