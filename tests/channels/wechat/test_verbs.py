"""The menu and the QR codes from the command line, and the words for WeChat's codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels.wechat.errors import TABLE
from bot.channels.wechat.menu import menu, once_name
from bot.operator import book
from bot.operator.errcodes import explained
from storage.models import Station
from storage.station_codes import scene
from storage.stations import add
from tests.channels.wechat.command_line import Env, ledger, run, set_up
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.wire_format import Fault

env = pytest.fixture(set_up)


# ---- menu


async def test_the_menu_is_pushed_and_shown(env: Env, api: WechatApi) -> None:
    shown = await run("menu", "show")
    assert "找活：今天的活" in shown.stdout and "账号上不是这个菜单" in shown.stdout
    pushed = await run("menu", "push")
    assert pushed.exit_code == 0 and api.menu == menu() and "已推上去" in pushed.stdout
    assert "账号上就是这个菜单" in (await run("menu", "show")).stdout


async def test_the_menu_has_the_entry_of_one_time_subscriptions(env: Env, api: WechatApi) -> None:
    env.setenv("YIZHAN_WECHAT_ALERT_ONCE_ID", "once-1")
    env.setenv("YIZHAN_WECHAT_PUBLIC_URL", "https://bot.example.gov.cn")
    pushed = await run("menu", "push")
    assert pushed.exit_code == 0 and api.menu == menu("https://bot.example.gov.cn/wechat/once")
    assert f"打开提醒、{once_name()}" in pushed.stdout
    assert "账号上就是这个菜单" in (await run("menu", "show")).stdout


async def test_a_menu_that_wechat_refuses(env: Env, api: WechatApi) -> None:
    for verb in ("push", "show"):
        api.fail(f"/cgi-bin/menu/{'create' if verb == 'push' else 'get'}", Fault(errcode=-1))
        result = await run("menu", verb)
        assert result.exit_code == 1 and "-1 微信忙" in result.stderr and "没有菜单" not in result.output


async def test_an_account_that_has_no_menu_needs_none(env: Env, api: WechatApi) -> None:
    """A subscription account without papers: with a secret WeChat says so, without one it is not asked."""
    api.can.discard("menu")
    for verb in ("push", "show"):
        result = await run("menu", verb)
        assert result.exit_code == 0 and "这种账号没有菜单" in result.stdout and "不用管" in result.stdout
        assert "已推上去" not in result.stdout and "账号上不是" not in result.stdout
        assert ("找活：" in result.stdout) == (verb == "show")
    env.delenv("YIZHAN_WECHAT_SECRET")
    asked = len(api.calls)
    for verb in ("push", "show"):
        result = await run("menu", verb)
        assert result.exit_code == 0 and "没有认证的订阅号本来就没有菜单，不用管" in result.stdout
        assert "YIZHAN_WECHAT_SECRET" in result.stdout and "已推上去" not in result.stdout
    assert len(api.calls) == asked


# ---- QR codes


async def found_station(url: str) -> Station:
    async with ledger(url) as db, db.unit() as session:
        station = Station(name="城东就业驿站")
        await add(session, station, [])
        return station


async def test_the_code_of_a_station(env: Env, sqlite_url: str, api: WechatApi) -> None:
    station = await found_station(sqlite_url)
    result = await run("qrcode", "城东就业驿站")
    assert result.exit_code == 0, result.output
    assert "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" in result.stdout
    assert api.codes[0]["scene_str"] == scene(station) and "expire_seconds" not in api.codes[0]
    assert "关注后发送 站2237" in result.stdout


async def test_accounts_without_codes_get_digits(env: Env, sqlite_url: str, api: WechatApi) -> None:
    await found_station(sqlite_url)
    api.can.discard("qrcode")
    result = await run("qrcode", "城东就业驿站")
    assert (
        result.exit_code == 0 and "没有带参数的二维码（48001" in result.stdout and "站2237" in result.stdout
    )
    env.delenv("YIZHAN_WECHAT_SECRET")
    result = await run("qrcode", "城东就业驿站")
    assert result.exit_code == 0 and "没有设 AppSecret" in result.stdout and "站2237" in result.stdout


async def test_codes_that_cannot_be_made_now(env: Env, sqlite_url: str, api: WechatApi) -> None:
    result = await run("qrcode", "城西")
    assert result.exit_code == 1 and "没有叫「城西」的驿站" in result.stderr
    await found_station(sqlite_url)
    api.fail("/cgi-bin/qrcode/create", Fault(errcode=-1))
    result = await run("qrcode", "城东就业驿站")
    assert result.exit_code == 1 and "-1 微信忙" in result.stderr


async def test_no_account_is_one_line(env: Env) -> None:
    for name in ("APP_ID", "TOKEN"):
        env.delenv(f"YIZHAN_WECHAT_{name}")
    for words in (("check",), ("menu", "push"), ("menu", "show"), ("qrcode", "x")):
        result = await run(*words)
        assert result.exit_code == 2 and "docs/connect-wechat.md" in result.stderr


# ---- the words


def test_every_code_has_its_words_and_its_line_on_the_page() -> None:
    known = {int(key.removeprefix("errcode.e")) for key in book() if key.startswith("errcode.")}
    assert known == set(TABLE)
    page = (Path(__file__).parents[3] / "docs/connect-wechat.md").read_text("utf-8")
    told = {
        int(code) for row in re.findall(r"^\| ([-\d, ]+) \|", page, re.MULTILINE) for code in row.split(", ")
    }
    assert told == known


def test_the_page_quotes_what_the_verbs_say() -> None:
    page = (Path(__file__).parents[3] / "docs/connect-wechat.md").read_text("utf-8")
    said = [
        part
        for key, text in book().items()
        if key.startswith(("check.", "doctor.", "budget."))
        for part in text.split("|")
    ]
    forms = [re.sub(r"\\\{\w+\\\}", ".*", re.escape(one.strip())) for one in said]
    blocks = [block for block in page.split("```")[1::2] if re.match(r"\n(正常|故障|编号)", block)]
    lines = [line for block in blocks for line in block.strip().splitlines()]
    assert len(blocks) == 4 and len(lines) > 20
    for line in lines:
        bare = re.sub(r"^(正常|提示|注意|故障)? +(下一步：)?", "", line)
        assert any(re.fullmatch(form, bare) for form in forms), line


def test_a_reason_in_words() -> None:
    assert explained("40013 WeChat knows no such, rid 6aa0-1") == (
        "40013 没有这个 AppID，rid 6aa0-1",
        "从后台重新抄一遍，改 YIZHAN_WECHAT_APP_ID，重启 serve",
    )
    assert explained("ClientConnectorError") == ("ClientConnectorError", "")
    assert explained("99999 unknown to us") == ("99999 unknown to us", "")
