"""People with Telegram in their hands: what they type and press arrives as real updates would."""

from __future__ import annotations

import itertools
import time
from typing import Any

from bot.shown import Shown
from tests.channels.telegram.server import BotApi
from tests.channels.telegram.wire_format import Bubble, Chat

_updates = itertools.count(700_000_001)
_queries = itertools.count(9_100_000_000_000_001)


class Person:
    """`zhang = Person(api, 1001, "张三")`, then `zhang.says("找活")` and `zhang.presses("报名")`."""

    def __init__(self, api: BotApi, number: int, name: str) -> None:
        self.api = api
        self.number = number
        self.name = name
        api.chats.setdefault(number, Chat(name))
        self.sent: dict[str, Any] = {}

    @property
    def hears(self) -> list[str]:
        return [bubble.text for bubble in self._bubbles()]

    def says(self, text: str) -> int:
        return self.shares(text=text)

    def shares(self, **content: Any) -> int:
        """Any content of a message in the words of the Bot API; returns the message id."""
        chat = self.api.chats[self.number]
        chat.last_message += 1
        message = {
            "message_id": chat.last_message,
            "from": self._user(),
            "chat": {"id": self.number, "type": "private", "first_name": self.name},
            "date": int(time.time()),
            **content,
        }
        self._send({"message": message})
        return chat.last_message

    def has_button(self, label: str) -> bool:
        return self._shown().data(label) is not None

    def presses(self, label: str) -> str:
        """The newest button with this label, or an older one (bot/shown.py); returns the id of the query."""
        data = self._shown().data(label)
        if data is None:
            raise LookupError(f"{self.name} has no button {label}")
        bubble = next(one for one in reversed(self._bubbles()) if data in dict(one.buttons).values())
        query = str(next(_queries))
        self.api.open_queries.add(query)
        callback = {
            "id": query,
            "from": self._user(),
            "message": self.api.bot_message(bubble),
            "chat_instance": "-8123456789012345678",
            "data": data,
        }
        self._send({"callback_query": callback})
        return query

    def repeats(self) -> None:
        """The network delivers the last one again, under a new number, as if it had seen no confirmation."""
        if "callback_query" in self.sent:
            self.api.open_queries.add(self.sent["callback_query"]["id"])
        self._send(self.sent)

    def _send(self, content: dict[str, Any]) -> None:
        self.sent = content
        self.api.arrive({"update_id": next(_updates), **content})

    def _user(self) -> dict[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": self.name, "language_code": "zh-hans"}

    def _bubbles(self) -> list[Bubble]:
        return [bubble for bubble in self.api.delivered if bubble.chat == self.number]

    def _shown(self) -> Shown:
        shown = Shown()
        for bubble in self._bubbles():
            shown.add(bubble.buttons)
        return shown
