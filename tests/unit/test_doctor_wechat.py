"""The doctor on a WeChat account: the clock, what the settings leave out, the ways WeChat has closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doctor import examine
from bot.doctor.finding import Finding
from bot.settings import Settings
from storage import account_facts
from storage.db import Database
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.wire_format import Fault
from tests.given import alone_with, load

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"

own_folder = pytest.fixture(autouse=True)(alone_with)


@pytest.fixture
async def api() -> AsyncIterator[WechatApi]:
    server = WechatApi()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def settings(
    sqlite_url: str, ring: None, tmp_path: Path, api: WechatApi, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    given = {
        "APP_ID": api.app_id,
        "TOKEN": "yunxi2026",
        "AES_KEY": KEY,
        "SECRET": api.secret,
        "API_BASE": api.base,
        "ALERT_TEMPLATE_ID": "T1",
    }
    wechat = {f"YIZHAN_WECHAT_{name}": value for name, value in given.items()}
    return load(monkeypatch, {**wechat, "YIZHAN_DATA_DIR": str(tmp_path), "YIZHAN_DATABASE_URL": sqlite_url})


async def found(settings: Settings, *, ahead: timedelta = timedelta(0)) -> dict[str, Finding]:
    return {one.name: one for one in await examine(settings, datetime.now(UTC) + ahead)}


async def test_an_account_that_is_well(settings: Settings) -> None:
    seen = await found(settings)
    assert (seen["time"].state, seen["wechat"].state) == ("ok", "ok")
    assert str(settings.wechat_app_id) in seen["wechat"].said and "模板消息" in seen["wechat"].said
    assert "way" not in seen and "channels" not in seen


@pytest.mark.parametrize(
    ("minutes", "state", "said"),
    [
        (1, "ok", "一致"),
        (3, "warn", "快 3 分钟"),
        (-3, "warn", "慢 3 分钟"),
        (11, "fail", "快 11"),
        (-60, "fail", "慢"),
    ],
)
async def test_a_clock_that_is_off_is_told(settings: Settings, minutes: int, state: str, said: str) -> None:
    line = (await found(settings, ahead=timedelta(minutes=minutes)))["time"]
    assert line.state == state and said in line.said
    assert ("timedatectl" in line.next) == (state != "ok")


async def test_a_network_that_is_away_is_a_warning(settings: Settings, api: WechatApi) -> None:
    await api.stop()
    line = (await found(settings))["time"]
    assert line.state == "warn" and api.base in line.said and "ClientConnectorError" in line.said


async def test_a_network_that_says_nothing_is_a_warning(settings: Settings, api: WechatApi) -> None:
    api.fail("/cgi-bin/getcallbackip", Fault())
    async with asyncio.timeout(9):
        line = (await found(settings))["time"]
    assert line.state == "warn" and "Timeout" in line.said


async def test_what_the_settings_leave_out_is_told(settings: Settings) -> None:
    bare = settings.model_copy(update={"wechat_alert_template_id": None})
    line = (await found(bare))["wechat"]
    assert line.state == "note" and "_ALERT_SUBSCRIBE_ID" in line.next
    bare = settings.model_copy(update={"wechat_secret": None})
    line = (await found(bare))["wechat"]
    assert line.state == "note" and "只能回复" in line.said and "AppSecret" in line.next
    bare = settings.model_copy(update={"wechat_app_id": None})
    seen = await found(bare)
    assert seen["wechat"].state == "ok" and "没有接公众号" in seen["wechat"].said and "time" not in seen
    seen = await found(bare.model_copy(update={"env": "production"}))
    assert seen["channels"].state == "warn" and "YIZHAN_WECHAT_APP_ID" in seen["channels"].next
    assert "channels" not in await found(settings.model_copy(update={"env": "production"}))


async def test_ways_that_wechat_closed_are_told(settings: Settings) -> None:
    now = datetime.now(UTC)
    db = Database(settings.database_url)
    await db.open()
    async with db.unit() as session:
        where = ("wechat", str(settings.wechat_app_id))
        await account_facts.close(session, *where, "service", "48001 the account may not", None)
    seen = await found(settings)
    assert seen["way"].state == "warn" and "客服消息" in seen["way"].said and "48001" in seen["way"].said
    assert "wechat check" in seen["way"].next
    async with db.unit() as session:
        await account_facts.reopen(session, *where)
        await account_facts.close(session, *where, "template", "45009", now + timedelta(hours=3))
        await account_facts.close(session, "wechat", "wx-another", "once", "48001", None)
    seen = await found(settings)
    assert seen["way"].state == "note" and "模板消息" in seen["way"].said
    await db.close()


async def test_an_account_that_is_not_used_is_broken(settings: Settings) -> None:
    db = Database(settings.database_url)
    await db.open()
    where = ("wechat", str(settings.wechat_app_id))
    for reason, said, following in (
        (
            "40164 WeChat takes no calls from our address 203.0.113.7: add it",
            "（203.0.113.7）",
            "API IP 白名单",
        ),
        ("40125 The app secret is wrong: reset it", "AppSecret 不对", "YIZHAN_WECHAT_SECRET"),
        ("status 404: that is not the WeChat API", "status 404", "照上面说的改好"),
    ):
        async with db.unit() as session:
            await account_facts.pause(session, *where, reason)
        line = (await found(settings))["paused"]
        assert line.state == "fail" and said in line.said and following in line.next
        assert "wechat check" in line.next
    async with db.unit() as session:
        await account_facts.mend(session, *where, datetime.now(UTC))
    assert "paused" not in await found(settings)
    await db.close()


async def test_secrets_in_a_file_others_can_read(settings: Settings) -> None:
    Path(".env").write_text("")
    Path(".env").chmod(0o644)
    assert (await found(settings))["secrets"].state == "fail"
