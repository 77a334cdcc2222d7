"""The phones page as a wire: its own requests over TCP, its own reading of the chat."""

from __future__ import annotations

import json
import socket
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot.channels.console import Spoken
from bot.shown import Shown
from tests.town import FIVE, Found, small_town
from tests.wires import Heard, NoSuchChoice, Wire

PICTURE = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


class Web(Wire):
    """The phones page's own requests, over TCP."""

    name = "web"
    says = frozenset({"text", "tap", "photo", "location"})

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, dict[str, Any]] = {}
        self._cursors: dict[str, int] = {}
        self._choices: defaultdict[str, Shown] = defaultdict(Shown)

    def where(self, who: str) -> tuple[str, str, str]:
        # The page's ids are plain ASCII, and an id of this form needs no row before its first message.
        return "web", "phones", f"new:{who.encode().hex()}"

    async def start(self, url: str, folder: Path, at: datetime = FIVE, found: Found = small_town) -> None:
        await super().start(url, folder, at, found)
        door = socket.create_server(("127.0.0.1", 0))
        self._base = f"http://127.0.0.1:{door.getsockname()[1]}"
        self._runner = web.AppRunner(self.app.web, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.SockSite(self._runner, door).start()
        self._client = ClientSession(headers={"X-Phones": "1", "Origin": self._base})

    async def stop(self) -> None:
        await self._client.close()
        await self._runner.cleanup()
        await super().stop()

    async def say(self, who: str, said: Spoken) -> None:
        body: dict[str, Any] = {"kind": said.kind, "text": said.text, "label": said.label}
        if said.kind == "tap":
            body["text"] = self._choices[who].data(said.label)
            if not body["text"]:
                raise NoSuchChoice(said.label)
        if said.kind == "photo":
            body["media"] = (await self._post("photo", PICTURE))["media"]
        if said.kind == "location":
            body |= {"lat": said.lat, "lon": said.lon}
        self._last[who] = {"who": self.where(who)[2], "message_id": self.fresh_id(), **body}
        self._cursors.setdefault(who, 0)
        await self.again(who)

    async def again(self, who: str) -> None:
        await self._post("say", json.dumps(self._last[who]).encode())

    async def heard(self) -> Heard:
        await super().heard()
        for who in await self._everybody():
            query = {"who": self.where(who)[2], "after": str(self._cursors.get(who, 0))}
            async with self._client.get(f"{self._base}/phones/api/chat", params=query) as answer:
                assert answer.status == 200, await answer.text()
                page = await answer.json()
            self._cursors[who] = page["cursor"]
            for bubble in page["messages"]:
                if not bubble["mine"]:
                    self._choices[who].add((one["label"], one["data"]) for one in bubble["choices"])
                    self.hears(who, bubble["text"])
        heard, self._heard = self._heard, {}
        return heard

    async def _everybody(self) -> list[str]:
        async with self._client.get(f"{self._base}/phones/api/people") as answer:
            people = (await answer.json())["people"]
        known = [one["id"].removeprefix("new:") for one in people]
        return [bytes.fromhex(one).decode() for one in known]

    async def _post(self, path: str, body: bytes) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} if path == "say" else {}
        async with self._client.post(f"{self._base}/phones/api/{path}", data=body, headers=headers) as answer:
            assert answer.status < 300, f"{path}: {answer.status} {await answer.text()}"
            found: dict[str, Any] = await answer.json()
            return found
