"""What a handler may ask for by name: session, now, address_id, channel, menu (the choices shown last), and
these that are made or loaded for it.

here    all of that in one piece, with the message and the state; who asks for it is given no event beside it
person  the row of who speaks, to be changed
who     the same to be read only, at a tenth of the cost
staff   their row as a member of staff, or None
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.forms import here_of
from storage import people, stations
from storage.db import Session

LOADED: dict[str, Callable[[Session, int], Awaitable[object]]] = {
    "person": people.get,
    "who": people.glance,
    "staff": stations.staff_of,
}


async def inject(handler: HandlerObject, event: TelegramObject, data: dict[str, Any]) -> None:
    """Load only what the chosen handler names, and once in a Turn: most Turns need no person."""
    if not isinstance(event, (Message, CallbackQuery)) or event.from_user is None:
        return
    message = event if isinstance(event, Message) else event.message
    data["address_id"] = message.chat.id if message else 0
    for name, load in LOADED.items():
        if name in handler.params and name not in data:
            data[name] = await load(data["session"], event.from_user.id)
    if "here" in handler.params:
        given = (data[name] for name in ("state", "session", "now", "address_id", "channel"))
        data["here"] = here_of(event, *given)
