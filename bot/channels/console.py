"""The terminal as a channel: several people in one window, in the words of a `.chat` file.

    张三 > 找活                  somebody says something (>> delivers their last message once more)
    张三 < 您想干什么工种？       what they hear
    @ 明天 05:30                 moves the clock

A line without a name is said by whoever spoke last; one that ends in \\ goes on in the next. What is printed
is a chat again: whole `.chat` files can be fed in, their remarks and heard lines are passed over.
"""

from __future__ import annotations

import asyncio
import codecs
import os
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TextIO

from bot import logs
from bot.channels.base import Abilities, Answer, Channel, Inbound, Kind, NotKept, Words
from bot.clock_words import SHANGHAI, BadClock, next_moment
from bot.shown import Shown
from handlers.phrases import say, words
from storage.ids import new_id

log = logs.get("console")

_LINE = re.compile(r"(?P<who>\S{1,30})\s*(?P<sign>>>|>|<)\s?(?P<words>.*)", re.DOTALL)
_BRACKET = re.compile(r"\[(?P<mark>\w+)(?:\s+(?P<about>[^\]]*))?\]\s*(?P<rest>.*)", re.DOTALL)
_PLACE = re.compile(r"(?P<lat>-?\d+(?:\.\d+)?)\s*[,，]\s*(?P<lon>-?\d+(?:\.\d+)?)\s*(?P<label>.*)")
_KINDS: tuple[Kind, ...] = ("photo", "voice", "video", "location", "tap")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody says, as it is written in a chat: plain words, or something in brackets."""

    kind: Kind
    text: str = ""
    lat: float | None = None
    lon: float | None = None
    label: str = ""


def spoken(written: str) -> Spoken:
    """`[位置 24.3,116.1 桥头]`, `[点 报名]`, `[照片] 欠条` …; everything else is words."""
    found = _BRACKET.fullmatch(written)
    kind = next((kind for kind in _KINDS if found and found["mark"] in words(f"console.{kind}")), None)
    if found is None or kind is None:
        return Spoken("text", written)
    about = (found["about"] or "").strip()
    if kind == "tap":
        return Spoken("tap", label=about) if about else Spoken("text", written)
    if kind != "location":
        return Spoken(kind, found["rest"])
    place = _PLACE.fullmatch(about)
    if place is None:
        return Spoken("text", written)
    return Spoken("location", lat=float(place["lat"]), lon=float(place["lon"]), label=place["label"])


def written(who: str, text: str) -> str:
    """A bubble as a chat shows it: its further lines are indented, empty ones are a bar."""
    first, *rest = text.split("\n")
    return "\n".join([f"{who} < {first}", *(f"  {line}" if line.strip() else "|" for line in rest)])


class ConsoleChannel(Channel):
    """Prints what people hear; pushes print by themselves."""

    name = "console"
    account = "terminal"
    abilities = Abilities(buttons=True, answers_in_response=True, text_limit=20_000, per_second=1000)

    def __init__(self) -> None:
        self.out: TextIO | None = None
        self.choices: defaultdict[str, Shown] = defaultdict(Shown)

    async def send(self, to: str, words: Words, key: str) -> str:
        self.show(to, words)
        return key

    def show(self, who: str, words: Words) -> None:
        self.choices[who].add((one.label, one.data) for one in words.choices)
        self.print(written(who, words.text))

    def print(self, text: str) -> None:
        if self.out:
            self.out.write(text.encode("utf-8", "replace").decode() + "\n")
            self.out.flush()


class _Clock(Protocol):
    def now(self) -> datetime: ...


class _Turns(Protocol):
    async def take(self, inbound: Inbound) -> Answer: ...


class _Sender(Protocol):
    async def drain(self) -> int: ...


class House(Protocol):
    """The part of the app that the terminal talks to."""

    @property
    def channels(self) -> Mapping[tuple[str, str], Channel]: ...
    @property
    def clock(self) -> _Clock: ...
    @property
    def turns(self) -> _Turns: ...
    @property
    def sender(self) -> _Sender: ...
    @property
    def move_clock(self) -> Callable[[datetime | None], Awaitable[None]]: ...


async def chat_loop(app: House, stdin: TextIO, stdout: TextIO) -> None:
    """Serve the terminal until its input ends. The app was built with a ConsoleChannel."""
    channel = app.channels[ConsoleChannel.name, ConsoleChannel.account]
    assert isinstance(channel, ConsoleChannel)
    channel.out = stdout
    terminal = Terminal(app, channel)
    if stdin.isatty():
        terminal.remark(say("console.hello"))
    async for line in _lines(stdin):
        try:
            await terminal.hear(line)
        except Exception as error:
            log.error("console.failed", exc_info=error)
            terminal.remark(say("console.failed"))


class Terminal:
    """Reads line by line what people say, and prints what they hear in answer."""

    def __init__(self, app: House, channel: ConsoleChannel) -> None:
        self._app = app
        self._channel = channel
        self._who = ""
        self._begun: list[str] = []
        self._last: dict[str, Inbound] = {}
        self._unsent: Inbound | None = None

    async def hear(self, line: str) -> None:
        if line.endswith("\\"):
            self._begun.append(line[:-1])
            return
        line = "\n".join([*self._begun, line])
        self._begun.clear()
        if self._unsent and line.strip() in words("console.again"):
            await self._send(self._unsent)
        elif line.startswith("@"):
            await self._time(line[1:].strip())
        # Remarks, and the further lines of a bubble when a chat is fed in.
        elif line.strip() and not line.startswith(("#", " ", "\t", "|")):
            await self._said(line)

    def remark(self, text: str) -> None:
        self._channel.print("\n".join(f"# {line}" for line in text.split("\n")))

    async def _time(self, asked: str) -> None:
        try:
            if asked:
                await self._app.move_clock(next_moment(asked, self._app.clock.now()))
        except BadClock as error:
            self.remark(error.said)
        self._channel.print(f"@ {self._app.clock.now().astimezone(SHANGHAI):%Y-%m-%d %H:%M}")

    async def _said(self, line: str) -> None:
        found = _LINE.fullmatch(line)
        who, sign, what = (found["who"], found["sign"], found["words"]) if found else (self._who, ">", line)
        if sign == "<":
            return
        if not who:
            self.remark(say("console.whose"))
            return
        self._who = who
        message = self._last.get(who) if sign == ">>" else self._inbound(who, spoken(what))
        if message:
            await self._send(message)

    def _inbound(self, who: str, said: Spoken) -> Inbound | None:
        number = str(new_id())
        message = Inbound(
            ConsoleChannel.name, ConsoleChannel.account, who, number, said.kind, self._app.clock.now()
        )
        if said.kind == "tap":
            data = self._channel.choices[who].data(said.label)
            if data is None:
                self.remark(say("console.no_choice", who=who, label=said.label))
                return None
            return replace(message, text=data)
        media = f"console-{number}" if said.kind in ("photo", "voice", "video") else ""
        return replace(message, text=said.text, media=media, lat=said.lat, lon=said.lon, label=said.label)

    async def _send(self, message: Inbound) -> None:
        """Hand it over, print the answer, then let go out what it caused for others."""
        self._last[message.sender] = message
        try:
            answer = await self._app.turns.take(message)
        except NotKept:
            self._unsent = message
            self.remark(say("console.not_kept", who=message.sender))
            return
        self._unsent = None
        for bubble in answer.words:
            self._channel.show(message.sender, bubble)
        await self._app.sender.drain()


async def _lines(stdin: TextIO) -> AsyncIterator[str]:
    """Line by line, without a thread: one that waits for the keyboard could not be ended by Ctrl-C."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    rest = ""
    while chunk := await _chunk(stdin.fileno()):
        *whole, rest = (rest + decoder.decode(chunk)).split("\n")
        for line in whole:
            yield line.rstrip("\r")
    if rest:
        yield rest


async def _chunk(handle: int) -> bytes:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    try:
        loop.add_reader(handle, ready.set)
    except PermissionError:
        return os.read(handle, 65536)  # a file is always ready, and cannot be waited for
    try:
        await ready.wait()
    finally:
        loop.remove_reader(handle)
    return os.read(handle, 65536)
