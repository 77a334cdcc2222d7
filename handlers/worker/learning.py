"""What a worker can do, told at any time: 我会贴瓷砖 · 我还会电工 · 不做电工了 · 改成电工."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiogram.types import Message

from handlers import shown
from handlers.ask import choices
from handlers.phrases import say
from handlers.reading.trades.trade_change import Change, read_trade_change
from handlers.worker import find
from handlers.worker.trades import meant
from storage import people, teaching, workers
from storage.db import Session
from storage.models import Person

SHOWN = 3


async def learn(
    message: Message, session: Session, person: Person, now: datetime, trades: Sequence[str], text: str
) -> None:
    """Added to what they told before; who hears only the new one would take the others for gone."""
    before = await people.trades_of(session, person.id)
    await workers.learn_trades(session, person, trades, text)
    await teaching.meant(session, person.id, trades, now)
    head = ""
    if set(before) - {*trades}:
        theirs = await people.trades_of(session, person.id)
        head = say("register.added", new=named(trades), all=named(theirs))
    text, markup = await thanks(session, person, now, trades, head)
    await message.answer(text, reply_markup=markup)


async def changed(message: Message, session: Session, person_id: int, now: datetime) -> bool:
    """不做电工了, 改成电工, of somebody whose trades we have. False when it is something else."""
    text = message.text or ""
    told = read_trade_change(text)
    if told is None:
        return False
    change, about = told
    certain, ambiguous = meant(about)
    before = await people.trades_of(session, person_id) if certain or ambiguous else []
    if not before:
        return False
    person = await people.get(session, person_id)
    if change == "drop":
        await drop(message, session, person, before, certain or ambiguous)
    elif certain and change == "add":
        await learn(message, session, person, now, certain, text)
    elif certain:
        await only(message, session, person, now, certain)
    else:
        await ask_which(message, ambiguous, change)
    return True


async def drop(
    message: Message, session: Session, person: Person, before: list[str], named_trades: Sequence[str]
) -> None:
    gone = [trade for trade in before if trade in named_trades]
    left = [trade for trade in before if trade not in named_trades]
    await people.set_trades(session, person.id, dict.fromkeys(left, ""))
    if not gone:
        await message.answer(say("register.not_kept", gone=named(named_trades), all=named(left)))
    elif left:
        await message.answer(say("register.dropped", gone=named(gone), all=named(left)))
    else:
        await message.answer(say("register.dropped_last", gone=named(gone)))


async def only(
    message: Message, session: Session, person: Person, now: datetime, trades: Sequence[str]
) -> None:
    await people.set_trades(session, person.id, dict.fromkeys(trades, ""))
    text, markup = await thanks(session, person, now, trades, say("register.only", all=named(trades)))
    await message.answer(text, reply_markup=markup)


async def ask_which(
    message: Message, ambiguous: Sequence[str], change: Change | None = None, noted: Sequence[str] = ()
) -> None:
    head = "register.only" if change == "only" else "register.trade"
    pairs = ((trade, f"{head}:{trade}") for trade in ambiguous[:5])
    text = say("register.which_trade")
    if noted:
        text = "\n".join((say("register.noted_also", trades=named(noted)), text))
    await message.answer(text, reply_markup=choices(*pairs))


async def thanks(
    session: Session, person: Person, now: datetime, trades: Sequence[str], head: str = ""
) -> tuple[str, Any]:
    """What was noted and what comes of it; gigs of that trade at once, when there are any."""
    noted = say("register.noted" if person.alerts else "register.noted_quiet", trades=named(trades))
    text = "\n".join((head, say("register.quiet"))) if head and not person.alerts else head or noted
    open_gigs = await shown.open_to(session, person, now)
    found = [gig for gig in open_gigs if gig.trade in trades][:SHOWN]
    if found:
        text = "\n".join((text, say("register.have_now")))
        return text, choices(*shown.listed(found, now))
    ways = []
    if not person.alerts:
        ways.append((say("stop.on_again"), f"say:{say('stop.on_again')}"))
    elif not person.phone:
        ways.append((say("register.more"), f"say:{say('register.more')}"))
    if open_gigs:
        ways.append((say("register.see"), find.Wish(find.ALL).data))
    return text, choices(*ways) if ways else None


def named(trades: Sequence[str]) -> str:
    """The first few of them: more nobody reads."""
    told = "、".join(trades[:SHOWN])
    return told if len(trades) <= SHOWN else say("register.and_more", trades=told, n=len(trades))
