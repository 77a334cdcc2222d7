"""What people send before anybody asked for it: held for some minutes, for the case that may come of it.

A voice says more than its sender can type. When they then choose 讨薪 or 人工, it lies with that case.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from handlers.phrases import say
from storage import evidence
from storage.db import Session
from storage.models import Case

HELD_FOR = timedelta(minutes=30)
MOST = 9
"""The latest so many: what somebody sends in one go."""
KEY = "held"


def sent(message: Message) -> tuple[str, str]:
    """The kind of file in a message and its network's name of it; or two empty words."""
    if message.photo:
        return "photo", message.photo[-1].file_id
    if message.video:
        return "video", message.video.file_id
    return ("voice", message.voice.file_id) if message.voice else ("", "")


async def hold(message: Message, state: FSMContext, now: datetime) -> None:
    """Nobody asked for this photo, voice or video: it may belong to what they say next."""
    kind, media = sent(message)
    if kind:
        before = [one for one in (await state.get_data()).get(KEY, []) if _recent(one, now)]
        await state.update_data({KEY: [*before, [kind, media, now.isoformat()]][-MOST:]})


async def lay_with(message: Message, state: FSMContext, session: Session, case: Case, now: datetime) -> str:
    """What is held goes to this case. Told in words, 照片1张、语音2段; "" when there was nothing."""
    data = await state.get_data()
    recent = [one for one in data.pop(KEY, []) if _recent(one, now)]
    await state.set_data(data)
    for kind, media, at in recent:
        await evidence.add(session, case, kind, media, datetime.fromisoformat(at), message.chat.id)
    kinds = [kind for kind, _, _ in recent]
    return "、".join(
        say(f"cases.evidence_{kind}", n=kinds.count(kind)) for kind in evidence.FILES if kind in kinds
    )


def _recent(one: list[str], now: datetime) -> bool:
    return now - datetime.fromisoformat(one[2]) < HELD_FOR
