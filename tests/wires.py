"""Wires: the ways a chat can be played. Each says things as its network would, and tells what people heard.

A wire is one channel with everything around it. `direct` calls the Turn itself; `console` goes through the
terminal's own reading and printing; others live beside the channel's own tests or in a file like web_wire.py.
The app's workers do not run: the player settles everything after each step, so that what was heard belongs
to that step.
"""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar, TextIO, cast

from bot.app import App
from bot.channels.base import Abilities, Channel, Inbound, Kind, Words
from bot.channels.console import ConsoleChannel, Spoken, chat_loop
from bot.clock_words import SHANGHAI
from bot.shown import Shown
from storage import people, transcript
from tests.town import FIVE, Found, open_town, small_town

Heard = dict[str, list[str]]


class Wire(ABC):
    """One way to play a chat."""

    name: ClassVar[str]
    says: ClassVar[frozenset[Kind]] = frozenset({"text", "tap", "photo", "voice", "video", "location"})
    captions: ClassVar[bool] = True
    """Whether a picture can carry words."""
    answers_again: ClassVar[bool] = False
    """Whether a repeated delivery is answered again with the same words, as in an HTTP response."""

    def __init__(self) -> None:
        self.app: App
        self._heard: Heard = {}
        self._count = 0

    async def start(self, url: str, folder: Path, at: datetime = FIVE, found: Found = small_town) -> None:
        """Found the town on this ledger and connect."""
        self.app = await open_town(url, folder, self.where, self.channels(), at, found)

    async def stop(self) -> None:
        for channel in self.app.channels.values():
            await channel.close()
        await self.app.db.close()

    @abstractmethod
    def where(self, who: str) -> tuple[str, str, str]:
        """Channel, account and id of a speaker."""

    def channels(self) -> Sequence[Channel]:
        """What the app must be built with."""
        return ()

    @abstractmethod
    async def say(self, who: str, said: Spoken) -> None:
        """Deliver a message; returns when it was taken. Raises NoSuchChoice."""

    @abstractmethod
    async def again(self, who: str) -> None:
        """Deliver the speaker's last message once more, as a network does that saw no acknowledgement."""

    def now(self) -> datetime:
        return self.app.clock.now()

    async def move(self, to: datetime) -> None:
        await self.app.move_clock(to)

    async def heard(self) -> Heard:
        """What everybody heard since this was asked last, once nothing more is on its way."""
        while await self.app.kept.drain() + await self.app.sender.drain():
            pass
        heard, self._heard = self._heard, {}
        return heard

    async def pushes(self, who: str) -> set[str]:
        """Of all they heard, what was no answer: networks bring it before an answer or after."""
        async with self.app.db.reading() as session:
            address = await people.address(session, *self.where(who))
            lines = await transcript.of_address(session, address.id) if address else []
        return {line.body.text or "" for line in lines if line.body and line.push}

    def incidents(self) -> float:
        """How many messages ended in an apology."""
        sample = {"channel": self.where("")[0], "outcome": "failed"}
        return self.app.metrics.registry.get_sample_value("yizhan_turns_total", sample) or 0

    def hears(self, who: str, text: str) -> None:
        self._heard.setdefault(who, []).append(text)

    def fresh_id(self) -> str:
        self._count += 1
        return f"m{self._count}"


class NoSuchChoice(Exception):
    """Nobody showed this choice to the speaker."""


class _Recorder(Channel):
    """Keeps what it was to send."""

    name, account = "direct", "test"
    abilities = Abilities(buttons=True, answers_in_response=True, text_limit=100_000, per_second=100_000)

    def __init__(self, wire: Direct) -> None:
        self._wire = wire

    async def send(self, to: str, words: Words, key: str) -> str:
        self._wire.show(to, words)
        return key


