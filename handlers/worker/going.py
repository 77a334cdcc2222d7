"""A worker speaks of the gig in front of them: 我去, 不去了, 在哪里集合, 砌墙 350那个.

After an alert or a gig shown whole 我去 takes it; with a place held 不去了 gives it back; 几点上工 tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers import shown
from handlers.ask import Menu, choices
from handlers.filters import Wants, plain_number
from handlers.forms import Here, draft
from handlers.phrases import say
from handlers.reading.times.day import read_day
from handlers.reading.trades.trade import read_trades
from handlers.reading.trades.trade_change import read_trade_change
from handlers.reading.wants.going import Going, Pointed, number_in, points_at, read_going
from handlers.worker import applications, find, joining
from storage import applications as places
from storage import gigs, people
from storage.applications import Outcome
from storage.db import Session
from storage.models import Gig, Staff
from storage.views import AnyGig, GigView, PersonView

MOST = 5
TAKE, SWAP, PASS = "gig.apply", "gig.swap", "gig.pass"
SEEN = ("gig.see", TAKE, "gig.more")


class Speaks(Filter):
    """Nothing else is asked, and they speak of going or not, or of a gig by its pay."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool | dict[str, Any]:
        text = message.text or ""
        if raw_state is not None or not text:
            return False
        if going := read_going(text):
            return {"going": going}
        pointed = points_at(text)
        return {"pointed": pointed} if pointed else False


async def heard(
    here: Here,
    who: PersonView,
    menu: Menu = (),
    going: Going | None = None,
    pointed: Pointed | None = None,
) -> None:
    message, state, session, now = here.message, here.state, here.session, here.now
    if pointed:
        await point(message, session, who, now, menu, pointed)
    elif going in ("yes", "fine"):
        head, gig = await offered(session, menu, courtesy=going == "fine")
        if gig is None:
            raise SkipHandler
        person = await people.get(session, who.id)
        await (applications.swap if head == SWAP else applications.apply)(here, gig, person)
    elif going == "no":
        await call_off(message, state, session, who, now, menu)
    elif going == "mine":
        await applications.mine(message, state, session, who, now)
    else:
        gig = (await offered(session, menu, courtesy=False))[1]
        if gig:
            await find.answer_whole(message, session, who, gig, now, [])
            return
        held = meant(await places.of_person(session, who.id, now), message.text or "", now)
        if len(held) == 1:
            found = await gigs.get(session, held[0].id)
            if found:
                await joining.tell(here, found, await people.get(session, who.id), Outcome.ALREADY)
        elif held:
            await applications.mine(message, state, session, who, now)
        else:
            raise SkipHandler


async def offered(session: Session, menu: Menu, *, courtesy: bool) -> tuple[str, Gig | None]:
    """The one gig they were asked about last. After 再报上 or a clash 好的 only ends the talk."""
    takes = [
        (label, *data.split(":", 1)) for label, data in menu if data.startswith((f"{TAKE}:", f"{SWAP}:"))
    ]
    if len(takes) != 1:
        return "", None
    label, head, rest = takes[0]
    if courtesy and not label.startswith(say("applications.word_apply")):
        return "", None
    return head, await gigs.get(session, plain_number(rest) or 0)


def meant(held: Sequence[GigView], text: str, now: datetime) -> list[GigView]:
    """Those of the number or the day that was said; all, when neither was said or fits."""
    number, day = number_in(text), read_day(text, now)
    if number:
        return [gig for gig in held if gig.number == number] or [gig for gig in held if gig.day.day == number]
    if day:
        return [gig for gig in held if gig.day == day.date]
    return list(held)


async def call_off(
    message: Message, state: FSMContext, session: Session, who: PersonView, now: datetime, menu: Menu
) -> None:
    """不去了: the one place they hold is given back; of several, or of another day, they choose."""
    text = message.text or ""
    held = await places.of_person(session, who.id, now)
    if not held and any(data.startswith((f"{TAKE}:", f"{PASS}:")) for _, data in menu):
        await message.answer(say("alerts.not_today"))
        return
    if not held and who.is_employer:
        raise SkipHandler
    these = meant(held, text, now)
    if len(these) == 1:
        await draft.put_aside(state)
        await applications.give_back(message, session, who.id, these[0].id, now)
    elif held:
        pairs = ((shown.label(gig, now), f"gig.leave:{gig.id}") for gig in (these or held)[:MOST])
        await message.answer(say("applications.which_off"), reply_markup=choices(*pairs))
    else:
        await applications.mine(message, state, session, who, now)


async def point(
    message: Message, session: Session, who: PersonView, now: datetime, menu: Menu, pointed: Pointed
) -> None:
    """A gig by its pay, of those they have just read; with 那个 of all there are. Else it may be a post."""
    ids = [gig_id for _, data in menu if (gig_id := after(data, SEEN))]
    read = [gig for one in ids if (gig := await gigs.get(session, one))]
    found: Sequence[AnyGig] = fitting(read, pointed)
    if not found and pointed.that:
        found = fitting(await shown.open_to(session, who, now), pointed)
    if not found:
        raise SkipHandler
    if len(found) == 1:
        others = [(say("find.others"), find.Wish(find.ALL, but=found[0].id).data)]
        await find.answer_whole(message, session, who, found[0], now, others)
        return
    pairs = shown.listed(found[:MOST], now)
    await message.answer(say("find.which_gig"), reply_markup=choices(*pairs))


def after(data: str, heads: Sequence[str]) -> int:
    """The id behind one of these heads; 0 when there is none."""
    head, _, rest = data.partition(":")
    return (head in heads and plain_number(rest)) or 0


def fitting(found: Iterable[AnyGig], pointed: Pointed) -> list[AnyGig]:
    paid = [gig for gig in found if gig.pay_fen == pointed.yuan * 100]
    named = [gig for gig in paid if gig.trade in pointed.trades]
    return named or (paid if pointed.that and not pointed.trades else [])


async def take(here: Here, who: PersonView, staff: Staff | None, menu: Menu = ()) -> None:
    """算我一个, 采茶那个我去: the gig in front of them, else those that it may be."""
    if staff:
        raise SkipHandler
    head, gig = await offered(here.session, menu, courtesy=False)
    if gig:
        person = await people.get(here.session, who.id)
        await (applications.swap if head == SWAP else applications.apply)(here, gig, person)
        return
    certain = read_trades(here.message.text or "")[0]
    await draft.put_aside(here.state)
    wish = find.Wish(certain[0] if len(certain) == 1 else find.MINE)
    await find.show(here.message, here.session, who, here.now, wish)


async def gives_up(
    message: Message,
    state: FSMContext,
    session: Session,
    who: PersonView,
    staff: Staff | None,
    now: datetime,
    menu: Menu = (),
) -> None:
    """名字划掉，我找到别的了."""
    if staff:
        raise SkipHandler
    if read_trade_change(message.text or "") and not await places.of_person(session, who.id, now):
        raise SkipHandler  # 保洁不做了: of a trade they told, no place is held
    await call_off(message, state, session, who, now, menu)


def conversation() -> Router:
    router = Router(name="going")
    router.message.register(heard, Speaks())
    router.message.register(gives_up, Wants("withdraw"))
    router.message.register(take, Wants("apply"))
    return router
