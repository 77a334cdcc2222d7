"""听 and 看图: what somebody sent for their case, for whoever may read all of it; every time is audited.

The files follow by the outbox, each as a message of its own; a channel that cannot send one says so in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.ask import choices
from handlers.filters import Opens, Tapped
from handlers.phrases import say
from handlers.staff import IsStaff
from handlers.staff.cases import Verb, tapped, typed
from storage import audit, cases, evidence, outbox
from storage.db import Session
from storage.models import Case, Evidence, Staff, to_ms

KINDS = {"hear": ("voice",), "look": ("photo", "video")}
MOST = 3
"""Files at once: after a tap WeChat lets us say no more."""


def bring(name: str) -> Verb:
    """The first of them; the others when they ask on."""

    async def brought(message: Message, session: Session, staff: Staff, case: Case, now: datetime) -> None:
        if not cases.reads_all(staff, case):
            await message.answer(say("cases.masked"))
            return
        sent = await evidence.of_case(session, case.id, *KINDS[name])
        here = [one for one in sent if evidence.stored(one)]
        told = say(f"cases.files_{name}" if here else f"cases.files_none_{name}", number=case.number)
        head = "\n".join([told, *_not_here(sent)])
        await _bring(message, session, staff, case, here, head, now)

    return brought


async def bring_more(
    query: CallbackQuery, picked_id: int, session: Session, staff: Staff, now: datetime
) -> None:
    """Those behind the one they had last."""
    message, last = query.message, await evidence.get(session, picked_id)
    case = await cases.lock(session, last.case_id) if last else None
    if not isinstance(message, Message):
        return
    name = next((name for name, kinds in KINDS.items() if last and last.kind in kinds), None)
    if last is None or case is None or name is None or not cases.reads_all(staff, case):
        await message.answer(say("cases.unknown", number=""))
        return
    sent = await evidence.of_case(session, case.id, *KINDS[name])
    behind = sent[[one.id for one in sent].index(last.id) + 1 :]
    here = [one for one in behind if evidence.stored(one)]
    key = f"cases.files_{name}" if here else f"cases.files_none_{name}"
    await _bring(message, session, staff, case, here, say(key, number=case.number), now)


async def _bring(
    message: Message,
    session: Session,
    staff: Staff,
    case: Case,
    files: Sequence[Evidence],
    head: str,
    now: datetime,
) -> None:
    first, later = files[:MOST], files[MOST:]
    if first:
        await audit.write(session, staff, "open media", f"case:{case.id}", now, files=len(first))
    for one in first:
        once = f"case_file:{one.id}:{to_ms(now)}"
        await outbox.put(session, message.chat.id, "case_file", once=once, now=now, case=case.id, file=one.id)
    on = (say("cases.choice_next", n=len(later)), f"case.next:{first[-1].id}") if later else None
    await message.answer(head, reply_markup=choices(on) if on else None)


def _not_here(sent: Sequence[Evidence]) -> list[str]:
    lost = sum(map(evidence.lost, sent))
    waiting = sum(one.retry_at is not None for one in sent)
    return [
        *([say("cases.files_waiting", n=waiting)] if waiting else []),
        *([say("cases.files_lost", n=lost)] if lost else []),
    ]


def conversation() -> Router:
    router = Router(name="files")
    for name in KINDS:
        does = bring(name)
        router.message.register(typed(name, does), Opens(f"cases.{name}"), IsStaff())
        router.callback_query.register(tapped(does), Tapped(f"case.{name}"), IsStaff())
    router.callback_query.register(bring_more, Tapped("case.next"), IsStaff())
    return router
