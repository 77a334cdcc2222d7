"""What travels between a bot and the Bot API, on the side of the network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

SECRET = "X-Telegram-Bot-Api-Secret-Token"
MOST_FILE = 20_000_000
SENT = {"photo": 10_000_000, "voice": 50_000_000, "video": 50_000_000, "document": 50_000_000}
"""What a bot may send, and how many bytes of it."""
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """`done`: the work is done before it goes wrong. Then an answer with `status`, none, or a cut line."""

    status: int = 0
    body: str = ""
    done: bool = False
    cut: bool = False
    location: str = ""


@dataclass(frozen=True, slots=True)
class Bubble:
    """What one person has on the screen."""

    chat: int
    message_id: int
    text: str
    buttons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class File:
    """What somebody sent; not every answer of the network tells its size."""

    data: bytes
    path: str = "voice/file_0.oga"
    tells_size: bool = True


@dataclass(slots=True)
class Chat:
    name: str
    blocked: bool = False
    deactivated: bool = False
    last_message: int = 0


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str


class Refusal(Exception):
    def __init__(self, status: int, description: str, retry_after: int = 0) -> None:
        self.status = status
        self.answer: Fields = {"ok": False, "error_code": status, "description": description}
        if retry_after:
            self.answer["parameters"] = {"retry_after": retry_after}


async def read_fields(request: web.Request) -> Fields:
    """As JSON or as a form whose structured fields are JSON: the Bot API takes both."""
    if request.content_type == "application/json":
        body = await request.json()
        return dict(body)
    posted = await request.post()
    files = {name: value for name, value in posted.items() if isinstance(value, web.FileField)}
    # aiogram names a file in a field of its own and refers to it: attach://<name>.
    form = {name: str(value) for name, value in posted.items() if name not in files}
    if files:
        return {name: files.get(value.removeprefix("attach://"), value) for name, value in form.items()}
    structured = {"reply_markup", "allowed_updates", "commands", "scope", "link_preview_options"}
    booleans = {"drop_pending_updates", "disable_notification", "protect_content"}
    return {
        name: json.loads(value) if name in structured | booleans else value for name, value in form.items()
    }


def buttons_of(markup: Fields) -> tuple[tuple[str, str], ...]:
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    for button in buttons:
        if not button.get("text"):
            raise Refusal(400, 'Bad Request: field "text" must be of type String')
        if not button.get("callback_data"):
            raise Refusal(400, "Bad Request: Text buttons are unallowed in the inline keyboard")
        if len(button["callback_data"].encode()) > 64:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return tuple((button["text"], button["callback_data"]) for button in buttons)
