"""GET and POST /wechat: WeChat verifies our address and delivers what people said or did.

200 with an answer or with `success` means it is kept; 503 that it is not, and WeChat delivers again; 403 that
it was not WeChat, or damaged. Nobody outside learns which: the reason is in our own counter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web

from bot import logs
from bot.channels.base import Inbound, News, NotKept, Words
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.gate import Callback, Gate
from bot.channels.wechat.inbound import Heard, kind_of, read
from bot.channels.wechat.passive import passive
from bot.channels.wx_crypto import BadCallback

log = logs.get("wechat")

PATH = "/wechat"
MOST_BYTES = 64 * 1024
SLOWEST = 5.0
"""Seconds for a body to come in; WeChat itself waits no longer for our answer."""
MOST_KINDS = 100
DONE = "success"
"""Handled, nothing to say, do not deliver it again."""


class Door:
    """`answer(inbound, since)` gives the words for the response; `news` takes what waits for none."""

    def __init__(
        self,
        account: WechatAccount,
        answer: Callable[[Inbound, float], Awaitable[Words | None]],
        news: Callable[[News], Awaitable[None]],
        now: Callable[[], datetime],
        count: Callable[[str], None],
    ) -> None:
        self._account = account
        self._answer = answer
        self._news = news
        self._now = now
        self._count = count
        self._gate = Gate(account)
        self._unknown: set[str] = set()

    async def verify(self, request: web.Request) -> web.Response:
        try:
            return web.Response(text=self._gate.echo(request.query, self._now()))
        except BadCallback as error:
            return self._refused(error.reason)

    async def deliver(self, request: web.Request) -> web.Response:
        since = asyncio.get_running_loop().time()
        try:
            delivered = await _body(request)
            callback = self._gate.open(request.query, delivered, self._now())
            heard = read(callback.fields, self._account.app_id)
        except BadCallback as error:
            return self._refused(error.reason)
        try:
            words = await self._hear(heard, callback, since)
        except NotKept:
            return web.Response(status=503)
        return self._said(words, callback)

    async def _hear(self, heard: Heard | None, callback: Callback, since: float) -> Words | None:
        if isinstance(heard, Inbound):
            return await self._answer(heard, since)
        if heard is None:
            self._wonder(kind_of(callback.fields))
        for one in heard or ():
            await self._news(one)
        return None

    def _said(self, words: Words | None, callback: Callback) -> web.Response:
        us, them = callback.fields.get("ToUserName"), callback.fields.get("FromUserName")
        answer = passive(words, str(them), str(us), self._now()) if words else None
        if answer is None:
            return web.Response(text=DONE)
        written = self._gate.seal(callback, answer, self._now())
        kind = "application/json" if written.startswith("{") else "application/xml"
        return web.Response(text=written, content_type=kind)

    def _wonder(self, kind: str) -> None:
        """Something new from WeChat: the log says so once, not with every delivery."""
        if kind not in self._unknown and len(self._unknown) < MOST_KINDS:
            self._unknown.add(kind)
            log.warning("wechat.unknown_kind", kind=kind)

    def _refused(self, reason: str) -> web.Response:
        self._count(reason)
        log.info("wechat.refused", reason=reason)
        return web.Response(status=413 if reason == "size" else 403)


async def _body(request: web.Request) -> bytes:
    """At most as much as a callback can be, and no slower than one is."""
    body = bytearray()
    try:
        async with asyncio.timeout(SLOWEST):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise BadCallback("size")
    except TimeoutError:
        raise BadCallback("slow") from None
    return bytes(body)
