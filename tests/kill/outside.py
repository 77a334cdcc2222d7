"""The network outside and its ledger: what came in, what was confirmed, what people really got, and when."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from tests.channels.telegram.server import BotApi
from tests.channels.telegram.wire_format import Bubble, Fields

PUBLIC = "https://bot.example.org"
SECRET = secrets.token_urlsafe(32)


class Deliveries(list[Bubble]):
    """Bubbles on people's screens, each with the moment it got there."""

    def __init__(self) -> None:
        super().__init__()
        self.when: list[float] = []

    def append(self, bubble: Bubble) -> None:
        self.when.append(time.monotonic())
        super().append(bubble)


@dataclass
class Outside(BotApi):
    """A Bot API that forgets nothing."""

    delivered: Deliveries = field(default_factory=Deliveries)
    arrived: list[Fields] = field(default_factory=list)

    def arrive(self, update: Fields) -> None:
        self.arrived.append(update)
        super().arrive(update)

    def well_again(self) -> None:
        """No more of the faults that were asked for."""
        self._faults.clear()

    @property
    def acknowledged(self) -> list[Fields]:
        """What it will never deliver again: below the offset that was asked for, or answered 2xx."""
        waiting = {update["update_id"] for update in self.waiting}
        return [update for update in self.arrived if update["update_id"] not in waiting]

    def settings(self, port: int, *, webhook: bool) -> dict[str, str]:
        """What the operator of this bot would set."""
        found = {"YIZHAN_TELEGRAM_TOKEN": self.token, "YIZHAN_TELEGRAM_API_BASE": self.base}
        if webhook:
            self.public[PUBLIC] = f"http://127.0.0.1:{port}"
            found["YIZHAN_TELEGRAM_MODE"] = "webhook"
            found["YIZHAN_TELEGRAM_WEBHOOK_URL"] = PUBLIC
            found["YIZHAN_TELEGRAM_WEBHOOK_SECRET"] = SECRET
        return found


def message_key(update: Fields) -> str:
    """The dedupe key that the channel makes of an update, by the words of the Bot API alone."""
    if "message" in update:
        message = update["message"]
        return f"m{message['chat']['id']}:{message['message_id']}"
    return f"q{update['callback_query']['id']}"
