"""Words that change a posted gig: 工价200 · 再加2个 · 改到后天 · 够了 · 不要了. Whoever is on it is told.

They mean a gig only when the person has one that is not over; from everybody else they are heard by others.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import shown
from handlers.ask import choices, day_words, forget_menu, pay_words
from handlers.employer import asking, before, post
from handlers.employer.wishes import Wish, Wishes, wish_in
from handlers.filters import Opens, Tapped, plain_number
from handlers.forms import Here
from handlers.phrases import say
from handlers.reading.hands.counts import MOST
from handlers.reading.times.day import read_day
from handlers.reading.trades.trade import read_trades
from storage import applications, employers, gig_news, gigs
from storage.db import Session
from storage.ids import new_id
from storage.models import Gig, Person
from storage.rules import pay as rules

SHOWN = 5
MENDS = ("pay", "day", "to")
"""Changes that make a new post of one that was sent back."""


async def cannot(message: Message, session: Session, person: Person, now: datetime) -> None:
    """Hours, place and phone are what people signed up for: another gig, not a change."""
    employer = await employers.of(session, person.id) if person.is_employer else None
    if not (employer and await gigs.live_of(session, employer.id, now)):
        raise SkipHandler
    await message.answer(say("my_gigs.cannot"))


async def change(here: Here, wish: Wish, number: int | None, person: Person) -> None:
    """The one gig that can be meant, or a question which."""
    message, session, now = here.message, here.session, here.now
    employer = await employers.of(session, person.id) if person.is_employer else None
    live = await gigs.live_of(session, employer.id, now) if employer else []
    certain, ambiguous = read_trades(message.text or "")
    if certain or ambiguous:
        live = [gig for gig in live if gig.trade in (*certain, *ambiguous)]
    live = _named_by(live, message.text or "", number, wish, now)
    if not live:
        back = await employers.sent_back(session, employer.id) if employer else None
        if back and wish.verb in MENDS and number in (None, back.number):
            await post.again(here, {**before.of_gig(back, now), **_mended(back, wish)}, "")
            return
        raise SkipHandler  # 再招2个小工 with no such gig is a new post; 取消 is somebody else's word
    if wish.verb == "fixed":
        await message.answer(say("my_gigs.cannot"))
        return
    if len(live) == 1:
        await carry_out(message, session, live[0], wish, now)
        return
    pairs = [(shown.posted_label(gig, now), f"my_gigs.do:{gig.id}:{wish}") for gig in live[:SHOWN]]
    await message.answer(say("my_gigs.which"), reply_markup=choices(*pairs))


def _mended(gig: Gig, wish: Wish) -> asking.Filled:
    """What a wish changes in a post that came back."""
    if wish.verb == "pay":
        fen, _, unit = wish.value.partition(":")
        return {"pay": [int(fen), unit or gig.pay_unit]}
    return {"day": wish.value} if wish.verb == "day" else {"heads": int(wish.value)}


def _named_by(live: list[Gig], text: str, number: int | None, wish: Wish, now: datetime) -> list[Gig]:
    """14号 is the number of a gig, or the day of one; 明天那个 is told by its day."""
    if number is not None:
        return [gig for gig in live if gig.number == number] or [gig for gig in live if gig.day.day == number]
    day = read_day(text, now) if wish.verb != "day" else None
    return [gig for gig in live if day and gig.day == day.date] or live


async def do(
    query: CallbackQuery, picked: str, state: FSMContext, session: Session, person: Person, now: datetime
) -> None:
    """A change, tapped: "<gig>:<verb>:<value>"."""
    await forget_menu(state)
    which, _, rest = picked.partition(":")
    wish = wish_in(rest)
    gig = await own(session, person.id, plain_number(which) or 0)
    if not isinstance(query.message, Message):
        return
    if gig is None or wish is None:
        await query.message.answer(say("form.past"))
        return
    await carry_out(query.message, session, gig, wish, now)


async def own(session: Session, person_id: int, gig_id: int) -> Gig | None:
    """The gig under an id, if it is this person's."""
    gig = await gigs.get(session, gig_id)
    employer = await employers.of(session, person_id)
    return gig if gig and employer and gig.employer_id == employer.id else None


async def carry_out(message: Message, session: Session, gig: Gig, wish: Wish, now: datetime) -> None:
    held = await gigs.lock(session, gig.id)
    if held is None or held.status not in gigs.LIVE or held.ends_at <= now:
        await message.answer(say("my_gigs.over", gig=shown.named(gig)))
        return
    await DOING[wish.verb](message, session, held, wish.value, now)


async def _more(message: Message, session: Session, gig: Gig, value: str, now: datetime) -> None:
    before = gig.heads
    if gig.status == "full":  # what was not taken when it was enough is not wanted any more
        before = (await gigs.taken(session, [gig.id]))[gig.id]
    await _resize(message, session, gig, before + int(value), now)


async def _to(message: Message, session: Session, gig: Gig, value: str, now: datetime) -> None:
    await _resize(message, session, gig, int(value), now)


