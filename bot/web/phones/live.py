"""News for open pages: one stream of server-sent events, each carrying what the phones have not seen."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.clock_words import SHANGHAI
from bot.web.phones.desk import Bubble, ChatPage, DeskError, PhonesDesk
from bot.web.phones.guard import HEADERS

HEARTBEAT = 15.0
_BREATH = 0.05  # an answer and the push behind it become one reading


async def stream(
    request: web.Request,
    desk: PhonesDesk,
    seen: Mapping[str, int],
    closing: asyncio.Event,
) -> web.StreamResponse:
    """Write news of these people until the browser leaves or the server closes."""
    cursors = dict(seen)
    for who in cursors:
        await desk.chat(
            who, cursors[who]
        )  # an unknown person is refused while there is still a status to send
    response = web.StreamResponse(headers=HEADERS | {"X-Accel-Buffering": "no"})
    response.content_type = "text/event-stream"
    response.charset = "utf-8"
    try:
        await response.prepare(request)
        while not closing.is_set():
            await _round(response, desk, cursors, closing)
    except (ConnectionError, DeskError):
        pass  # gone, or the ledger is: the browser comes back by itself and asks again meanwhile
    return response


async def _round(
    response: web.StreamResponse,
    desk: PhonesDesk,
    cursors: dict[str, int],
    closing: asyncio.Event,
) -> None:
    """Start listening, write what there is, then wait: in this order nothing is missed."""
    news: asyncio.Task[set[str]] = asyncio.create_task(desk.wait(list(cursors), HEARTBEAT))
    closed = asyncio.create_task(closing.wait())
    try:
        await asyncio.sleep(0)
        for who, after in cursors.items():
            page = await desk.chat(who, after)
            if page.messages:
                cursors[who] = page.cursor
                await _write(response, "page", {"who": who, **page_json(page, desk)})
        await _write(response, "beat", {"now": shown(desk)})
        await asyncio.wait({news, closed}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(_BREATH)
    finally:
        news.cancel()
        closed.cancel()
        await asyncio.gather(news, closed, return_exceptions=True)


async def _write(response: web.StreamResponse, event: str, data: dict[str, Any]) -> None:
    await response.write(f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode())


def shown(desk: PhonesDesk) -> str:
    """The desk's time as the page shows it."""
    return desk.now().astimezone(SHANGHAI).isoformat(timespec="seconds")


def page_json(page: ChatPage, desk: PhonesDesk) -> dict[str, Any]:
    return {
        "cursor": page.cursor,
        "messages": [_bubble_json(bubble) for bubble in page.messages],
        "now": shown(desk),
    }


def _bubble_json(bubble: Bubble) -> dict[str, Any]:
    return {
        "id": bubble.id,
        "key": bubble.key,
        "mine": bubble.mine,
        "kind": bubble.kind,
        "text": bubble.text,
        "media": bubble.media,
        "lat": bubble.lat,
        "lon": bubble.lon,
        "at": bubble.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "push": bubble.push,
        "choices": [choice._asdict() for choice in bubble.choices],
    }
