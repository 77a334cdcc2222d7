"""Whoever runs the verbs of a WeChat account: their environment, their ledger, a callback that is served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from storage.db import Database
from storage.keyring import load_ring
from storage.models import use_vault
from storage.vault import Vault
from tests.channels.wechat.conftest import ALERT
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.their_side import KEY, TOKEN, US, Ledger, house
from tests.given import alone_with

Env = pytest.MonkeyPatch
"""The environment in which the verb runs."""


def set_up(
    tmp_path: Path, sqlite_url: str, api: WechatApi, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> pytest.MonkeyPatch:
    """An account that is set up as it should be, in a folder of its own; nobody serves. A fixture."""
    alone_with(tmp_path, monkeypatch)
    given = {"APP_ID": api.app_id, "SECRET": api.secret, "TOKEN": TOKEN, "AES_KEY": KEY}
    given |= {"ORIGINAL_ID": US, "API_BASE": api.base, "ALERT_TEMPLATE_ID": ALERT.id}
    for name, value in given.items():
        monkeypatch.setenv(f"YIZHAN_WECHAT_{name}", value)
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("YIZHAN_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("YIZHAN_HTTP_PORT", str(unused_tcp_port))
    use_vault(Vault(load_ring(tmp_path)))
    return monkeypatch


async def run(*words: str) -> Result:
    """In a thread of its own: the API it calls lives in this one's loop."""
    return await asyncio.to_thread(CliRunner().invoke, app, ["wechat", *words])


@asynccontextmanager
async def served(env: Env, folder: Path, **settings: Any) -> AsyncIterator[str]:
    """Our callback, as `serve` has it, under the public address."""
    async with house(folder / "spool", Ledger(), **settings) as one:
        one.hands.append(datetime.now(UTC))
        env.setenv("YIZHAN_WECHAT_PUBLIC_URL", one.wechat.url)
        yield one.wechat.url


@asynccontextmanager
async def ledger(url: str) -> AsyncIterator[Database]:
    db = Database(url)
    await db.open()
    yield db
    await db.close()


def of(api: WechatApi) -> tuple[str, str]:
    return "wechat", api.app_id
