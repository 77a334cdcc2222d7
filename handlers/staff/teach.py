"""生词: words that nobody understood become names of trades when staff say what they mean.

生词                          → what was not understood, the most said first; a digit opens one
教词 扎铁王 钢筋工 → known from the next message on, in every process within seconds
忘词 扎铁王              → taken back
"""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.ask import choices, forget_menu
from handlers.common.help import explain
from handlers.filters import Opens, Said, Tapped
from handlers.forms import draft
from handlers.phrases import say
from handlers.reading.trades.taught import name_and_trade
from handlers.reading.wants.no_name import why_no_name
from handlers.reading.words import global_word
from handlers.staff import IsStaff
from handlers.worker.trades import meant
from storage import teaching
from storage.db import Session
from storage.lexicon import trades
from storage.models import Person, Staff, TradeMiss

SHOWN = 6
OFFERED = 4


class Teaching(StatesGroup):
    trade = State()


async def show(message: Message, session: Session) -> None:
    rows = await teaching.misses(session, SHOWN)
    if not rows:
        await message.answer(say("teach.none"))
        return
    pairs = [(label(row), f"teach.ask:{row.id}") for row in rows]
    await message.answer(say("teach.listed", n=len(rows)), reply_markup=choices(*pairs))


def label(row: TradeMiss) -> str:
    if row.guess:
        return say("teach.label_guess", said=row.said, n=row.times, trade=row.guess)
    return say("teach.label", said=row.said, n=row.times)


async def ask(query: CallbackQuery, picked_id: int, state: FSMContext, session: Session) -> None:
    """What does it mean? The trade that people meant stands first."""
    row = await waiting(query, session, picked_id)
    if row is None or not isinstance(query.message, Message):
        return
    await draft.put_aside(state)
    await state.set_state(Teaching.trade)
    await state.update_data(teach=row.id)
    certain, options = meant(row.said)
    near = dict.fromkeys(trade for trade in (row.guess, *certain, *options) if trade)
    pairs = [(trade, f"teach.as:{row.id}:{trade}") for trade in list(near)[:OFFERED]]
    none = (say("teach.no_trade"), f"teach.none:{row.id}")
    await query.message.answer(say("teach.ask", said=row.said), reply_markup=choices(*pairs, none))


async def waiting(query: CallbackQuery, session: Session, miss_id: int) -> TradeMiss | None:
    """The miss, unless a colleague was quicker."""
    row = await teaching.miss(session, miss_id)
    if row is not None and row.status == "open":
        return row
    if isinstance(query.message, Message):
        await query.message.answer(say("teach.gone"))
    return None


async def tapped(
    query: CallbackQuery, picked: str, state: FSMContext, session: Session, staff: Staff, now: datetime
) -> None:
    which, _, trade = picked.partition(":")
    row = await waiting(query, session, int(which) if which.isdecimal() and len(which) < 19 else 0)
    await done(state)
    if row and isinstance(query.message, Message):
        await teach(query.message, session, staff, now, row.said, trade)


async def no_trade(
    query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, staff: Staff, now: datetime
) -> None:
    row = await waiting(query, session, picked_id)
    await done(state)
    if row and isinstance(query.message, Message):
        await teaching.no_trade(session, row, staff, now)
        await query.message.answer(say("teach.not_a_trade", said=row.said))


async def typed_trade(
    message: Message, state: FSMContext, session: Session, staff: Staff, person: Person, now: datetime
) -> None:
    """The answer to what a word means."""
    word = global_word(message.text or "")
    if word == "help":
        await done(state)
        await explain(message, person, staff)
        return
    row = await teaching.miss(session, int((await state.get_data()).get("teach") or 0))
    if row is None or row.status != "open" or word in ("cancel", "back"):
        await done(state)
        await show(message, session)
        return
    if await teach_as(message, session, staff, now, row.said, message.text or ""):
        await state.set_state(None)


async def typed(message: Message, rest: str, session: Session, staff: Staff, now: datetime) -> None:
    """教词 扎铁王 钢筋工."""
    told = name_and_trade(rest)
    if told is None:
        await message.answer(say("teach.how"))
    else:
        await teach_as(message, session, staff, now, *told)


async def teach_as(
    message: Message, session: Session, staff: Staff, now: datetime, name: str, words: str
) -> bool:
    """With the trade in their words; False when it is not clear which one."""
    said = words.strip(" 。.，,")
    certain, options = ((said,), ()) if said in trades.load().names() else meant(said)
    if len(certain) != 1:
        if options:
            pairs = [(trade, f"teach.word:{name}:{trade}") for trade in options[:OFFERED]]
            await message.answer(say("teach.which", trade=said), reply_markup=choices(*pairs))
        else:
            await message.answer(say("teach.unknown_trade", trade=said[:12]))
        return False
    await teach(message, session, staff, now, name, certain[0])
    return True


async def chosen(query: CallbackQuery, picked: str, session: Session, staff: Staff, now: datetime) -> None:
    name, _, trade = picked.rpartition(":")
    if isinstance(query.message, Message):
        await teach(query.message, session, staff, now, name, trade)


async def surely(query: CallbackQuery, picked: str, session: Session, staff: Staff, now: datetime) -> None:
    """They were told that the name loses its other meanings."""
    name, _, trade = picked.rpartition(":")
    if isinstance(query.message, Message):
        await teach(query.message, session, staff, now, name, trade, anyway=True)


async def teach(
    message: Message,
    session: Session,
    staff: Staff,
    now: datetime,
    name: str,
    trade: str,
    *,
    anyway: bool = False,
) -> None:
    try:
        said = teaching.check(name, trade)
    except teaching.CannotTeach as fault:
        await message.answer(say(f"teach.{fault.fault}", name=fault.word, trade=fault.word))
        return
    if why := why_no_name(name):
        await message.answer(say(f"teach.no_{why}", name=said))
        return
    if not anyway and (several := teaching.shared(name)):
        only = (say("teach.surely", trade=trade), f"teach.only:{said}:{trade}")
        await message.answer(
            say("teach.shared", name=said, trades="、".join(several), trade=trade),
            reply_markup=choices(only),
        )
        return
    before = await teaching.teach(session, said, trade, staff, now, "staff")
    key = "changed" if before and before != trade else "kept"
    await message.answer(say(f"teach.{key}", name=said, trade=trade, before=before))


async def forget(message: Message, rest: str, session: Session, staff: Staff, now: datetime) -> None:
    name = rest.strip()
    trade = await teaching.forget(session, name, staff, now)
    key = "forgotten" if trade else "not_taught"
    await message.answer(say(f"teach.{key}", name=name[: teaching.LONGEST], trade=trade))


async def done(state: FSMContext) -> None:
    await forget_menu(state)
    if await state.get_state() == Teaching.trade.state:
        await state.set_state(None)


def conversation() -> Router:
    router = Router(name="teach")
    router.message.register(show, Said("teach.trigger"), IsStaff(acting=True))
    router.message.register(typed, Opens("teach.words"), IsStaff(acting=True))
    router.message.register(forget, Opens("teach.forget"), IsStaff(acting=True))
    router.message.register(typed_trade, StateFilter(Teaching.trade), IsStaff(acting=True))
    for head, handler in (
        ("ask", ask),
        ("as", tapped),
        ("none", no_trade),
        ("word", chosen),
        ("only", surely),
    ):
        router.callback_query.register(handler, Tapped(f"teach.{head}"), IsStaff(acting=True))
    return router
