"""Telegram as a wire for the chats: people with phones, a Bot API between, our poller at the other end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.channels.base import Answer, Channel, Inbound
from bot.channels.console import Spoken
from bot.channels.telegram import Pace, TelegramChannel
from tests.channels.telegram.people import Person
from tests.channels.telegram.server import BotApi
from tests.town import FIVE, Found, TownSettings, small_town
from tests.wires import Heard, NoSuchChoice, Wire


class Telegram(Wire):
    """What is said arrives by getUpdates, what is heard left by sendMessage."""

    name = "telegram"

    def __init__(self) -> None:
        super().__init__()
        self._api = BotApi()
        self._people: dict[str, Person] = {}
        self._read = 0

    def where(self, who: str) -> tuple[str, str, str]:
        return TelegramChannel.name, self._api.token.partition(":")[0], str(self._person(who).number)

    def channels(self) -> Sequence[Channel]:
        asked: dict[str, Any] = {"telegram_token": self._api.token, "telegram_api_base": self._api.base}
        settings = TownSettings(env="test", **asked)
        self._channel = TelegramChannel(settings, self._take, pace=Pace(first=0.01, poll=1))
        self._channel.abilities = replace(TelegramChannel.abilities, per_second=100_000)
        return (self._channel,)

    async def start(self, url: str, folder: Path, at: datetime = FIVE, found: Found = small_town) -> None:
        await self._api.start()
        await super().start(url, folder, at, found)
        self._listening = asyncio.create_task(self._channel.listen())
        await self._api.until(lambda: self._api.received("getUpdates"))

    async def stop(self) -> None:
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening
        await super().stop()
        await self._api.stop()

    async def say(self, who: str, said: Spoken) -> None:
        person = self._person(who)
        if said.kind == "tap":
            if not person.has_button(said.label):
                raise NoSuchChoice(said.label)
            person.presses(said.label)
        else:
            person.shares(date=int(self.app.clock.now().timestamp()), **_content(said, self.fresh_id()))
        await self._taken()

    async def again(self, who: str) -> None:
        self._person(who).repeats()
        await self._taken()

    async def heard(self) -> Heard:
        await super().heard()
        names = {person.number: who for who, person in self._people.items()}
        for bubble in self._api.delivered[self._read :]:
            self.hears(names[bubble.chat], bubble.text)
        self._read = len(self._api.delivered)
        heard, self._heard = self._heard, {}
        return heard

    def _person(self, who: str) -> Person:
        if who not in self._people:
            self._people[who] = Person(self._api, 1001 + len(self._people), who)
        return self._people[who]

    async def _take(self, inbound: Inbound) -> Answer:
        return await self.app.turns.take(inbound)

    async def _taken(self) -> None:
        """Confirmed to the network: then it is on disk."""
        await self._api.until(lambda: not self._api.waiting or self._listening.done(), seconds=30)
        if self._listening.done():
            self._listening.result()


def _content(said: Spoken, file: str) -> dict[str, Any]:
    """The message as Telegram would carry it."""
    caption = {"caption": said.text} if said.text else {}
    ids = {"file_id": file, "file_unique_id": file}
    match said.kind:
        case "photo":
            return {"photo": [{**ids, "width": 90, "height": 60}], **caption}
        case "voice":
            return {"voice": {**ids, "duration": 3}, **caption}
        case "video":
            return {"video": {**ids, "duration": 3, "width": 90, "height": 60}, **caption}
        case "location":
            place = {"latitude": said.lat, "longitude": said.lon}
            venue = {"venue": {"location": place, "title": said.label}} if said.label else {}
            return {"location": place, **venue}
    return {"text": said.text}
