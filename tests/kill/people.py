"""Invented people on two networks. They speak, wait for their answer, and repeat what was not taken."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession

from tests.channels.telegram.people import Person
from tests.kill.child import Serve
from tests.kill.outside import Outside

_numbers = itertools.count(7001)


@dataclass
class Patience:
    """How long somebody waits for an answer: so many seconds after the last kill, however many came."""

    seconds: float = 45.0
    since: float = field(default_factory=time.monotonic)

    def renew(self) -> None:
        self.since = time.monotonic()

    def lasts(self, began: float) -> bool:
        return time.monotonic() < max(began, self.since) + self.seconds


class Silence(AssertionError):
    """Somebody spoke, it was acknowledged or repeated for long enough, and no answer came."""


class Somebody(ABC):
    """A person with a phone in their hands."""

    name: str
    patience: Patience

    @abstractmethod
    async def say(self, text: str) -> None:
        """Send it; on the web until it was taken."""

    @abstractmethod
    async def press(self, label: str) -> None:
        """Press the newest button whose label begins so; type the label where there is none."""

    @abstractmethod
    async def screen(self) -> list[str]:
        """All that was said to them, in order."""

    async def ask(self, text: str, hears: str) -> re.Match[str]:
        """Say it and wait for words that match."""
        seen = len(await self.screen())
        await self.say(text)
        return await self.hear(hears, seen, text)

    async def tap(self, label: str, hears: str) -> re.Match[str]:
        seen = len(await self.screen())
        await self.press(label)
        return await self.hear(hears, seen, f"[{label}]")

    async def glance(self, pattern: str, since: int, seconds: float = 6.0) -> re.Match[str] | None:
        """What of it comes soon, if anything does."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            for words in (await self.screen())[since:]:
                if found := re.search(pattern, words):
                    return found
            await asyncio.sleep(0.1)
        return None

    async def hear(self, pattern: str, since: int, after: str = "") -> re.Match[str]:
        began = time.monotonic()
        while self.patience.lasts(began):
            for words in (await self.screen())[since:]:
                if found := re.search(pattern, words):
                    return found
            await asyncio.sleep(0.05)
        heard = (await self.screen())[since:]
        raise Silence(f"{self.name} said {after!r}, waited for {pattern!r} and heard {heard}")


class Telegrammer(Somebody):
    """The network repeats for them."""

    def __init__(self, outside: Outside, name: str, patience: Patience) -> None:
        self.name, self.patience = name, patience
        self.person = Person(outside, next(_numbers), name)

    async def say(self, text: str) -> None:
        self.person.says(text)

    async def press(self, label: str) -> None:
        bubbles = reversed([one for one in self.person.api.delivered if one.chat == self.person.number])
        found = next((shown for one in bubbles for shown, _ in one.buttons if shown.startswith(label)), None)
        if found is None:
            self.person.says(label)
        else:
            self.person.presses(found)

    async def screen(self) -> list[str]:
        return self.person.hears


@dataclass
class Browser(Somebody):
    """A phone on the page: repeats a message under the same id until it hears 200."""

    serve: Serve
    http: ClientSession
    who: str
    name: str
    patience: Patience = field(default_factory=Patience)
    taken: list[str] = field(default_factory=list)
    """Ids of messages that were answered with 200."""
    tries: int = 0
    refused: int = 0

    async def say(self, text: str) -> None:
        await self.send({"kind": "text", "text": text})

    async def press(self, label: str) -> None:
        choices = [choice for bubble in await self._bubbles() for choice in bubble.get("choices", ())]
        found = next((one for one in reversed(choices) if one["label"].startswith(label)), None)
        if found is None:
            await self.send({"kind": "text", "text": label})
        else:
            await self.send({"kind": "tap", "text": found["data"], "label": found["label"]})

    async def send(self, content: dict[str, Any]) -> str:
        """The page's own way: the same message again and again until somebody has it."""
        message = {"who": self.who, "message_id": f"k{next(_numbers)}", **content}
        began = time.monotonic()
        while self.patience.lasts(began):
            if await self.attempt(message) == 200:
                self.taken.append(str(message["message_id"]))
                return str(message["message_id"])
            await asyncio.sleep(0.2)
        raise Silence(f"{self.name} could not get rid of {content}")

    async def attempt(self, message: dict[str, Any]) -> int:
        """One try; the status, 0 without an answer."""
        self.tries += 1
        headers = {"X-Phones": "1", "Origin": self.serve.base}
        try:
            async with self.http.post(
                self.serve.base + "/phones/api/say", json=message, headers=headers
            ) as answer:
                assert answer.status in (200, 503), await answer.text()
                self.refused += answer.status == 503
                return answer.status
        except (ClientError, TimeoutError, OSError):
            return 0

    async def screen(self) -> list[str]:
        return [bubble["text"] for bubble in await self._bubbles() if not bubble["mine"]]

    async def _bubbles(self) -> list[dict[str, Any]]:
        """All of the chat; the page that cannot be had is asked for again."""
        began = time.monotonic()
        while self.patience.lasts(began):
            try:
                async with self.http.get(
                    self.serve.base + "/phones/api/chat", params={"who": self.who}
                ) as answer:
                    if answer.status == 200:
                        messages: list[dict[str, Any]] = (await answer.json())["messages"]
                        return messages
            except (ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(0.2)
        raise Silence(f"{self.name} could not open the chat")
