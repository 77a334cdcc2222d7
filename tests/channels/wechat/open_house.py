"""The whole house behind the callback, for tests: real Turns, ledger and sender, WeChat on both sides."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.app import App, build_app
from bot.channels.wechat.channel import WechatChannel
from storage.db import Database
from tests.channels.wechat.accounts import Kind
from tests.channels.wechat.conftest import ALERT, NOTICE
from tests.channels.wechat.people import Person
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.their_side import BEFORE, KEY, NOW, TOKEN, US, Got, Server, message, opened
from tests.town import StillClock, TownSettings, small_town


@dataclass
class Town:
    app: App
    api: WechatApi
    wechat: Server
    zhang: Person

    async def says(self, text: str, who: Person | None = None, **more: Any) -> str:
        """What comes back at once, as it is written on the wire; "success" when nothing does."""
        person = who or self.zhang
        person.contact("tap" if "bizmsgmenuid" in more else "message")
        return await self.sends("text", person, Content=text, **more)

    async def sends(self, kind: str, who: Person, **fields: Any) -> str:
        fields = {"CreateTime": int(self.app.clock.now().timestamp()), **fields}
        self.wechat.at = int(self.app.clock.now().timestamp())
        return content(await self.wechat.sealed(message(kind, sender=who.openid, **fields)))

    async def does(self, event: str, key: str = "") -> Got:
        return await self.wechat.sealed(message("event", sender=self.zhang.openid, Event=event, EventKey=key))

    async def passes(self, **time: float) -> None:
        """The clock moves; routines run and what is due leaves, as it would have."""
        await self.app.move_clock(self.app.clock.now() + timedelta(**time))
        await self.drain()

    async def drain(self) -> None:
        while await self.app.kept.drain() + await self.app.sender.drain():
            pass

    @property
    def late(self) -> Path:
        return self.app.settings.data_dir / "late" / self.api.app_id

    @property
    def channel(self) -> WechatChannel:
        found = self.app.channels["wechat", self.api.app_id]
        assert isinstance(found, WechatChannel)
        return found


def content(got: Got) -> str:
    assert got.status == 200
    return got.text if got.text == "success" else opened(got)["Content"]


async def open_house(
    stack: AsyncExitStack, url: str, folder: Path, kind: Kind = "verified_service", **more: Any
) -> Town:
    """In the small town, with an account of this kind; `more` are settings."""
    clock = StillClock(NOW)
    api = WechatApi(now=clock.now, kind=kind, templates=[ALERT, NOTICE])
    await api.start()
    stack.push_async_callback(api.stop)
    asked: dict[str, Any] = {
        "env": "test",
        "data_dir": folder,
        "database_url": url,
        "node": "test",
        "wechat_app_id": api.app_id,
        "wechat_secret": api.secret,
        "wechat_token": TOKEN,
        "wechat_aes_key": KEY,
        "wechat_aes_key_previous": BEFORE,
        "wechat_original_id": US,
        "wechat_api_base": api.base,
    }
    settings = TownSettings(**{**asked, **more})
    db = Database(url)
    await db.open()
    async with db.unit() as session:
        await small_town(session, clock.now())
    app = await build_app(settings, db=db, clock=clock)
    stack.push_async_callback(app.stop)
    server = await stack.enter_async_context(TestServer(app.web))
    http = await stack.enter_async_context(ClientSession())
    return Town(app, api, Server(str(server.make_url("/wechat")), http), api.person("张三"))
