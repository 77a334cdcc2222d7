"""The webhook: who may deliver, and that 200 means on disk."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web

from bot.channels.base import Choice, Misconfigured, Words
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.webhook import MOST_BYTES, address
from tests.channels.telegram.conftest import Ledger, Make
from tests.channels.telegram.people import Person
from tests.channels.telegram.server import BotApi
from tests.channels.telegram.wire_format import SECRET, Fault

KEY = "Kq7vT2mX9bLr4WzN8sYd3HfC6pJg1a"
PUBLIC = "https://bot.example.org"


@pytest.fixture
def hook(make: Make) -> TelegramChannel:
    return make(telegram_mode="webhook", telegram_webhook_url=PUBLIC, telegram_webhook_secret=KEY)


@pytest.fixture
async def site(hook: TelegramChannel, api: BotApi) -> AsyncIterator[str]:
    app = web.Application()
    hook.mount(app)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    place = f"http://127.0.0.1:{runner.addresses[0][1]}"
    api.public[PUBLIC] = place
    yield place
    await runner.cleanup()


async def post(url: str, body: bytes, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        ClientSession() as session,
        session.post(url, data=io.BytesIO(body), headers=named) as response,
    ):
        return response.status


async def test_telegram_delivers_and_hears_200_when_it_is_kept(
    hook: TelegramChannel, site: str, api: BotApi, ledger: Ledger, zhang: Person
) -> None:
    await hook.listen()
    zhang.says("找活")
    zhang.says("瓷砖")
    await api.until(lambda: not api.waiting)
    assert ledger.texts == ["找活", "瓷砖"] and api.refused_deliveries == 0
    registered = api.received("setWebhook")[0]
    assert registered["url"] == f"{PUBLIC}/telegram/4242"
    assert registered["secret_token"] == KEY
    assert registered["allowed_updates"] == ["message", "callback_query"]
    assert api.received("getUpdates") == [] and len(api.menu) == 6


async def test_what_is_not_kept_is_delivered_again(
    hook: TelegramChannel, site: str, api: BotApi, ledger: Ledger, zhang: Person
) -> None:
    ledger.away = True
    await hook.listen()
    zhang.says("找活")
    await api.until(lambda: api.refused_deliveries >= 3)
    assert len(api.waiting) == 1 and ledger.kept == []
    ledger.away = False
    await api.until(lambda: not api.waiting)
    assert ledger.texts == ["找活"]


async def test_200_waits_for_the_ledger(
    hook: TelegramChannel, site: str, api: BotApi, ledger: Ledger, zhang: Person
) -> None:
    ledger.slow_for["1001"] = asyncio.Event()
    await hook.listen()
    zhang.says("找活")
    await api.until(lambda: ledger.asked)
    await asyncio.sleep(0.05)
    assert len(api.waiting) == 1
    ledger.slow_for["1001"].set()
    await api.until(lambda: not api.waiting)


async def test_a_tap_by_webhook_is_answered(
    hook: TelegramChannel, site: str, api: BotApi, ledger: Ledger, zhang: Person
) -> None:
    await hook.listen()
    await hook.send("1001", Words("瓷砖工\n1 报名", (Choice("报名", "gig.apply:17"),)), "row:1")
    query = zhang.presses("报名")
    await api.until(lambda: api.answered == [query])
    assert [(one.kind, one.text) for one in ledger.kept] == [("tap", "gig.apply:17")]


def update(text: str) -> bytes:
    person = {"id": 1001, "is_bot": False, "first_name": "三"}
    message = {"message_id": 5, "date": 1767222000, "chat": {"id": 1001, "type": "private"}, "from": person}
    return json.dumps({"update_id": 9, "message": {**message, "text": text}}).encode()


@pytest.mark.parametrize("shown", [None, "", KEY[:-1], KEY + "x", KEY.lower(), "é", "\udcff"])
async def test_a_stranger_is_turned_away(site: str, ledger: Ledger, shown: str | None) -> None:
    headers = {} if shown is None else {SECRET: shown}
    assert await post(f"{site}/telegram/4242", update("招人"), **headers) == 403
    assert ledger.asked == []


async def test_with_the_secret_the_same_is_taken_once(site: str, ledger: Ledger) -> None:
    for _ in range(3):
        assert await post(f"{site}/telegram/4242", update("招人"), **{SECRET: KEY}) == 200
    assert ledger.texts == ["招人"] and len(ledger.asked) == 3


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_update_is_refused_and_forgotten(site: str, ledger: Ledger, body: bytes) -> None:
    assert await post(f"{site}/telegram/4242", body, **{SECRET: KEY}) == 400
    assert ledger.asked == []


@pytest.mark.parametrize(
    "body", [b"{}", b'{"update_id": 1}', b'{"update_id": 1, "message": 7}', b'{"callback_query": {"id": []}}']
)
async def test_updates_of_no_use_are_not_delivered_for_ever(site: str, ledger: Ledger, body: bytes) -> None:
    assert await post(f"{site}/telegram/4242", body, **{SECRET: KEY}) == 200
    assert ledger.asked == []


async def test_a_body_has_an_end(site: str, ledger: Ledger) -> None:
    assert await post(f"{site}/telegram/4242", update("好" * (MOST_BYTES // 3)), **{SECRET: KEY}) == 413
    assert ledger.asked == []


async def test_other_bots_and_other_methods_have_no_address_here(site: str) -> None:
    assert await post(f"{site}/telegram/4243", update("招人"), **{SECRET: KEY}) == 404


async def test_an_address_telegram_refuses_is_for_the_operator(hook: TelegramChannel, api: BotApi) -> None:
    described = "Bad Request: bad webhook: IP address 10.0.0.1 is reserved"
    body = json.dumps({"ok": False, "error_code": 400, "description": described})
    api.fail("setWebhook", Fault(status=502), Fault(status=400, body=body))
    with pytest.raises(Misconfigured, match=r"YIZHAN_TELEGRAM_WEBHOOK_URL.*reserved") as refused:
        await hook.listen()
    assert KEY not in str(refused.value)


async def test_polling_has_no_route(make: Make) -> None:
    app = web.Application()
    make().mount(app)
    assert len(app.router.routes()) == 0


@pytest.mark.parametrize(
    "base",
    [
        "https://a.example",
        "https://a.example/",
        "https://a.example/telegram",
        "https://a.example/telegram/",
        "https://a.example/telegram/4242",
    ],
)
def test_the_setting_may_name_server_or_path(base: str) -> None:
    assert address(base, "4242") == "https://a.example/telegram/4242"


def test_a_path_before_ours_is_kept() -> None:
    assert address("https://a.example/yizhan", "4242") == "https://a.example/yizhan/telegram/4242"


def test_without_a_token_there_is_no_telegram(make: Make) -> None:
    with pytest.raises(Misconfigured, match="YIZHAN_TELEGRAM_TOKEN"):
        make(telegram_token=None)