async def _resize(message: Message, session: Session, gig: Gig, wanted: int, now: datetime) -> None:
    if wanted > MOST:
        await message.answer(say("my_gigs.too_many", n=MOST))
        return
    heads = await gigs.resize(session, gig, wanted, now)
    held = (await gigs.taken(session, [gig.id]))[gig.id]
    key = "resized" if heads == wanted else "not_fewer"
    lines = [say(f"my_gigs.{key}", gig=shown.named(gig), heads=heads, held=held)]
    await message.answer("\n".join(lines + await _spread(session, gig, now)))


async def _spread(session: Session, gig: Gig, now: datetime) -> list[str]:
    """Places for which no morning alert comes any more are told at once, to nobody twice."""
    if gig.status != "open" or not gig_news.too_late_for_morning(gig, now):
        return []
    return [shown.what_follows(gig, await gig_news.spread(session, gig, now), now)]


async def _ask_pay(message: Message, session: Session, gig: Gig, value: str, now: datetime) -> None:
    """A figure beyond reason is asked back before anybody who signed up hears of it."""
    fen, _, unit = value.partition(":")
    if not rules.beyond_reason(int(fen), unit or gig.pay_unit):
        await _pay(message, session, gig, value, now)
        return
    pay = pay_words(int(fen), unit or gig.pay_unit)
    await message.answer(
        say("post.ask_sure", pay=pay),
        reply_markup=choices(
            (say("post.sure", pay=pay), f"my_gigs.do:{gig.id}:paid:{value}"),
            (say("my_gigs.old_pay"), f"my_gigs.keep:{gig.id}"),
        ),
    )


async def _pay(message: Message, session: Session, gig: Gig, value: str, now: datetime) -> None:
    fen, _, unit = value.partition(":")
    before = pay_words(gig.pay_fen, gig.pay_unit, gig.pay_per)
    gig.pay_fen, gig.pay_unit, gig.pay_per = int(fen), unit or gig.pay_unit, 1
    session.add(gig)
    await session.flush()
    pay = pay_words(gig.pay_fen, gig.pay_unit, gig.pay_per)
    lines = [say("my_gigs.repaid", gig=shown.named(gig), pay=pay)]
    news = say("my_gigs.news", before=before, after=pay)
    await message.answer("\n".join(lines + await _told(session, gig, news, now)))


async def _day(message: Message, session: Session, gig: Gig, value: str, now: datetime) -> None:
    day = date.fromisoformat(value)
    ahead = timedelta(days=(day - gig.day).days)
    if gig.starts_at + ahead <= now:
        await message.answer(say("post.time_past"))
        return
    before = day_words(gig.day, now)
    gig.day, gig.starts_at, gig.ends_at = day, gig.starts_at + ahead, gig.ends_at + ahead
    session.add(gig)
    await session.flush()
    lines = [say("my_gigs.moved", gig=shown.named(gig), when=shown.when(gig, now))]
    news = say("my_gigs.news_day", before=before)
    lines += await _told(session, gig, news, now)
    await message.answer("\n".join(lines + await _spread(session, gig, now)))


async def _told(session: Session, gig: Gig, news: str, now: datetime) -> list[str]:
    """Everybody on the gig hears what it was and what it is now, and may leave."""
    held = [one for one in await applications.of_gig(session, gig.id) if one.status in gigs.TAKING]
    told = await gig_news.tell_workers(session, held, "gig_changed", gig, now, str(new_id()), news=news)
    return [say("my_gigs.told", n=told)] if told else []


async def _full(message: Message, session: Session, gig: Gig, value: str, now: datetime) -> None:
    del value
    if gig.status == "review":
        await _ask_cancel(message, session, gig, "", now)
        return
    if gig.status == "open":
        await gigs.fill(session, gig, now)
    held = (await gigs.taken(session, [gig.id]))[gig.id]
    await message.answer(say("my_gigs.closed", gig=shown.named(gig), held=held))


async def _ask_cancel(message: Message, session: Session, gig: Gig, value: str, now: datetime) -> None:
    del value
    held = (await gigs.taken(session, [gig.id]))[gig.id]
    key = "sure_told" if held else "sure"
    await message.answer(
        say(f"my_gigs.{key}", gig=shown.posted_label(gig, now), held=held),
        reply_markup=choices(
            (say("my_gigs.drop"), f"my_gigs.do:{gig.id}:drop"),
            (say("my_gigs.keep"), f"my_gigs.keep:{gig.id}"),
        ),
    )


async def _drop(message: Message, session: Session, gig: Gig, value: str, now: datetime) -> None:
    del value
    told = await gig_news.call_off(session, gig, now)
    key = "dropped_told" if told else "dropped"
    await message.answer(say(f"my_gigs.{key}", gig=shown.named(gig), n=told))


async def keep(query: CallbackQuery, state: FSMContext) -> None:
    await forget_menu(state)
    if isinstance(query.message, Message):
        await query.message.answer(say("my_gigs.kept"))


DOING = {
    "more": _more,
    "to": _to,
    "pay": _ask_pay,
    "paid": _pay,
    "day": _day,
    "full": _full,
    "cancel": _ask_cancel,
    "drop": _drop,
}


def routes(router: Router) -> None:
    router.message.register(change, Wishes())
    router.message.register(cannot, Opens("my_gigs.cannot_words"))
    router.callback_query.register(do, Tapped("my_gigs.do"))
    router.callback_query.register(keep, Tapped("my_gigs.keep"))
