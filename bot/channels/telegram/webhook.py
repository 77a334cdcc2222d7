"""Telegram delivers: answered 200 only once the message is on disk, so what is not is delivered again."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot import logs
from bot.channels.base import NotKept
from bot.channels.telegram.inbound import Update

log = logs.get("telegram")

SECRET = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1 << 20


def path(account: str) -> str:
    return f"/telegram/{account}"


def address(base: str, account: str) -> str:
    """What Telegram is told: the setting may name the server, its /telegram, or the full path."""
    tail = path(account)
    return base.rstrip("/").removesuffix(tail).removesuffix("/telegram") + tail


class Webhook:
    def __init__(self, secret: str, hear: Callable[[Update], Awaitable[None]]) -> None:
        self._secret = secret.encode()
        self._hear = hear

    async def deliver(self, request: web.Request) -> web.Response:
        shown = request.headers.get(SECRET, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(shown, self._secret):
            log.warning("telegram.wrong_secret")
            return web.Response(status=403)
        try:
            update = _parsed(await _body(request))
        except (ValueError, RecursionError):
            log.warning("telegram.bad_request")
            return web.Response(status=400)
        try:
            await self._hear(update)
        except NotKept:
            return web.Response(status=503)
        return web.Response()


async def _body(request: web.Request) -> bytes:
    """At most as much as an update can be; a stranger with the secret does not fill our memory either."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=MOST_BYTES, actual_size=len(body))
    return bytes(body)


def _parsed(body: bytes) -> Update:
    update = json.loads(body)
    if not isinstance(update, dict):
        raise ValueError("an update is an object")
    return update
