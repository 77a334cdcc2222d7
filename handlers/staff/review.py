"""待审: posts that wait for a look by the station (rule H5). 通过 opens a gig, 退回 tells the employer why.

Of two who look at the same post the second is told what became of it.
"""

from __future__ import annotations

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers import shown
from handlers.ask import choices, forget_menu
from handlers.filters import Opens, Said, Tapped, bare, plain_number
from handlers.forms import draft
from handlers.phrases import say, words
from handlers.reading.complaints.case_number import numbered
from handlers.reading.words import global_word
from handlers.staff import IsStaff, wording
from storage import audit, employers, gig_news, gigs
from storage.db import Session
from storage.models import Employer, Gig, Staff, Station
from storage.rules import posting

SHOWN = 6
LONGEST_REASON = 200


class Reviewing(StatesGroup):
    reason = State()


async def list_waiting(message: Message, session: Session, staff: Staff, now: datetime) -> None:
    waiting = await gigs.waiting_review(session, None if staff.role == "county" else staff.station_id)
    if not waiting:
        await message.answer(say("review.none"))
    elif len(waiting) == 1:
        await show(message, session, staff, waiting[0], now)
    else:
        by = {gig.id: await look_by(session, gig) for gig in waiting}
        waiting.sort(key=lambda gig: (by[gig.id], gig.id))
        pairs = [(shown.posted_label(gig, now), f"review.see:{gig.id}") for gig in waiting[:SHOWN]]
        lines = [say("review.listed", n=len(waiting))]
        lines += [
            f"{label} {clock(by[gig.id], now)}" for gig, (label, _) in zip(waiting, pairs, strict=False)
        ]
        await message.answer("\n".join(lines), reply_markup=choices(*pairs))


async def look_by(session: Session, gig: Gig) -> datetime:
    """Until when it has to be looked at: what its employer was promised, or when its work begins."""
    station = await session.get_one(Station, gig.station_id)
    return min(posting.review_by(gig.created_at, station.hours), gig.starts_at)


def clock(until: datetime, now: datetime) -> str:
    return say(f"cases.chip_{'late_by' if now > until else 'left'}", age=wording.age(abs(until - now)))


async def see(query: CallbackQuery, picked_id: int, session: Session, staff: Staff, now: datetime) -> None:
    gig = await within(session, staff, picked_id)
    if isinstance(query.message, Message):
        if gig is None:
            await query.message.answer(say("review.not_yours"))
        else:
            await show(query.message, session, staff, gig, now)


async def show(message: Message, session: Session, staff: Staff, gig: Gig, now: datetime) -> None:
    """All of the post, who asks, and what was noticed in their words."""
    if gig.status != "review":
        await message.answer(await settled_by(session, gig))
        return
    employer = await gigs.employer(session, gig.employer_id)
    lines = [say("review.card", gig=shown.named(gig), facts=shown.posted(gig, now), who=who(employer))]
    if gig.skills:
        lines.append(say("review.skills", skills=gig.skills))
    if doubt := gig.private().get("doubt"):
        lines.append(say("review.doubt", words=doubt))
    verbs = ["pass", "back"]
    if not employer.trusted and employers.may_be_trusted(employer):
        verbs.insert(1, "trust")
    pairs = [(say(f"review.choice_{verb}"), f"review.{verb}:{gig.id}") for verb in verbs]
    await message.answer("\n".join(lines), reply_markup=choices(*pairs) if may_decide(staff) else None)


def who(employer: Employer) -> str:
    kind = say(f"employer.{employer.kind}")
    if employer.kind not in employers.UNITS:
        return say("review.who", name=employer.name, kind=kind)
    code = employer.code or say("review.no_code")
    return say("review.who_unit", name=employer.name, kind=kind, code=code)


def may_decide(staff: Staff) -> bool:
    return staff.role != "auditor"


async def within(session: Session, staff: Staff, gig_id: int) -> Gig | None:
    """A gig of this station; the county sees all."""
    gig = await gigs.get(session, gig_id)
    return gig if gig and (gig.station_id == staff.station_id or staff.role == "county") else None


async def settled_by(session: Session, gig: Gig) -> str:
    """What became of a post, for the colleague who comes second."""
    reviewer = gig.private().get("reviewer")
    staff = await session.get(Staff, reviewer) if reviewer else None
    status = say(f"my_gigs.status_{gig.status}")
    name = staff.name if staff else say("review.nobody")
    return say("review.settled", gig=shown.named(gig), staff=name, status=status)


async def held_for(message: Message, session: Session, staff: Staff, gig: Gig | None) -> Gig | None:
    """The post, held against colleagues; None when it is not theirs to decide, or decided (they are told)."""
    if gig is None or not may_decide(staff):
        await message.answer(say("review.not_yours"))
        return None
    held = await gigs.lock(session, gig.id)
    if held is None or held.status != "review":
        await message.answer(await settled_by(session, held or gig))
        return None
    return held


