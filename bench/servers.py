"""The servers that bench/inbound.py compares, one process each: `python -m bench.servers NAME FOLDER PORT`.

raw      aiohttp reads and checks the same body and answers a constant: the limit for our stack
turn     our full Turn behind the same route: dedupe, dialogue, ledger, outbox, durable commit, answer
memory   the same with synchronous=OFF: what durability costs
single   the same with one COMMIT a message: what grouping saves
wide     the same with 200 more conversations on the switchboard
minimal  imports aiogram and aiohttp and answers a constant: the peer of our start-up
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

CONSTANT = json.dumps({"words": ["记下了：瓷砖工。有合适的零工会第一时间通知您。"]}, ensure_ascii=False)
Take = Callable[[dict[str, Any]], Awaitable[str]]


def read(body: bytes) -> dict[str, Any]:
    """The same reading and checking for every server."""
    found = json.loads(body)
    if not isinstance(found, dict) or not all(
        isinstance(found.get(key), str) for key in ("who", "id", "text")
    ):
        raise web.HTTPBadRequest
    return found


async def constant(found: dict[str, Any]) -> str:
    del found
    return CONSTANT


async def product(name: str, folder: Path) -> Take:
    """The real app, with the invented county, everything but its own server running."""
    from bot.lean import (
        load_aiogram,
        rest,
        settle,
    )  # late: as `serve` does, and the raw server must not pay for it

    rest()
    load_aiogram()
    from bench.product import turns, went_wrong  # late: after the lean import
    from bot.channels.base import Inbound  # late: after the lean import

    take = await turns(name, folder)
    settle()

    async def answer(found: dict[str, Any]) -> str:
        inbound = Inbound(
            "web", "phones", found["who"], found["id"], "text", datetime.now(UTC), text=found["text"]
        )
        words = (await take(inbound)).words
        if went_wrong(words):
            raise web.HTTPInternalServerError(text=f"{found['text']}: {words}")
        return json.dumps({"words": [one.text for one in words]}, ensure_ascii=False)

    return answer


async def serve(name: str, folder: Path, port: int) -> None:
    if name == "minimal":
        import aiogram  # late: importing it is what this server is for

        print("with aiogram", aiogram.__version__, file=sys.stderr)
    take = constant if name in ("raw", "minimal") else await product(name, folder)

    async def handle(request: web.Request) -> web.Response:
        text = await take(read(await request.read()))
        return web.Response(text=text, content_type="application/json")

    app = web.Application()
    app.router.add_post("/", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
