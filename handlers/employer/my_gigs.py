"""我发的活 and 谁报名了: what an employer has posted, who has signed up, and the taps that change it.

Who signed up agreed that this employer sees name and phone (rule P4, docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers import shown
from handlers.ask import choices
from handlers.employer import changes
from handlers.filters import Said, Tapped, Wants, bare
from handlers.phrases import say, words
from handlers.reading.trades.trade import read_trades
from handlers.reading.wants import gig_wish
from handlers.reading.wants.roster import asks_own_sign_ups, asks_roster
from storage import applications, employers, gigs, people
from storage.db import Session
from storage.models import Gig, Person

SHOWN = 5
JUST_OVER = timedelta(days=1)
"""So long after the last gig somebody still asks who came."""
ROSTER = 12
"""Lines of one bubble; more hands than that are called by the station's list."""


async def list_mine(message: Message, session: Session, person: Person, now: datetime) -> None:
    employer = await employers.of(session, person.id)
    mine = await gigs.live_of(session, employer.id, now) if employer else []
    if not mine and employer is None and bare(message.text or "") in words("applications.trigger"):
        raise SkipHandler  # 我的活 of who posts nothing are the gigs they signed up for
    back = await employers.sent_back(session, employer.id) if employer and not mine else None
    if back:
        lines = [say("my_gigs.came_back", gig=shown.named(back)), shown.posted(back, now)]
        await message.answer(
            "\n".join(lines), reply_markup=choices((say("my_gigs.mend"), f"post.again:{back.id}"))
        )
        return
    if not mine:
        pairs = [(say("my_gigs.post"), f"say:{say('my_gigs.post')}")]
        last = await employers.last_gig(session, employer.id) if employer else None
        if last:
            pairs.append((say("my_gigs.again"), f"post.again:{last.id}"))
        await message.answer(say("my_gigs.none"), reply_markup=choices(*pairs))
        return
    if len(mine) == 1:
        await show(message, session, mine[0], now)
        return
    held = await gigs.taken(session, [gig.id for gig in mine])
    lines = [say("my_gigs.listed", n=len(mine))]
    lines += [_line(gig, held[gig.id], now) for gig in mine[:SHOWN]]
    pairs = [(shown.posted_label(gig, now), f"my_gigs.see:{gig.id}") for gig in mine[:SHOWN]]
    await message.answer("\n".join(lines), reply_markup=choices(*pairs))


class AsksRoster(Filter):
    async def __call__(self, message: Message) -> bool:
        return asks_roster(message.text or "")