async def accept(
    message: Message, session: Session, staff: Staff, gig: Gig | None, now: datetime, *, trust: bool = False
) -> None:
    held = await held_for(message, session, staff, gig)
    if held is None:
        return
    if held.starts_at <= now:
        await message.answer(say("review.too_late", gig=shown.named(held)))
        return
    employer = await gigs.employer(session, held.employer_id)
    held.keep_private(reviewer=staff.id)
    await gigs.move(session, held, "open", now)
    if trust and employers.may_be_trusted(employer):
        await employers.trust(session, employer)
    await audit.write(session, staff, "pass", f"gig:{held.id}", now, trusted=employer.trusted)
    told = await gig_news.spread(session, held, now) if gig_news.too_late_for_morning(held, now) else None
    await gig_news.tell_employer(session, employer.person_id, "review_ok", held, now, told=told)
    key = "passed_trusted" if trust and employer.trusted else "passed"
    await message.answer(say(f"review.{key}", gig=shown.named(held), name=employer.name))


async def tap_pass(
    query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, staff: Staff, now: datetime
) -> None:
    await forget_menu(state)
    if isinstance(query.message, Message):
        await accept(query.message, session, staff, await within(session, staff, picked_id), now)


async def tap_trust(
    query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, staff: Staff, now: datetime
) -> None:
    await forget_menu(state)
    if isinstance(query.message, Message):
        await accept(query.message, session, staff, await within(session, staff, picked_id), now, trust=True)


async def tap_back(
    query: CallbackQuery, picked_id: int, state: FSMContext, session: Session, staff: Staff, now: datetime
) -> None:
    """退回: why? A choice, or in words."""
    del now
    if not isinstance(query.message, Message):
        return
    gig = await held_for(query.message, session, staff, await within(session, staff, picked_id))
    if gig is None:
        return
    await draft.put_aside(state)
    await state.set_state(Reviewing.reason)
    await state.update_data(review=gig.id)
    pairs = [(label, f"review.why:{gig.id}:{place}") for place, label in enumerate(words("review.reasons"))]
    await query.message.answer(say("review.why", gig=shown.named(gig)), reply_markup=choices(*pairs))


async def tap_reason(
    query: CallbackQuery, picked: str, state: FSMContext, session: Session, staff: Staff, now: datetime
) -> None:
    which, _, rest = picked.partition(":")
    place, listed = plain_number(rest), words("review.reasons")
    if isinstance(query.message, Message) and place is not None and place < len(listed):
        await state.set_state(None)
        gig = await within(session, staff, plain_number(which) or 0)
        await send_back(query.message, session, staff, gig, listed[place], now)


async def hear_reason(
    message: Message, state: FSMContext, session: Session, staff: Staff, now: datetime
) -> None:
    text = " ".join((message.text or "").split())
    data = await state.get_data()
    if global_word(text) in ("cancel", "back") or not text:
        await state.set_state(None)
        await message.answer(say("review.left"))
        return
    if bare(text) in words("follow_up.for_us"):  # 帮助 is no reason
        await message.answer(say("review.reason_please"))
        return
    await state.set_state(None)
    gig = await within(session, staff, int(data.get("review") or 0))
    await send_back(message, session, staff, gig, text[:LONGEST_REASON], now)


async def send_back(
    message: Message, session: Session, staff: Staff, gig: Gig | None, reason: str, now: datetime
) -> None:
    held = await held_for(message, session, staff, gig)
    if held is None:
        return
    employer = await gigs.employer(session, held.employer_id)
    held.keep_private(reviewer=staff.id, reason=reason)
    await gigs.move(session, held, "refused", now)
    await audit.write(session, staff, "send back", f"gig:{held.id}", now, reason=reason)
    await gig_news.tell_employer(session, employer.person_id, "review_back", held, now)
    await message.answer(say("review.sent_back", gig=shown.named(held), name=employer.name))


async def typed_pass(message: Message, rest: str, session: Session, staff: Staff, now: datetime) -> None:
    """通过 17."""
    if gig := await typed(message, session, rest):
        await accept(message, session, staff, await within(session, staff, gig.id), now)


async def typed_back(message: Message, rest: str, session: Session, staff: Staff, now: datetime) -> None:
    """退回 17 工价没写清."""
    found = numbered(rest)
    gig = await typed(message, session, rest)
    if gig and found and found[1]:
        mine = await within(session, staff, gig.id)
        await send_back(message, session, staff, mine, found[1][:LONGEST_REASON], now)
    elif gig:
        await message.answer(say("review.say_why", number=gig.number))


async def typed(message: Message, session: Session, rest: str) -> Gig | None:
    found = numbered(rest)
    gig = await gigs.by_number(session, found[0]) if found else None
    if gig is None:
        await message.answer(say("review.which"))
    return gig


def conversation() -> Router:
    router = Router(name="review")
    router.message.register(list_waiting, Said("review.trigger"), IsStaff())
    router.message.register(typed_pass, Opens("review.pass_words"), IsStaff())
    router.message.register(typed_back, Opens("review.back_words"), IsStaff())
    router.message.register(hear_reason, StateFilter(Reviewing.reason), IsStaff())
    for head, handler in (
        ("see", see),
        ("pass", tap_pass),
        ("trust", tap_trust),
        ("back", tap_back),
        ("why", tap_reason),
    ):
        router.callback_query.register(handler, Tapped(f"review.{head}"), IsStaff())
    return router
