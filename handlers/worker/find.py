"""找活: a worker hears of today's gigs, with no question asked; the wish can be a trade, a day, a place.

找活 · 明天有什么活 · 搬运 · 附近 → up to three gigs → one of them whole → 报名 (applications.py)
nothing there                    → the nearest other gigs, and an offer to be told
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers import places, shown
from handlers.ask import choices, day_words
from handlers.filters import Opens, Said, Tapped, bare, plain_day, plain_number
from handlers.forms import draft
from handlers.phrases import say, words
from handlers.reading.pay.settle import read_settle
from handlers.reading.times.day import read_day
from handlers.reading.wants.wanting import looks_like_seeking
from handlers.worker import trades
from storage import gigs, matching, people
from storage.db import Session
from storage.lexicon import trades as lexicon
from storage.views import AnyGig, GigView, PersonView

PAGE = 3
SHORT = 14
MINE, ALL = "mine", "all"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for: their own trades, all, or one; on which day; from which place in the list."""

    trade: str = MINE
    day: date | None = None
    start: int = 0
    but: int = 0  # the gig they have just read

    @property
    def data(self) -> str:
        return f"find.list:{self.trade}:{self.day or ''}:{self.start}:{self.but or ''}"


def wish_of(data: str) -> Wish:
    """The wish in a tap; what nobody could have been offered counts as not said."""
    trade, day, start, but = (*data.split(":"), "", "", "")[:4]
    known = trade if trade == ALL or trade in lexicon.load().names() else MINE
    return Wish(known, plain_day(day), plain_number(start) or 0, plain_number(but) or 0)


async def mine(message: Message, state: FSMContext, session: Session, who: PersonView, now: datetime) -> None:
    await draft.put_aside(state)
    day = read_day(message.text or "", now)
    await show(message, session, who, now, Wish(day=day.date if day else None))


async def everything(
    message: Message, state: FSMContext, session: Session, who: PersonView, now: datetime
) -> None:
    """All gigs by time, whatever we know of the person (rule P8)."""
    await draft.put_aside(state)
    await show(message, session, who, now, Wish(ALL))


async def asked(
    message: Message, state: FSMContext, session: Session, who: PersonView, now: datetime
) -> None:
    """A free sentence that asks for gigs: 搬运 · 明天有什么活 · 哪里要焊工 · 城东."""
    text = message.text or ""
    certain, ambiguous = trades.meant(text)
    day = read_day(text, now)
    asks = looks_like_seeking(text) or any(word in text for word in words("find.asks"))
    if len(certain) == 1 and any(word in text for word in words("find.any_gig")):
        certain, asks = (), True
    wish = Wish(certain[0] if certain else MINE, day.date if day else None)
    pays = read_settle(text) if len(text) <= SHORT else None
    if len(text) <= SHORT and any(word in text for word in words("find.anything")):
        await everything(message, state, session, who, now)
        return
    if pays and not certain and (asks or any(word in text for word in words("find.is_there"))):
        await paid(message, session, who, now, pays.code)
        return
    if bare(text) in words("find.of_day"):
        asks = True
    if ambiguous and not certain:
        await message.answer(say("find.which_trade"), reply_markup=choices(*options(ambiguous, wish)))
    elif asks and not certain and await places.mentioned(text, session):
        await near(message, state, session, who, now)
    elif certain or asks:
        await show(message, session, who, now, wish)
    elif await places.named(text, session):
        await near(message, state, session, who, now)
    else:
        raise SkipHandler


async def paid(message: Message, session: Session, who: PersonView, now: datetime, settle: str) -> None:
    """日结的有没有: those that are settled so; when there are none, all the others."""
    found = await shown.open_to(session, who, now)
    these = [gig for gig in found if gig.settle == settle]
    kind = say(f"words.settle_{settle}")
    more = [(say("find.see_all"), Wish(ALL).data)] if len(found) > min(len(these), PAGE) else []
    head = say("find.head" if these else "find.none_of", n=len(these), trade=kind, day=say("find.now"))
    await answer_list(message, head, these[:PAGE], now, more)


def options(ambiguous: tuple[str, ...], wish: Wish) -> list[tuple[str, str]]:
    return [(trade, replace(wish, trade=trade).data) for trade in ambiguous]


async def near(message: Message, state: FSMContext, session: Session, who: PersonView, now: datetime) -> None:
    """附近, the name of an area, or a place on the map: the nearest gigs first. Nothing of it is kept."""
    await draft.put_aside(state)
    here = message.location
    area = (
        await places.sent(here.latitude, here.longitude, message.caption or "", session)
        if here
        else await places.mentioned(message.text or "", session)
    )
    code = area.code if area else who.area_code
    if code is None and not here:
        await message.answer(say("find.where"))
        return
    found = await shown.open_to(session, who, now)
    if code:
        parents = await matching.areas(session)
        found.sort(key=lambda gig: matching.nearness(gig.area_code, code, parents), reverse=True)
    head = say("find.near" if code else "find.elsewhere", n=len(found)) if found else say("find.none")
    await answer_list(message, head, found[:PAGE], now, [(say("find.see_all"), Wish(ALL).data)])


