"""The web server: routes of the channels, health, figures; kind answers when something goes wrong."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

from bot import logs, metrics
from bot.channels.base import Channel
from bot.house import App
from bot.turn import NotKept
from handlers.phrases import say

LARGEST_BODY = 2 * 1024 * 1024
BACKLOG = 1024
"""So many may knock in one moment. At 128 the others of a storm knock again a second later."""
_PROBED_EVERY = 1.0

log = logs.get("http")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Probe = Callable[[], Awaitable[dict[str, str]]]
"""Each part of the house and how it is: "ok", or one word that says what is wrong."""


def make_web(
    channels: Iterable[Channel], figures: metrics.Metrics, probe: Probe, count: Callable[[], Awaitable[None]]
) -> web.Application:
    """The application: `probe` tells how the parts are, `count` brings the backlog's figures up to date."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[plainly])
    ready = _Ready(probe)

    async def show_figures(_request: web.Request) -> web.Response:
        await count()
        body, content_type = metrics.render(figures.registry)
        return web.Response(body=body, headers={"Content-Type": content_type})

    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", ready.answer)
    app.router.add_get("/metrics", show_figures)
    for channel in channels:
        channel.mount(app)
    return app


@web.middleware
async def plainly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong, one plain sentence leaves, and the log has the rest."""
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        return _said(answer.status, answer.headers.get("Allow"))
    except NotKept:
        return _said(503)
    except Exception as error:
        log.error("http.failed", route=_route(request), exc_info=error)
        return _said(500)


def _said(status: int, allow: str | None = None) -> web.Response:
    key = {404: "not_found", 413: "too_big", 503: "not_kept"}.get(
        status, "refused" if status < 500 else "failed"
    )
    headers = {"Allow": allow} if allow else None
    return web.Response(status=status, text=say(f"web.{key}"), headers=headers)


async def _alive(_request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


class _Ready:
    """/readyz writes to the ledger to know, so a storm of questions shares one answer."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._lock = asyncio.Lock()
        self._parts: dict[str, str] = {}
        self._asked_at = -_PROBED_EVERY

    async def answer(self, _request: web.Request) -> web.Response:
        async with self._lock:
            if time.monotonic() - self._asked_at >= _PROBED_EVERY:
                self._parts = await self._probe()
                self._asked_at = time.monotonic()
        ready = all(state == "ok" for state in self._parts.values())
        return web.json_response({"ready": ready, **self._parts}, status=200 if ready else 503)


class AccessLog(AbstractAccessLogger):
    """Which route, how it went, how long it took. Paths, queries and addresses may tell of a person."""

    @property
    def enabled(self) -> bool:
        return logging.getLogger().isEnabledFor(logging.DEBUG)

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        log.debug(
            "http",
            method=request.method,
            route=_route(request),
            status=response.status,
            ms=round(time * 1000, 1),
        )


def _route(request: web.BaseRequest) -> str:
    resource = request.match_info.route.resource if isinstance(request, web.Request) else None
    return resource.canonical if resource else "-"


async def listen(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Open the door. OSError when the address cannot be had."""
    # Nobody who calls us packs what they send, but whoever means harm makes 64 MB of 64 KB.
    runner = web.AppRunner(
        app, access_log_class=AccessLog, handle_signals=False, shutdown_timeout=8.0, auto_decompress=False
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=BACKLOG).start()
    except BaseException:
        await runner.cleanup()
        raise
    return runner


async def run(app: App, door: web.AppRunner, up: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; then take in nothing more, finish what is in hand, and return."""
    settings = app.settings
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for end in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(end, asked.set)
    try:
        await app.start()
        host = f"[{settings.http_host}]" if ":" in settings.http_host else settings.http_host
        up(f"http://{host}:{settings.http_port}/")
        log.info("serve.up", host=settings.http_host, port=settings.http_port, env=settings.env)
        await asked.wait()
        log.info("serve.stopping")
    finally:
        for end in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(end)  # asked again, it ends at once
        await asyncio.gather(door.cleanup(), app.settle())
