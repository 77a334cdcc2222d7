"""What a handler may ask for by name: session, person, staff, now, address_id, channel."""

from __future__ import annotations

from typing import Any

from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import CallbackQuery, Message, TelegramObject

from storage import people, stations


async def inject(handler: HandlerObject, event: TelegramObject, data: dict[str, Any]) -> None:
    """Load only what the chosen handler names: most Turns need no person."""
    if not isinstance(event, (Message, CallbackQuery)) or event.from_user is None:
        return
    message = event if isinstance(event, Message) else event.message
    data["address_id"] = message.chat.id if message else 0
    wanted = handler.params
    if "person" in wanted:
        data["person"] = await people.get(data["session"], event.from_user.id)
    if "staff" in wanted:
        data["staff"] = await stations.staff_of(data["session"], event.from_user.id)