async def show(message: Message, session: Session, who: PersonView, now: datetime, wish: Wish) -> None:
    """The gigs of a wish; when there are none, what comes nearest to it."""
    theirs = await people.trades_of(session, who.id)
    open_gigs = [one for one in await shown.open_to(session, who, now, theirs) if one.id != wish.but]
    names = wanted(theirs, wish)
    of_trade = [gig for gig in open_gigs if not names or gig.trade in names]
    found = [gig for gig in of_trade if wish.day in (None, gig.day)]
    page = found[wish.start : wish.start + PAGE]
    others = bool(names) and len(open_gigs) > len(of_trade)
    if len(found) == 1 and page:
        more = [(say("find.other_trades"), Wish(ALL, but=page[0].id).data)] if others else []
        await answer_whole(message, session, who, page[0], now, more)
    elif page:
        more = []
        if len(found) > wish.start + PAGE:
            more = [(say("find.more"), replace(wish, start=wish.start + PAGE).data)]
        elif others:
            more = [(say("find.other_trades"), Wish(ALL).data)]
        await answer_list(message, head_of(wish, len(found), now), page, now, more)
    else:
        await nothing(message, now, wish, names, of_trade or open_gigs)


def wanted(theirs: list[str], wish: Wish) -> list[str]:
    if wish.trade == ALL:
        return []
    return theirs if wish.trade == MINE else [wish.trade]


def head_of(wish: Wish, count: int, now: datetime) -> str:
    trade = "" if wish.trade in (MINE, ALL) else wish.trade
    if wish.start:
        return say("find.head_more")
    if wish.day:
        return say("find.head_day", day=day_words(wish.day, now), n=count, trade=trade)
    return say("find.head", n=count, trade=trade)


async def nothing(
    message: Message, now: datetime, wish: Wish, names: list[str], others: list[GigView]
) -> None:
    """No such gig: say so, offer to be told, and show what comes nearest."""
    if not names and not others:
        await message.answer(say("find.no_other" if wish.but else "find.none_ask"))
        return
    day = day_words(wish.day, now) if wish.day else say("find.now")
    trade = names[0] if len(names) == 1 else ""
    head = say("find.no_other_of", trade=trade) if wish.but else say("find.none_of", day=day, trade=trade)
    told = [(say("find.tell_me"), f"register.trade:{wish.trade}")] if wish.trade not in (MINE, ALL) else []
    if len(others) >= PAGE:
        told.append((say("find.see_all"), Wish(ALL).data))
    lead = say("find.but_others") if others else say("find.will_tell") if names and not told else ""
    await answer_list(message, "\n".join(filter(None, (head, lead))), others[: PAGE - 1], now, told)


async def answer_whole(
    message: Message,
    session: Session,
    who: PersonView,
    gig: AnyGig,
    now: datetime,
    more: list[tuple[str, str]],
) -> None:
    """One gig, all of it, and the way to take it."""
    apply = (say("find.apply", trade=gig.trade), f"gig.apply:{gig.id}")
    await message.answer(await shown.whole(session, gig, who, now), reply_markup=choices(apply, *more))


async def answer_list(
    message: Message, head: str, found: list[GigView], now: datetime, more: list[tuple[str, str]]
) -> None:
    pairs = [*shown.listed(found, now), *more]
    await message.answer(head, reply_markup=choices(*pairs) if pairs else None)


async def next_page(
    query: CallbackQuery, picked: str, state: FSMContext, session: Session, who: PersonView, now: datetime
) -> None:
    await draft.put_aside(state)
    if isinstance(query.message, Message):
        await show(query.message, session, who, now, wish_of(picked))


async def see(
    query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, who: PersonView, now: datetime
) -> None:
    await draft.put_aside(state)
    gig = await gigs.get(session, picked_id)
    if not isinstance(query.message, Message):
        return
    if gig is None or gig.status not in ("open", "full") or gig.starts_at <= now:
        pairs = ((say("find.see_all"), Wish(ALL).data),)
        await query.message.answer(say("find.gone"), reply_markup=choices(*pairs))
        return
    others = [(say("find.others"), Wish(ALL, but=gig.id).data)]
    await answer_whole(query.message, session, who, gig, now, others)


def conversation() -> Router:
    router = Router(name="find")
    router.message.register(mine, Said("find.trigger"))
    router.message.register(everything, Said("find.all"))
    router.message.register(mine, Opens("find.not_hiring"))  # of a worker whom we took for an employer
    router.message.register(near, Said("find.nearby"))
    router.message.register(near, places.OnTheMap())
    router.message.register(asked)
    router.callback_query.register(next_page, Tapped("find.list"))
    router.callback_query.register(see, Tapped("gig.see"))
    return router
