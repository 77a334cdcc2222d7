"""A gig in words: a short label in a list, then all of it; to who may take it, and to who posted it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from handlers.ask import day_words, near_day, pay_words, time_words, today, yuan
from handlers.phrases import say, words
from storage import gig_news, gigs, matching, people
from storage.db import Session
from storage.models import Gig
from storage.rules.quiet import awake_from
from storage.views import AnyGig, AnyPerson, GigView

LABEL = 12
"""Hanzi in a choice; digits are narrow and do not count."""
LINE = 16
TOWN = 9
"""The name of a town ends before this place."""
DIGITS = "0123456789-"
LOOKED_AT = 200


async def open_to(
    session: Session, person: AnyPerson, now: datetime, trades: Sequence[str] | None = None
) -> list[GigView]:
    """Every open gig this person may take: day by day, their trades first, then nearer and better paid."""
    found = await gigs.open_to(session, person.id, now, LOOKED_AT)
    if trades is None:
        trades = await people.trades_of(session, person.id)
    parents = await matching.areas(session) if person.area_code else {}

    def order(gig: GigView) -> tuple[float, ...]:
        nearer = (-part for part in matching.score(gig, person.area_code, parents))
        return gig.day.toordinal(), gig.trade not in trades, *nearer

    fit = (gig for gig in found if matching.may_do(person.birth_year, gig.trade, gig.day))
    return sorted(fit, key=order)


def label(gig: AnyGig, now: datetime) -> str:
    """瓷砖工 240元 江南市场, with the day when it is not today; the place gives way when it gets long."""
    pay = yuan(gig.pay_fen) if gig.pay_unit == "day" else pay_words(gig.pay_fen, gig.pay_unit, gig.pay_per)
    if gig.pay_unit == "piece" and gig.pay_per == 1:
        pay = say("shown.by_piece", pay=yuan(gig.pay_fen))
    ahead = (gig.day - today(now)).days
    date = say("shown.date", month=gig.day.month, day=gig.day.day)
    day = (near_day(gig.day, now) or date) if ahead else ""
    head = " ".join(filter(None, (day, gig.trade, pay)))
    return f"{head} {shortened(near_name(gig.place), LABEL - hanzi(head))}".strip()


def near_name(place: str) -> str:
    """江南市场 for 城东镇江南市场: in a list the town says less than the place itself."""
    kinds = words("shown.towns")
    cut = max(at + len(kind) if (at := place.find(kind, 1, TOWN)) > 0 else 0 for kind in kinds)
    return place[cut:] if len(place) - cut > 1 else place


def shortened(place: str, room: int) -> str:
    """As much of it as there is room for, in hanzi, ending where a name may end and never inside a number."""
    if hanzi(place) <= room:
        return place
    fits = [at for at in range(1, len(place)) if hanzi(place[:at]) <= room]
    whole = [at for at in fits if place[at - 1] in words("shown.ends")]
    if whole and hanzi(place[: whole[-1]]) > 1:
        return place[: whole[-1]]
    cut = place[: fits[-1] if fits else 0].rstrip(DIGITS)
    return f"{cut}…" if hanzi(cut) > 1 else ""


def hanzi(text: str) -> int:
    return sum(0x3400 <= ord(char) <= 0x9FFF for char in text)


def named(gig: AnyGig) -> str:
    """17号 瓷砖工."""
    return say("shown.named", number=gig.number, trade=gig.trade)


def when(gig: AnyGig, now: datetime) -> str:
    """明天（11月22日 周日）早上7点到下午5点."""
    return day_words(gig.day, now) + hours_words(gig.starts_at, gig.ends_at)


def hours_words(starts_at: datetime, ends_at: datetime) -> str:
    return say("shown.hours", start=time_words(starts_at), end=time_words(ends_at, since=starts_at))


def facts(gig: AnyGig, now: datetime) -> str:
    """For how much, where and when: the few lines that every sentence about a gig shares."""
    pay = say(
        "shown.pay",
        pay=pay_words(gig.pay_fen, gig.pay_unit, gig.pay_per),
        settle=say(f"words.settle_{gig.settle}"),
    )
    head = say("shown.pay_place", pay=pay, place=gig.place)
    lines = [head] if hanzi(head) <= LINE else [pay, gig.place]
    return "\n".join((*lines, when(gig, now)))


async def whole(session: Session, gig: AnyGig, person: AnyPerson, now: datetime) -> str:
    """Everything one has to know before signing up, and why it is shown (rule P8)."""
    left = await gigs.places_left(session, gig)
    text = say(
        "shown.whole", why=await why(session, gig, person), gig=named(gig), left=left, facts=facts(gig, now)
    )
    return "\n".join(filter(None, (text, say("shown.skills", skills=gig.skills) if gig.skills else "")))


async def why(session: Session, gig: AnyGig, person: AnyPerson) -> str:
    if gig.trade in await people.trades_of(session, person.id):
        return say("shown.why_trade")
    if person.area_code and gig.area_code == person.area_code:
        return say("shown.why_area")
    return say("shown.why_time")


def listed(found: Iterable[AnyGig], now: datetime) -> list[tuple[str, str]]:
    """The choices of a list: each opens a gig; signing up comes after it was read."""
    return [(label(gig, now), f"gig.see:{gig.id}") for gig in found]


def posted(gig: Gig, now: datetime) -> str:
    """Three lines: trade, heads and pay; the place; day and hours."""
    return say(
        "post.facts",
        trade=gig.trade,
        heads=gig.heads,
        pay=pay_words(gig.pay_fen, gig.pay_unit, gig.pay_per),
        settle=say(f"words.settle_{gig.settle}"),
        place=gig.place,
        when=when(gig, now),
    )


def posted_label(gig: Gig, now: datetime) -> str:
    """17号 瓷砖工 明天."""
    return say("shown.posted_label", named=named(gig), day=near_day(gig.day, now) or day_words(gig.day, now))


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
