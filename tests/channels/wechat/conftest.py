"""A WeChat API on loopback, and the people who follow the account."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.channels.wechat.office import Template
from tests.channels.wechat.people import Person
from tests.channels.wechat.server import WechatApi

ALERT = Template("tmpl-kT9fJx0QpWm3uZrB7yVcL2nHs5dGa8Eo1iRtYl6")
NOTICE = Template("subs-kT9fJx0QpWm3uZrB7yVcL2nHs5dGa8Eo1iRtYl6", "subscribe")


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
