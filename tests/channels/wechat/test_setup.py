"""What the operator learns of an account and does to it, over HTTP, without anybody hearing of it."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest

from bot.channels.base import Misconfigured, Refused, TryAgain
from bot.channels.wechat import setup
from bot.channels.wechat.menu import menu
from bot.channels.wechat.outbound import SEND, Outbound
from tests.channels.wechat.accounts import ABILITIES, Kind
from tests.channels.wechat.conftest import ALERT, Make
from tests.channels.wechat.ledger import account_of
from tests.channels.wechat.office import Template
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.wire_format import Fault


async def test_a_token_that_is_to_be_had(api: WechatApi, outbound: Outbound) -> None:
    assert await setup.token(outbound.api) == setup.TokenCheck(True)


async def test_it_is_asked_for_anew_whatever_is_kept(api: WechatApi, outbound: Outbound) -> None:
    await outbound.api.token()
    api.allowed_ips = set()
    checked = await setup.token(outbound.api)
    assert (checked.ok, checked.address) == (False, api.seen_ip)
    assert f"our address {api.seen_ip}: add it" in checked.why
    api.allowed_ips = {api.seen_ip}
    assert (await setup.token(outbound.api)).ok
    assert not any(one["force_refresh"] for one in api.received("/cgi-bin/stable_token"))


async def test_why_there_is_no_token(api: WechatApi, make: Make) -> None:
    wrong = await setup.token(make(secret="not7the9secret").api)
    assert not wrong.ok and "YIZHAN_WECHAT_SECRET" in wrong.why and "not7the9" not in wrong.why
    unknown = await setup.token(make(app_id="wx0000000000000000").api)
    assert not unknown.ok and "YIZHAN_WECHAT_APP_ID" in unknown.why
    api.fail(setup.CALLBACK_IPS, Fault(errcode=50002))
    limited = await setup.token(make().api)
    assert not limited.ok and "limited" in limited.why


@pytest.mark.parametrize("kind", get_args(Kind))
async def test_each_kind_of_account_is_known_by_what_it_may_do(
    kind: Kind, api: WechatApi, outbound: Outbound
) -> None:
    api.can = set(ABILITIES[kind])
    found = await setup.powers(outbound.api)
    assert {one.power for one in found if one.granted} == ABILITIES[kind] - {"msgmenu"}
    assert all("48001" in one.why for one in found if not one.granted)
    assert setup.kind(found) == kind
    assert api.delivered == [] and api.menu is None and api.codes == []


async def test_a_power_that_was_not_to_be_seen_stays_open(api: WechatApi, outbound: Outbound) -> None:
    for path, fault in (
        (SEND, Fault(errcode=-1)),
        (setup.CODE, Fault(errcode=45009)),
        (setup.MENU_SHOWN, Fault(status=502)),
    ):
        api.fail(path, fault)
    found = {one.power: one for one in await setup.powers(outbound.api)}
    assert [power for power, one in found.items() if one.granted is None] == ["service", "menu", "qrcode"]
    assert "busy" in found["service"].why and "502" in found["menu"].why
    assert setup.kind(tuple(found.values())) == "unknown"


async def test_the_forms_of_the_settings_are_looked_up(api: WechatApi, outbound: Outbound) -> None:
    account = account_of(api, alert_template_id=ALERT.id, alert_subscribe_id="none", alert_once_id="once")
    template, subscribe, once = await setup.forms(outbound.api, account)
    assert (template.way, template.ok, template.title) == ("template", True, "零工提醒")
    assert template.labels == ("工作岗位", "工作地点", "薪资", "上班时间", "备注")
    assert (subscribe.way, subscribe.ok) == ("subscribe", False) and "no such form" in subscribe.why
    assert (once.way, once.ok) == ("once", None)
    assert await setup.forms(outbound.api, account_of(api)) == ()


async def test_forms_that_cannot_be_seen(api: WechatApi, outbound: Outbound) -> None:
    account = account_of(api, alert_template_id=ALERT.id)
    path = "/cgi-bin/template/get_all_private_template"
    api.fail(path, Fault(errcode=48001), Fault(errcode=-1), Fault(status=502))
    found = [(await setup.forms(outbound.api, account))[0] for _ in range(3)]
    assert [one.ok for one in found] == [False, None, None]
    api.templates[0] = Template(ALERT.id, content="")
    assert "fields" in (await setup.forms(outbound.api, account))[0].why


async def test_the_quotas_of_today(api: WechatApi, outbound: Outbound) -> None:
    api.fail(setup.QUOTA, None, Fault(errcode=76021), Fault(status=500))
    told, unknown, away, *rest = await setup.quotas(outbound.api)
    assert (told.path, told.most, told.used, told.left) == (SEND, 500_000, 0, 500_000)
    assert "76021" in unknown.why and "500" in away.why and unknown.left is None
    assert rest and all(one.most for one in rest)


async def test_where_callbacks_come_from(api: WechatApi, outbound: Outbound) -> None:
    assert await setup.callback_ips(outbound.api) == api.callback_ips


async def test_the_menu_is_pushed_and_known_again(api: WechatApi, outbound: Outbound) -> None:
    assert not await setup.menu_is_ours(outbound.api, account_of(api))
    await setup.push_menu(outbound.api, account_of(api))
    assert api.menu == menu() and await setup.menu_is_ours(outbound.api, account_of(api))
    api.menu = {"button": [{"type": "view", "name": "官网", "url": "https://county.example"}]}
    assert not await setup.menu_is_ours(outbound.api, account_of(api))


async def test_an_account_without_a_menu(api: WechatApi, outbound: Outbound) -> None:
    api.can = set()
    for asked in (setup.push_menu, setup.menu_is_ours):
        with pytest.raises(Refused, match="48001"):
            await asked(outbound.api, account_of(api))
    api.fail(setup.MENU, Fault(errcode=-1))
    api.can = set(ABILITIES["unverified_service"])
    with pytest.raises(TryAgain):
        await setup.push_menu(outbound.api, account_of(api))


async def test_a_code_brings_people_with_its_scene(api: WechatApi, outbound: Outbound) -> None:
    lasting = await setup.qrcode(outbound.api, "3")
    assert (lasting.scene, lasting.until, lasting.leads) == ("3", None, api.codes[0]["url"])
    assert lasting.image.startswith("https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQ")
    assert lasting.image.endswith("%3D%3D")
    for asked, given in ((timedelta(hours=1), timedelta(hours=1)), (timedelta(days=90), timedelta(days=30))):
        assert (await setup.qrcode(outbound.api, "3", asked)).until == api.now() + given
    with pytest.raises(Refused):
        await setup.qrcode(outbound.api, "x" * 65)
    api.can = set()
    with pytest.raises(Refused, match="48001"):
        await setup.qrcode(outbound.api, "3")


async def test_what_got_lost_may_be_done_again(api: WechatApi, outbound: Outbound) -> None:
    await outbound.api.token()
    lost = Fault(done=True, cut=True)
    for path in (setup.CODE, setup.QUOTA, SEND):
        api.fail(path, lost)
    with pytest.raises(TryAgain):
        await setup.qrcode(outbound.api, "3")
    assert "Disconnected" in (await setup.quotas(outbound.api))[0].why
    assert (await setup.powers(outbound.api))[0].granted is None


async def test_a_blocked_account_is_told(api: WechatApi, outbound: Outbound) -> None:
    api.fail(setup.CODE, Fault(errcode=48004))
    with pytest.raises(Misconfigured, match="blocked"):
        await setup.qrcode(outbound.api, "3")