class Direct(Wire):
    """Straight into the Turn: what a network does that answers in its response."""

    name = "direct"
    answers_again = True

    def __init__(self) -> None:
        super().__init__()
        self._choices: defaultdict[str, Shown] = defaultdict(Shown)
        self._last: dict[str, Inbound] = {}

    def where(self, who: str) -> tuple[str, str, str]:
        return _Recorder.name, _Recorder.account, who

    def channels(self) -> Sequence[Channel]:
        return (_Recorder(self),)

    async def say(self, who: str, said: Spoken) -> None:
        text = said.text
        if said.kind == "tap":
            text = self._choices[who].data(said.label) or ""
            if not text:
                raise NoSuchChoice(said.label)
        media = self.fresh_id() if said.kind in ("photo", "voice", "video") else ""
        self._last[who] = Inbound(
            *self.where(who), self.fresh_id(), said.kind, self.app.clock.now(),
            text=text, media=media, lat=said.lat, lon=said.lon, label=said.label,
        )  # fmt: skip
        await self.again(who)

    async def again(self, who: str) -> None:
        answer = await self.app.turns.take(self._last[who])
        for words in answer.words:
            self.show(who, words)

    def show(self, who: str, words: Words) -> None:
        self._choices[who].add((one.label, one.data) for one in words.choices)
        self.hears(who, words.text)


class Console(Wire):
    """Lines typed into the terminal, and what it prints."""

    name = "console"
    answers_again = True

    def where(self, who: str) -> tuple[str, str, str]:
        return ConsoleChannel.name, ConsoleChannel.account, who

    def channels(self) -> Sequence[Channel]:
        return (ConsoleChannel(),)

    async def start(self, url: str, folder: Path, at: datetime = FIVE, found: Found = small_town) -> None:
        await super().start(url, folder, at, found)
        reading, self._typing = os.pipe()
        self._stdin = os.fdopen(reading, encoding="utf-8")
        self._printed = _Printed()
        loop = chat_loop(self.app, self._stdin, cast("TextIO", self._printed))
        self._loop = asyncio.create_task(loop)

    async def stop(self) -> None:
        os.close(self._typing)
        await asyncio.wait_for(self._loop, 5)
        self._stdin.close()
        await super().stop()

    async def say(self, who: str, said: Spoken) -> None:
        await self._type(f"{who} > {_in_a_chat(said)}")

    async def again(self, who: str) -> None:
        await self._type(f"{who} >> ")

    async def move(self, to: datetime) -> None:
        await self._type(f"@ {to.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}")

    async def heard(self) -> Heard:
        await super().heard()
        return self._printed.taken()

    async def _type(self, line: str) -> None:
        """The bare @ behind it is answered when the line is through."""
        lines = line.replace("\n", "\\\n")
        data = memoryview(f"{lines}\n@\n".encode())
        seen = self._printed.clocks
        wanted = seen + 1 + line.startswith("@")
        while data:
            data = data[await asyncio.to_thread(os.write, self._typing, data[:4096]) :]
        async with asyncio.timeout(30):
            while self._printed.clocks < wanted:
                self._printed.flushed.clear()
                await self._printed.flushed.wait()
        if self._printed.trouble:
            raise NoSuchChoice(self._printed.trouble)


class _Printed:
    """A terminal's screen, read like a chat."""

    def __init__(self) -> None:
        self.flushed = asyncio.Event()
        self.clocks = 0
        self.trouble = ""
        self._bubbles: list[tuple[str, list[str]]] = []

    def write(self, text: str) -> int:
        for line in text.splitlines():
            who, sign, words = line.partition(" < ")
            if line.startswith("@"):
                self.clocks += 1
            elif line.startswith("#"):
                self.trouble = line
            elif line.startswith(("  ", "|")):
                self._bubbles[-1][1].append(line[2:])
            else:
                assert sign, f"the terminal printed {line!r}"
                self._bubbles.append((who, [words]))
        return len(text)

    def flush(self) -> None:
        self.flushed.set()

    def taken(self) -> Heard:
        heard: Heard = {}
        for who, lines in self._bubbles:
            heard.setdefault(who, []).append("\n".join(lines))
        self._bubbles = []
        return heard


def _in_a_chat(said: Spoken) -> str:
    """The brackets of a message, as somebody would type them."""
    marks = {"photo": "[照片] ", "voice": "[语音] ", "video": "[视频] ", "text": ""}
    if said.kind == "tap":
        return f"[点 {said.label}]"
    if said.kind == "location":
        return f"[位置 {said.lat},{said.lon} {said.label}]"
    return marks[said.kind] + said.text
