"""`wechat check`: what is well, and each thing that can be wrong, with the next step."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.wechat.menu import menu
from bot.operator import book
from bot.shared_token import SharedToken
from storage import account_facts
from storage.account_facts import Closed
from tests.channels.wechat.accounts import ABILITIES
from tests.channels.wechat.command_line import Env, ledger, of, run, served, set_up
from tests.channels.wechat.conftest import ALERT, NOTICE
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.their_side import KEY, TOKEN
from tests.channels.wechat.wire_format import Fault

env = pytest.fixture(set_up)


async def checked(code: int) -> dict[str, dict[str, str]]:
    """The lines by name, after the exit code was what it should be."""
    result = await run("check", "--json")
    assert result.exit_code == code, result.output
    return {one["name"]: one for one in json.loads(result.stdout)}


async def test_an_account_that_is_well(env: Env, tmp_path: Path, api: WechatApi) -> None:
    api.menu = menu()
    async with served(env, tmp_path) as url:
        result = await run("check")
    assert result.exit_code == 0, result.output
    said = result.stdout
    assert "安全模式" in said and "这是认证服务号，能用：客服消息、模板消息" in said and "没有：无" in said
    assert "模板消息：模板「零工提醒」，栏目 工作岗位、工作地点" in said and "菜单是最新的" in said
    assert f"地址验证通过，消息收得到，冒充的都拦住了（{url}）" in said
    assert re.search(r"今天还能用：客服消息 49\d{4}/500000", said) and "没有被微信关掉的路" in said
    assert result.stderr == "" and not re.search("注意 [1-9]|故障 [1-9]", said) and "下一步" not in said
    assert not any(secret in result.output for secret in (api.secret, TOKEN, KEY))
    assert api.delivered == []


async def test_the_token_is_the_one_serve_uses(env: Env, sqlite_url: str, api: WechatApi) -> None:
    await run("menu", "push")
    async with ledger(sqlite_url) as db:
        kept = await SharedToken(db, *of(api)).load()
    assert kept and kept[0] == api.tokens["stable_token"].current


async def test_the_address_to_add_is_named(env: Env, api: WechatApi) -> None:
    api.allowed_ips = {"198.51.100.1"}
    found = await checked(1)
    assert "出口地址 203.0.113.7 不在白名单里" in found["list"]["said"]
    assert "白名单 里加上 203.0.113.7，" in found["list"]["next"]
    assert "powers" not in found and "callback" in found


@pytest.mark.parametrize(
    ("fault", "name", "state", "said", "following"),
    [
        (Fault(errcode=40013), "token", "fail", "没有这个 AppID", "YIZHAN_WECHAT_APP_ID"),
        (Fault(errcode=40125), "token", "fail", "AppSecret 不对", "重置 AppSecret"),
        (Fault(errcode=40243), "token", "fail", "被冻结了", "解冻"),
        (Fault(errcode=99999), "token", "fail", "不认识这个错误码", "全局返回码"),
        (Fault(errcode=50002), "token", "fail", "微信限制了这个账号", "通知中心"),
        (Fault(errcode=-1), "token", "warn", "微信忙", "过一会儿再试"),
        (Fault(status=404), "token", "fail", "YIZHAN_WECHAT_API_BASE", "外网"),
        (Fault(cut=True), "token", "fail", "连不上", "外网"),
    ],
)
async def test_why_there_is_no_token(
    env: Env, api: WechatApi, fault: Fault, name: str, state: str, said: str, following: str
) -> None:
    api.fail("/cgi-bin/stable_token", fault)
    line = (await checked(1 if state == "fail" else 3))[name]
    assert line["state"] == state and said in line["said"] and following in line["next"]
    assert api.secret not in json.dumps(line)


@pytest.mark.parametrize("kind", [*ABILITIES])
async def test_what_each_kind_of_account_may_do(env: Env, api: WechatApi, kind: Any) -> None:
    api.can = set(ABILITIES[kind])
    found = await checked(3 if "template" in api.can else 1)  # nobody serves; without templates one is set
    line = found["powers"]
    assert book()[f"check.kind_{kind}"] in line["said"] and line["state"] == "ok"
    assert ("menu" in found) == ("menu" in api.can)
    assert found["form"]["state"] == ("ok" if "template" in api.can else "fail")


async def test_what_was_not_to_be_seen(env: Env, api: WechatApi) -> None:
    api.fail("/cgi-bin/message/custom/send", Fault(errcode=-1))
    api.fail("/cgi-bin/menu/get", None, Fault(errcode=-1))
    api.fail("/cgi-bin/openapi/quota/get", *[Fault(errcode=48001)] * 7)
    found = await checked(3)
    assert (
        found["powers"]["said"]
        == "看不全这个账号能做什么：客服消息（-1 微信忙，" + found["powers"]["said"].partition("忙，")[2]
    )
    assert found["menu"]["state"] == "warn" and "没查到" in found["menu"]["said"]
    assert found["quota"]["state"] == "note"


@pytest.mark.parametrize(
    ("name", "value", "state", "said"),
    [
        ("ALERT_SUBSCRIBE_ID", NOTICE.id, "ok", "订阅通知：模板「零工提醒」"),
        ("ALERT_SUBSCRIBE_ID", "gone", "fail", "没有这个编号的模板"),
        ("ALERT_TEMPLATE_ID", NOTICE.id, "fail", "没有这个编号的模板"),
        ("ALERT_ONCE_ID", "once-1", "note", "微信不让查"),
        ("ALERT_TEMPLATE_ID", "", "note", "没有设通知模板"),
    ],
)
async def test_the_forms(env: Env, name: str, value: str, state: str, said: str) -> None:
    env.delenv("YIZHAN_WECHAT_ALERT_TEMPLATE_ID")
    env.setenv(f"YIZHAN_WECHAT_{name}", value)
    line = (await checked(1 if state == "fail" else 3))["form"]
    assert line["state"] == state and said in line["said"]
    assert state != "fail" or f"YIZHAN_WECHAT_{name}" in line["next"]


async def test_a_form_without_fields_and_a_scarce_day(env: Env, api: WechatApi) -> None:
    api.templates[0] = type(ALERT)(ALERT.id, content="")
    api.quota["/cgi-bin/menu/create"] = 5
    for _ in range(5):
        api.count("/cgi-bin/menu/create")
    found = await checked(1)
    assert "没说这个模板有哪些栏目" in found["form"]["said"]
    assert found["quota"]["state"] == "warn" and "菜单 0/5" in found["quota"]["said"]


async def test_an_unverified_account_is_no_trouble(env: Env, tmp_path: Path, api: WechatApi) -> None:
    env.delenv("YIZHAN_WECHAT_ALERT_TEMPLATE_ID")
    api.can = set()
    async with served(env, tmp_path):
        found = await checked(0)
    assert {one["state"] for one in found.values()} == {"ok"}
    assert "这种账号没有通知" in found["form"]["said"] and not found.keys() & {"quota", "menu"}
    assert "能用：无" in found["powers"]["said"]


async def test_a_menu_that_is_not_ours(env: Env) -> None:
    line = (await checked(3))["menu"]
    assert line["state"] == "warn" and line["next"].endswith("wechat menu push")


async def test_ways_are_opened_again_but_those_seen_to_be_closed(
    env: Env, sqlite_url: str, api: WechatApi
) -> None:
    now = datetime.now(UTC)
    api.can -= {"once"}
    async with ledger(sqlite_url) as db:
        async with db.unit() as session:
            await account_facts.close(session, *of(api), "service", "48001 x", None)
            await account_facts.close(session, *of(api), "template", "45009 x", now + timedelta(hours=9))
            await account_facts.close(session, *of(api), "once", "48001 x", None)
        result = await run("check")
        assert "重新打开了：客服消息、模板消息。" in result.stdout and "还关着：一次性订阅" in result.stdout
        async with db.reading() as session:
            left = (await account_facts.standing(session, *of(api), now)).closed
    assert left == (Closed("once", "48001 x", None),)


async def test_without_a_secret_only_the_callback_is_asked(env: Env, tmp_path: Path, api: WechatApi) -> None:
    env.delenv("YIZHAN_WECHAT_SECRET")
    async with served(env, tmp_path):
        found = await checked(0)
    assert found["secret"]["state"] == "note" and found["time"]["state"] == "ok"
    assert found["callback"]["state"] == "ok" and "token" not in found
    assert api.received("/cgi-bin/stable_token") == []


@pytest.mark.parametrize(("mode", "state"), [("compat", "warn"), ("plain", "warn")])
async def test_other_modes_are_tried_as_they_are_set(env: Env, tmp_path: Path, mode: str, state: str) -> None:
    env.setenv("YIZHAN_WECHAT_MODE", mode)
    async with served(env, tmp_path, mode=mode):
        found = await checked(3)
    assert found["account"]["state"] == state and found["callback"]["state"] == "ok"


async def test_a_server_that_was_not_restarted(env: Env, tmp_path: Path) -> None:
    async with served(env, tmp_path, token="another2026"):
        line = (await checked(1))["callback"]
    assert "地址验证" in line["said"] and "403" in line["said"] and "要重启 serve" in line["next"]
    async with served(env, tmp_path, mode="plain"):
        line = (await checked(1))["callback"]
    assert "没有加密的消息居然收下了" in line["said"] and "明文模式" in line["next"]


async def test_nobody_serves(env: Env, unused_tcp_port: int) -> None:
    found = await checked(3)
    assert found["public"]["state"] == "note" and found["callback"]["state"] == "warn"
    assert f"http://127.0.0.1:{unused_tcp_port}/wechat 连不上" in found["callback"]["said"]
    assert "bot serve" in found["callback"]["next"]


async def test_the_web_server_in_front_is_the_trouble(
    env: Env, tmp_path: Path, unused_tcp_port_factory: Any
) -> None:
    async with served(env, tmp_path) as url:
        env.setenv("YIZHAN_HTTP_PORT", re.search(r":(\d+)/", url)[1])  # type: ignore[index]  # it has a port
        env.setenv("YIZHAN_WECHAT_PUBLIC_URL", f"http://127.0.0.1:{unused_tcp_port_factory()}")
        line = (await checked(1))["callback"]
        assert "连不上" in line["said"] and "前面的网页服务器" in line["next"] and url in line["next"]
        env.setenv("YIZHAN_WECHAT_PUBLIC_URL", url.replace("/wechat", "/none"))
        line = (await checked(1))["callback"]
    assert "404" in line["said"] and url in line["next"]


async def test_nothing_is_there_yet(env: Env, tmp_path: Path, unused_tcp_port_factory: Any) -> None:
    """Neither in front nor behind it: first what stands in front, starting serve alone mends nothing."""

    async def unknown(*_: object, **__: object) -> None:
        raise OSError("no such name")

    env.setenv("YIZHAN_WECHAT_PUBLIC_URL", f"http://127.0.0.1:{unused_tcp_port_factory()}")
    line = (await checked(1))["callback"]
    assert "连不上" in line["said"] and re.search("网页服务器.*443.*bot serve", line["next"])
    env.setattr("aiohttp.resolver.DefaultResolver.resolve", unknown)
    env.setenv("YIZHAN_WECHAT_PUBLIC_URL", "https://bot.example.gov.cn")
    line = (await checked(1))["callback"]
    assert "域名解析不到" in line["said"] and re.search("解析.*nginx.*bot serve", line["next"])
    async with served(env, tmp_path) as url:
        env.setenv("YIZHAN_HTTP_PORT", re.search(r":(\d+)/", url)[1])  # type: ignore[index]  # it has a port
        env.setenv("YIZHAN_WECHAT_PUBLIC_URL", "https://bot.example.gov.cn")
        line = (await checked(1))["callback"]
    assert "解析" in line["next"] and "bot serve" not in line["next"]


async def test_the_page_of_one_time_subscriptions(env: Env, tmp_path: Path, api: WechatApi) -> None:
    env.setenv("YIZHAN_WECHAT_ALERT_ONCE_ID", "once-1")
    assert "没有设 YIZHAN_WECHAT_PUBLIC_URL" in (await checked(3))["once"]["said"]
    api.menu = menu()
    async with served(env, tmp_path):
        found = await checked(1)
    assert found["callback"]["state"] == "ok" and "网页服务器也要把 /wechat/once" in found["once"]["next"]
    assert found["menu"]["state"] == "warn", "the entry is not there yet"
    able = {"secret": "s", "alert_once_id": "once-1", "public_url": "https://bot.example.gov.cn"}
    async with served(env, tmp_path, **able) as url:
        api.menu = menu(url + "/once")
        found = await checked(0)
    assert found["once"]["state"] == found["menu"]["state"] == "ok" and url + "/once" in found["once"]["said"]


async def test_the_clock(env: Env) -> None:
    env.setattr("bot.cli.common.now", lambda: datetime.now(UTC) + timedelta(minutes=12))
    assert "快 12 分钟" in (await checked(1))["time"]["said"]
