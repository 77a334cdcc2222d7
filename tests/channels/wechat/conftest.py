"""A WeChat API on loopback, the people who follow the account, and both ways between us and them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.channels.wechat.outbound import Outbound
from tests.channels.wechat.ledger import Shared, account_of
from tests.channels.wechat.office import Template
from tests.channels.wechat.people import Person
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.their_side import House, Ledger, house

ALERT = Template("tmpl-kT9fJx0QpWm3uZrB7yVcL2nHs5dGa8Eo1iRtYl6")
NOTICE = Template("subs-kT9fJx0QpWm3uZrB7yVcL2nHs5dGa8Eo1iRtYl6", "subscribe")

Make = Callable[..., Outbound]


@pytest.fixture
async def api() -> AsyncIterator[WechatApi]:
    """A verified service account, unless a test opens another."""
    server = WechatApi(templates=[ALERT, NOTICE])
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def zhang(api: WechatApi) -> Person:
    return api.person("张三")


@pytest.fixture
async def make(api: WechatApi) -> AsyncIterator[Make]:
    made: list[Outbound] = []

    def outbound(**account: Any) -> Outbound:
        ids = {"alert_template_id": ALERT.id, "alert_subscribe_id": NOTICE.id}
        given = {**ids, "alert_once_id": api.once_template, **account}
        made.append(Outbound(account_of(api, **given), Shared(), now=api.now, timeout=5))
        return made[-1]

    yield outbound
    await asyncio.gather(*(one.close() for one in made))


@pytest.fixture
def outbound(make: Make) -> Outbound:
    return make()


@pytest.fixture
def ledger(ring: None) -> Ledger:
    return Ledger()


@pytest.fixture
async def safe(tmp_path: Path, ledger: Ledger) -> AsyncIterator[House]:
    async with house(tmp_path, ledger) as one:
        yield one


@pytest.fixture
async def plain(tmp_path: Path, ledger: Ledger) -> AsyncIterator[House]:
    async with house(tmp_path, ledger, mode="plain", aes_keys=()) as one:
        yield one
