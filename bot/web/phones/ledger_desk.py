"""The phones page on the real ledger: anybody of the invented county can be played, everything goes the real way."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot import turn
from bot.channels.base import Answer, Inbound
from bot.channels.bridge import unpack
from bot.channels.web import WebChannel
from bot.clock import Clock
from bot.web.phones.clock_words import SHANGHAI, next_moment
from bot.web.phones.desk import (
    Bubble,
    ChatPage,
    NotKept,
    Option,
    PersonCard,
    Place,
    Role,
    SayKind,
    UnknownPerson,
    UnknownPhoto,
)
from storage import media as media_store
from storage import people, stations, transcript
from storage.db import Database

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
NEW = "new:"


class LedgerDesk:
    """PhonesDesk over the running app."""

    def __init__(
        self,
        db: Database,
        channel: WebChannel,
        clock: Clock,
        take: Callable[[Inbound], Awaitable[Answer]],
        moved: Callable[[datetime], Awaitable[None]],
        folder: Path,
    ) -> None:
        self._db = db
        self._channel = channel
        self._clock = clock
        self._take = take
        self._moved = moved
        self._folder = folder
        self._seen: dict[str, dict[int, Bubble]] = {}