async def who_comes(message: Message, session: Session, person: Person, now: datetime) -> None:
    """谁报名了, 招到几个了: everybody on their gigs, gig by gig. Who has no gig out meant something else."""
    employer = await employers.of(session, person.id) if person.is_employer else None
    mine = await gigs.live_of(session, employer.id, now) if employer else []
    if employer and not mine:
        last = await employers.last_gig(session, employer.id)
        mine = [last] if last and last.ends_at > now - JUST_OVER else []
    meant = _meant(mine, message.text or "")
    if not meant:
        raise SkipHandler
    if len(meant) == 1:
        await show(message, session, meant[0], now)
        return
    lines = [say("my_gigs.listed", n=len(meant))]
    for gig in meant[:SHOWN]:
        roster = await signed_up(session, gig)
        lines += [_line(gig, len(roster), now), *roster[: ROSTER // len(meant[:SHOWN])]]
    pairs = [(shown.posted_label(gig, now), f"my_gigs.see:{gig.id}") for gig in meant[:SHOWN]]
    await message.answer("\n".join(lines), reply_markup=choices(*pairs))


def _meant(mine: Sequence[Gig], text: str) -> Sequence[Gig]:
    """瓷砖工来了几个 asks of one of them; a trade that none of them has is not about them."""
    certain, ambiguous = read_trades(text)
    trades = (*certain, *ambiguous)
    return [gig for gig in mine if gig.trade in trades] if trades else mine


def _line(gig: Gig, held: int, now: datetime) -> str:
    status = say(f"my_gigs.status_{gig.status}")
    return say("my_gigs.line", gig=shown.posted_label(gig, now), status=status, held=held, heads=gig.heads)


async def see(query: CallbackQuery, picked_id: int, session: Session, person: Person, now: datetime) -> None:
    gig = await changes.own(session, person.id, picked_id)
    if isinstance(query.message, Message):
        if gig is None:
            await query.message.answer(say("form.past"))
        else:
            await show(query.message, session, gig, now)


async def show(message: Message, session: Session, gig: Gig, now: datetime) -> None:
    """One gig: how it stands, who comes, what can be done."""
    roster = await signed_up(session, gig)
    status = say(f"my_gigs.status_{gig.status}")
    lines = [say("my_gigs.card", gig=shown.named(gig), status=status, held=len(roster), heads=gig.heads)]
    lines += [shown.posted(gig, now), *roster[:ROSTER]]
    if len(roster) > ROSTER:
        lines.append(say("my_gigs.more", n=len(roster) - ROSTER))
    verbs = {"open": ("full", "cancel"), "full": ("cancel",), "review": ("cancel",)}.get(gig.status, ())
    pairs = [(say(f"my_gigs.{verb}"), f"my_gigs.do:{gig.id}:{verb}") for verb in verbs]
    pairs.append((say("my_gigs.again"), f"post.again:{gig.id}"))
    hint = [say("my_gigs.hint")] if gig.status in ("open", "full") else []
    await message.answer("\n".join([*lines, *hint]), reply_markup=choices(*pairs))


async def signed_up(session: Session, gig: Gig) -> list[str]:
    """张三 13000000001, in the order they signed up."""
    held = [one for one in await applications.of_gig(session, gig.id) if one.status in gigs.TAKING]
    workers = [await people.get(session, one.person_id) for one in held]
    return [
        say(
            "my_gigs.worker",
            name=worker.name or say("my_gigs.nameless"),
            phone=worker.phone or say("my_gigs.phoneless"),
        )
        for worker in workers
    ]


class Absent(Filter):
    async def __call__(self, message: Message) -> bool:
        return gig_wish.absent(message.text or "") is not None


async def not_come(message: Message, session: Session, person: Person, now: datetime) -> None:
    """张伟没来: who that is, with the phone, and what can be done. Only while the work is on."""
    employer = await employers.of(session, person.id) if person.is_employer else None
    mine = await gigs.live_of(session, employer.id, now) if employer else []
    begun = [gig for gig in mine if gig.starts_at <= now]
    who = gig_wish.absent(message.text or "") or ""
    lines = [line for gig in begun for line in await signed_up(session, gig)]
    if not lines:
        raise SkipHandler
    meant = [line for line in lines if line.split()[0] in who or who in line] or lines
    await message.answer("\n".join([say("my_gigs.absent"), *meant[:ROSTER]]))


async def theirs(message: Message, session: Session, person: Person, now: datetime) -> None:
    """我发的那条还在吗, 帮我改一下: how their gigs stand, with what can be done about each."""
    employer = await employers.of(session, person.id) if person.is_employer else None
    live = await gigs.live_of(session, employer.id, now) if employer else []
    text = message.text or ""
    if not _meant(live, text) or asks_own_sign_ups(text):
        raise SkipHandler
    await list_mine(message, session, person, now)


def conversation() -> Router:
    router = Router(name="my_gigs")
    router.message.register(list_mine, Said("my_gigs.trigger"))
    router.callback_query.register(see, Tapped("my_gigs.see"))
    router.message.register(who_comes, AsksRoster())
    router.message.register(not_come, Absent())
    changes.routes(router)
    router.message.register(theirs, Wants("mine", "change"))
    return router
