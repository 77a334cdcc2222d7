"""The WeChat channel: one Official Account, called by WeChat, answering in the response."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from aiohttp import web

from bot.channels.base import (
    Abilities,
    Channel,
    Contact,
    News,
    Notice,
    Refused,
    Way,
    WayClosed,
    Window,
    Words,
)
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.callback import PATH, Door
from bot.channels.wechat.files import SENT_AS
from bot.channels.wechat.harmless import LIMIT
from bot.channels.wechat.inbound import NAME
from bot.channels.wechat.late import Late, Pace, Take
from bot.channels.wechat.once import OncePage

_MINUTE = Window(3, timedelta(minutes=1))
WINDOWS: Mapping[Contact, Window] = {
    "message": Window(5, timedelta(hours=48)),
    "tap": _MINUTE,
    "follow": _MINUTE,
    "scan": _MINUTE,
}
"""What may follow a contact, as WeChat counts since 2023."""


class Out(Protocol):
    """The account's API (outbound.py)."""

    async def send(self, to: str, words: Words, key: str) -> str: ...

    async def notify(self, to: str, notice: Notice, way: Way, key: str) -> str: ...

    async def send_file(self, to: str, data: bytes, ending: str, key: str) -> str: ...

    async def fetch(self, media: str) -> tuple[bytes, str]: ...

    async def close(self) -> None: ...


class WechatChannel(Channel):
    """`take` and `news` are the Turn's side, `folder` holds what was acknowledged too early (late.py).

    Without an `api` the account only answers.
    """

    name = NAME

    def __init__(
        self,
        account: WechatAccount,
        take: Take,
        news: Callable[[News], Awaitable[None]],
        folder: Path,
        *,
        now: Callable[[], datetime],
        count: Callable[[str], None],
        api: Out | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.account = account.app_id
        self.abilities = Abilities(
            answers_in_response=True,
            one_answer=LIMIT,
            ways=account.ways,
            windows=WINDOWS,
            files=tuple(SENT_AS) if api else (),
            text_limit=LIMIT,
            per_second=50.0,
        )
        self._api = api
        self._late = Late(take, folder / account.app_id, pace or Pace())
        self._door = Door(account, self._late.answer, news, now, count)
        self._once = OncePage(account, news, now, count)

    def mount(self, app: web.Application) -> None:
        app.router.add_get(PATH, self._door.verify, allow_head=False)
        app.router.add_post(PATH, self._door.deliver)
        self._once.mount(app)

    async def listen(self) -> None:
        """Take up what was acknowledged and not kept, until cancelled."""
        await self._late.run()

    async def send(self, to: str, words: Words, key: str) -> str:
        return await self._out("service").send(to, words, key)

    async def notify(self, to: str, notice: Notice, way: Way, key: str) -> str:
        return await self._out(way).notify(to, notice, way, key)

    async def send_file(self, to: str, data: bytes, ending: str, key: str) -> str:
        return await self._out("service").send_file(to, data, ending, key)

    async def fetch(self, media: str) -> tuple[bytes, str]:
        if self._api is None:
            raise Refused("without an app secret WeChat hands out no files")
        return await self._api.fetch(media)

    async def close(self) -> None:
        await self._late.close()
        if self._api:
            await self._api.close()

    def _out(self, way: Way) -> Out:
        if self._api is None:
            raise WayClosed("without an app secret the account only answers", way)
        return self._api
