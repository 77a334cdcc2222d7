"""An update of the Bot API, as its JSON has it, becomes an Inbound. Pure, and reads only what it needs.

aiogram's models are not used here: one field of a new kind would refuse the whole batch it came in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import Inbound, Kind
from bot.channels.telegram.commands import spoken

NAME = "telegram"
HEARD = ["message", "callback_query"]
"""The updates we ask Telegram for; edits, groups' and channels' news stay away."""

Update = Mapping[str, Any]

_MEDIA: dict[str, Kind] = {
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
}
_DOCUMENTS: dict[str, Kind] = {"image": "photo", "audio": "voice", "video": "video"}
_SILENT = frozenset(
    {
        "pinned_message",
        "message_auto_delete_timer_changed",
        "chat_background_set",
        "write_access_allowed",
        "connected_website",
    }
)
"""News about the chat itself: nobody waits for an answer to it."""


class Unreadable(ValueError):
    """An update that is not as the Bot API describes it. Nothing to do: it is counted and passed over."""


def read(update: Update, account: str, now: datetime) -> Inbound | None:
    """The message, or None for what is not ours: groups, channels, bots, edits.

    A tap carries no time of its own (its message has the time when we asked), so it takes `now`.
    """
    try:
        if "message" in update:
            return _whole(_message(update["message"], account))
        if "callback_query" in update:
            return _whole(_tap(update["callback_query"], account, now))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
        raise Unreadable(type(error).__name__) from None
    return None


def query_of(update: Update) -> str:
    """The id under which a tap wants to be answered; empty for everything else."""
    query = update.get("callback_query")
    return str(query.get("id", "")) if isinstance(query, Mapping) else ""


def person_of(update: Update) -> str:
    """Whose update it is: those of one person are worked on in order."""
    for kind in HEARD:
        event = update.get(kind)
        sender = event.get("from") if isinstance(event, Mapping) else None
        if isinstance(sender, Mapping):
            return str(sender.get("id", ""))
    return ""


def _message(message: Mapping[str, Any], account: str) -> Inbound | None:
    chat, sender = message["chat"], message.get("from") or {}
    if chat["type"] != "private" or sender.get("is_bot") or _SILENT & message.keys():
        return None
    return Inbound(
        channel=NAME,
        account=account,
        sender=_number(chat["id"]),
        message_id=f"m{_number(chat['id'])}:{_number(message['message_id'])}",
        at=datetime.fromtimestamp(message["date"], UTC),
        name=_full_name(sender),
        **_content(message),
    )


def _tap(query: Mapping[str, Any], account: str, now: datetime) -> Inbound | None:
    chat = (query.get("message") or {}).get("chat") or {}
    if chat.get("type") != "private" or not query.get("data"):
        return None
    return Inbound(
        channel=NAME,
        account=account,
        sender=_number(chat["id"]),
        message_id=f"q{_number(int(query['id']))}",
        kind="tap",
        at=now,
        text=query["data"],
        name=_full_name(query["from"]),
    )


def _content(message: Mapping[str, Any]) -> dict[str, Any]:
    if "text" in message:
        text, payload = spoken(message["text"])
        return {"kind": "text", "text": text, "label": payload}
    caption = message.get("caption") or ""
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: size["width"] * size["height"])
        return {"kind": "photo", "media": _file(largest), "text": caption}
    for field, kind in _MEDIA.items():
        if field in message:
            return {"kind": kind, "media": _file(message[field]), "text": caption}
    if "document" in message:
        return _document(message["document"], caption)
    if "location" in message:
        return _location(message["location"], message.get("venue") or {})
    if "contact" in message:
        return {"kind": "text", "text": _contact(message["contact"])}
    return {"kind": "event", "text": caption}


def _file(sent: Mapping[str, Any]) -> str:
    if not isinstance(sent["file_id"], str):
        raise TypeError("a file without a name")
    return f"{NAME}:{sent['file_id']}"


def _document(document: Mapping[str, Any], caption: str) -> dict[str, Any]:
    """People send photos "as a file" to keep them sharp: a payslip must still count as a photo."""
    kind = _DOCUMENTS.get((document.get("mime_type") or "").partition("/")[0], "event")
    return {"kind": kind, "media": _file(document), "text": caption}


def _location(location: Mapping[str, Any], venue: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": "location",
        "lat": float(location["latitude"]),
        "lon": float(location["longitude"]),
        "label": venue.get("title") or venue.get("address") or "",
    }


def _contact(contact: Mapping[str, Any]) -> str:
    """As somebody would type it: name and number, a mobile of the mainland without its 86."""
    digits = re.sub(r"\D", "", contact["phone_number"])
    number = digits[2:] if re.fullmatch(r"861\d{10}", digits) else contact["phone_number"]
    return f"{_full_name(contact)} {number}".strip()


def _whole(heard: Inbound | None) -> Inbound | None:
    if heard and not all(isinstance(one, str) for one in (heard.text, heard.media, heard.label, heard.name)):
        raise TypeError("text that is none")
    return heard


def _number(value: object) -> str:
    """An id; what is none must not become half of a dedupe key."""
    if not isinstance(value, int):
        raise TypeError("an id is a number")
    return str(value)


def _full_name(person: Mapping[str, Any]) -> str:
    return " ".join(person[part] for part in ("first_name", "last_name") if person.get(part))
