"""Staff become known on a channel by typing the one-time code they were given.

Any other text that looks like a code is answered like anything anyone says: nothing is to be found out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.phrases import say
from storage import audit
from storage import staff as employed
from storage.db import Session
from storage.models import Person, Station


class LooksLikeCode(Filter):
    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        code = employed.plain_code(message.text or "")
        return {"code": code} if code else False


async def enrol(message: Message, code: str, session: Session, person: Person, now: datetime) -> None:
    staff = await employed.enrol(session, code, person.id, now)
    if staff is None:
        raise SkipHandler
    station = await session.get_one(Station, staff.station_id)
    await audit.write(session, staff, "enrol", f"staff:{staff.id}", now, role=staff.role)
    role = say(f"enrol.role_{staff.role}")
    await message.answer(say("enrol.welcome", name=staff.name, station=station.name, role=role))


def conversation() -> Router:
    router = Router(name="enrol")
    router.message.register(enrol, LooksLikeCode())
    return router
