"""The phones page on the real ledger: anybody of the invented county can be played, all goes the real way."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from bot import turn
from bot.channels.base import Answer, Inbound
from bot.channels.bridge import unpack
from bot.channels.web import WebChannel
from bot.clock import Clock
from bot.clock_words import SHANGHAI, next_moment, wants_reset
from bot.web.phones.as_chat import as_chat, file_name, newcomer, speakers
from bot.web.phones.desk import (
    Bubble,
    BubbleKind,
    ChatPage,
    NotKept,
    Option,
    PersonCard,
    Place,
    Saved,
    SayKind,
    UnknownPerson,
    UnknownPhoto,
)
from handlers.phrases import say
from storage import cast, county, people, stations, transcript
from storage import media as media_store
from storage.db import Database

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
_NEW = re.compile(r"new:(\d{1,6})")


class LedgerDesk:
    """PhonesDesk over the running app."""

    def __init__(
        self,
        db: Database,
        channel: WebChannel,
        clock: Clock,
        take: Callable[[Inbound], Awaitable[Answer]],
        moved: Callable[[datetime | None], Awaitable[None]],
        folder: Path,
    ) -> None:
        self._db = db
        self._channel = channel
        self._clock = clock
        self._take = take
        self._moved = moved
        self._folder = folder
        self._seen: dict[str, dict[int, Bubble]] = {}
        self._silent: dict[str, PersonCard] = {}

    async def people(self) -> Sequence[PersonCard]:
        async with self._db.reading() as session:
            everybody = await people.on_channel(session, self._channel.name, self._channel.account)
            notes = await cast.notes(session, self._channel.name, self._channel.account)
        known = {
            who: PersonCard(who, one.name or newcomer(who), one.role, one.about or notes.get(who, ""))
            for one in everybody
            if (who := one.external)
        }
        return list((self._silent | known).values())

    async def new_person(self) -> PersonCard:
        """Nothing is written: until their first message only this process knows of them."""
        numbers = [int(found[1]) for one in await self.people() if (found := _NEW.fullmatch(one.id))]
        who = f"new:{max(numbers, default=0) + 1}"
        card = self._silent[who] = PersonCard(who, newcomer(who), "new")
        return card

    async def chat(self, who: str, after: int) -> ChatPage:
        bubbles = list((await self._talk(who)).values())
        fresh = tuple(bubble for bubble in bubbles if bubble.id > after)
        return ChatPage(bubbles[-1].id if bubbles else 0, fresh)

    async def _talk(self, who: str) -> dict[int, Bubble]:
        """All bubbles of this person by their rows, in the order they were first seen."""
        async with self._db.reading() as session:
            address = await people.address(session, self._channel.name, self._channel.account, who)
            if address is None:
                if who.startswith("new:"):
                    return {}
                raise UnknownPerson
            seen = self._seen.setdefault(who, {})
            for line in await transcript.of_address(session, address.id, seen):
                # Bubbles are numbered as they are first seen, so that a cursor never passes one over.
                seen.setdefault(line.id, _bubble(line, len(seen) + 1, seen.values()))
        return seen

    async def say(
        self,
        who: str,
        message_id: str,
        kind: SayKind,
        *,
        text: str = "",
        media: str = "",
        lat: float | None = None,
        lon: float | None = None,
        label: str = "",
    ) -> None:
        inbound = Inbound(
            self._channel.name,
            self._channel.account,
            who,
            message_id,
            kind,
            self._clock.now(),
            text=text,
            media=media,
            lat=lat,
            lon=lon,
            label=label,
        )
        try:
            await self._take(inbound)
        except turn.NotKept as error:
            raise NotKept from error
        self._channel.nudge(who)

    async def keep_photo(self, data: bytes, content_type: str) -> str:
        return await asyncio.to_thread(media_store.keep, self._folder, data, ENDINGS[content_type])

    async def photo(self, media: str) -> tuple[bytes, str]:
        ending = media.rpartition(".")[2]
        kind = next((kind for kind, known in ENDINGS.items() if known == ending), None)
        try:
            data = await asyncio.to_thread(media_store.load, self._folder, media)
        except media_store.NoSuchMedia as error:
            raise UnknownPhoto from error
        if kind is None:
            raise UnknownPhoto
        return data, kind

    def now(self) -> datetime:
        return self._clock.now().astimezone(SHANGHAI)

    async def move_clock(self, words: str) -> datetime:
        if wants_reset(words):
            await self._moved(None)
        else:
            await self._moved(next_moment(words, self.now()))
        return self.now()

    async def places(self) -> Sequence[Place]:
        async with self._db.reading() as session:
            known = await stations.areas(session)
        return [
            Place(area.name, area.lat, area.lon)
            for area in known
            if area.lat is not None and area.lon is not None
        ]

    async def save_chat(self, who: Sequence[str], title: str) -> Saved:
        """Also of those whose phone is not open: what they said may be the cause of what these heard."""
        cards = {card.id: card.name for card in await self.people()}
        async with self._db.reading() as session:
            founded = await county.founded_at(session)
            spoke = await transcript.speakers(session)
        here = [one for channel, one in spoke if channel == self._channel.name]
        others = [one for one in here if one not in who]
        names = speakers(
            {one: cards.get(one, one) for one in (*who, *others)}, county.cast() if founded else {}
        )
        remarks = []
        if others:
            remarks.append(say("console.others", names="、".join(names[one] for one in others)))
        if len(here) < len(spoke):
            remarks.append(say("console.elsewhere", count=len(spoke) - len(here)))
        text = as_chat(title, founded, {names[one]: await self._talk(one) for one in names}, remarks)
        return Saved(file_name(title), text, tuple(remarks))

    async def wait(self, who: Sequence[str], timeout: float) -> set[str]:
        return await self._channel.wait(who, timeout)


def _bubble(line: transcript.Line, number: int, before: Iterable[Bubble]) -> Bubble:
    if line.body is not None:
        options = tuple(Option(n, label, data) for n, (label, data) in enumerate(line.body.choices, 1))
        return Bubble(
            number,
            f"o{line.id}",
            False,
            "text",
            line.body.text or "",
            line.at,
            push=line.push,
            choices=options,
            made=line.made,
        )
    said = unpack(line.raw or b"{}")
    kind: BubbleKind = said.kind if said.kind in ("photo", "location", "voice") else "text"
    text = _label(said.text, before) if said.kind == "tap" else said.text or said.label
    return Bubble(
        number,
        said.message_id,
        True,
        kind,
        text,
        line.at,
        tapped=said.text if said.kind == "tap" else "",
        media=said.media,
        lat=said.lat,
        lon=said.lon,
    )


def _label(data: str, before: Iterable[Bubble]) -> str:
    """What the person saw on the choice they tapped."""
    shown = {option.data: option.label for bubble in before for option in bubble.choices}
    return shown.get(data, data)
