"""What the fake API refuses, over HTTP: tokens, windows, consents, abilities, quotas."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any, get_args

import pytest
from aiohttp import ClientError, ClientSession

from tests.channels.wechat.accounts import ABILITIES, NEEDS, Kind
from tests.channels.wechat.conftest import ALERT, NOTICE
from tests.channels.wechat.office import Template
from tests.channels.wechat.people import Person
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.wire_format import Fault
from tests.sending import Hands

SEND = "/cgi-bin/message/custom/send"
GOOD = {
    "thing1": {"value": "砌砖工"},
    "thing2": {"value": "青羊区"},
    "amount3": {"value": "300元"},
    "time4": {"value": "2025年11月21日 07:30"},
    "thing5": {"value": "回复1报名"},
}


class Raw:
    """Calls as they stand, with a token of the stable family."""

    def __init__(self, api: WechatApi, session: ClientSession) -> None:
        self.api, self.session, self.token = api, session, ""

    async def stable(self, **more: Any) -> dict[str, Any]:
        asked = {"grant_type": "client_credential", "appid": self.api.app_id, "secret": self.api.secret}
        return await self._json("POST", "/cgi-bin/stable_token", json={**asked, **more})

    async def post(self, path: str, body: Any) -> dict[str, Any]:
        return await self._with_token("POST", path, {}, json=body)

    async def get(self, path: str, **asked: str) -> dict[str, Any]:
        return await self._with_token("GET", path, asked)

    async def text(self, person: Person, text: str = "您好") -> int:
        body = {"touser": person.openid, "msgtype": "text", "text": {"content": text}}
        answer = await self._with_token("POST", SEND, {}, data=_utf8(body))
        return int(answer["errcode"])

    async def _with_token(self, method: str, path: str, asked: dict[str, str], **sent: Any) -> dict[str, Any]:
        self.token = self.token or (await self.stable())["access_token"]
        if "json" in sent:
            sent = {"data": _utf8(sent["json"])}
        return await self._json(method, path, params={"access_token": self.token, **asked}, **sent)

    async def _json(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        async with self.session.request(method, self.api.base + path, **sent) as answer:
            return dict(await answer.json(content_type=None))


def _utf8(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


@pytest.fixture
async def raw(api: WechatApi) -> AsyncIterator[Raw]:
    async with ClientSession() as session:
        yield Raw(api, session)


def clock(api: WechatApi) -> Hands:
    assert isinstance(api.now, Hands)
    return api.now


async def test_the_stable_token_stays_until_five_minutes_before_its_end(api: WechatApi, raw: Raw) -> None:
    first = await raw.stable()
    clock(api).on(minutes=100)
    assert (await raw.stable())["access_token"] == first["access_token"]
    clock(api).on(minutes=16)
    other = await raw.stable()
    assert other["access_token"] != first["access_token"] and other["expires_in"] == 7200
    raw.token = first["access_token"]
    assert "ip_list" in await raw.get("/cgi-bin/getcallbackip")  # both hold for the last minutes
    clock(api).on(minutes=5)
    assert (await raw.get("/cgi-bin/getcallbackip"))["errcode"] == 42001


async def test_the_two_families_of_tokens_do_not_know_each_other(api: WechatApi, raw: Raw) -> None:
    raw.token = (await raw.stable())["access_token"]
    asked = {"grant_type": "client_credential", "appid": api.app_id, "secret": api.secret}
    async with raw.session.get(f"{api.base}/cgi-bin/token", params=asked) as answer:
        assert (await answer.json())["access_token"] != raw.token
    clock(api).on(minutes=10)
    assert "ip_list" in await raw.get("/cgi-bin/getcallbackip")


async def test_forcing_kills_the_old_token_and_is_rationed(api: WechatApi, raw: Raw) -> None:
    raw.token = (await raw.stable())["access_token"]
    assert "access_token" in await raw.stable(force_refresh=True)
    assert (await raw.get("/cgi-bin/getcallbackip"))["errcode"] == 42001
    assert (await raw.stable(force_refresh=True))["errcode"] == 45011
    for _ in range(19):
        clock(api).on(seconds=30)
        assert "access_token" in await raw.stable(force_refresh=True)
    clock(api).on(seconds=30)
    assert (await raw.stable(force_refresh=True))["errcode"] == 45009


async def test_a_token_that_was_revoked_may_still_be_given_out(api: WechatApi, raw: Raw) -> None:
    raw.token = (await raw.stable())["access_token"]
    api.tokens["stable_token"].kill(stuck=True)
    assert (await raw.get("/cgi-bin/getcallbackip"))["errcode"] == 40001
    assert (await raw.stable())["access_token"] == raw.token
    assert (await raw.stable(force_refresh=True))["access_token"] != raw.token


async def test_who_asks_for_a_token_must_be_known_and_come_from_the_right_place(
    api: WechatApi, raw: Raw
) -> None:
    assert (await raw.stable(appid="wx0"))["errcode"] == 40013
    assert (await raw.stable(secret="no"))["errcode"] == 40125
    assert (await raw.stable(grant_type="no"))["errcode"] == 40002
    api.allowed_ips = {"198.51.100.1"}
    refused = await raw.stable()
    assert refused["errcode"] == 40164 and "invalid ip 203.0.113.7 " in refused["errmsg"]
    assert "rid: " in refused["errmsg"]


async def test_a_token_that_is_none(raw: Raw) -> None:
    raw.token = "short"
    assert (await raw.get("/cgi-bin/getcallbackip"))["errcode"] == 40014
    raw.token = "x" * 120
    assert (await raw.get("/cgi-bin/getcallbackip"))["errcode"] == 40001


async def test_contacts_open_windows_that_do_not_add_up(api: WechatApi, raw: Raw, zhang: Person) -> None:
    zhang.contact("message")
    zhang.contact("tap")
    assert [await raw.text(zhang) for _ in range(6)] == [0] * 5 + [45047]
    clock(api).on(hours=1)
    zhang.contact("tap")
    assert [await raw.text(zhang) for _ in range(4)] == [0] * 3 + [45047]
    clock(api).on(minutes=2)
    zhang.contact("scan")
    clock(api).on(seconds=61)
    assert await raw.text(zhang) == 45047  # that of the message is open still, and empty
    clock(api).on(hours=48)
    raw.token = ""
    assert await raw.text(zhang) == 45015
    zhang.contact()
    zhang.leave()
    assert await raw.text(zhang) == 45015


async def test_what_a_message_may_be(api: WechatApi, raw: Raw, zhang: Person) -> None:
    zhang.contact()
    assert await raw.text(zhang, "好" * 683) == 45002
    assert await raw.text(zhang, " ") == 44002
    articles = [{"title": "一"}, {"title": "二"}]
    news = {"touser": zhang.openid, "msgtype": "news", "news": {"articles": articles}}
    assert (await raw.post(SEND, news))["errcode"] == 45008
    picture = {"touser": zhang.openid, "msgtype": "image", "image": {"media_id": "M1"}}
    assert (await raw.post(SEND, picture))["errcode"] == 40007
    assert (await raw.post(SEND, {"touser": zhang.openid, "msgtype": "poem"}))["errcode"] == 40008
    asked = {"access_token": raw.token}
    for data, code in ((b"", 44002), (b"{", 47001), (b'"text"', 47001), (b'{"a": "\\u4f60"}', 40033)):
        async with raw.session.post(api.base + SEND, params=asked, data=data) as answer:
            assert (await answer.json())["errcode"] == code
    assert await raw.text(zhang, "第一行\n\\u4f60 说“好”") == 0
    assert zhang.hears == ["第一行\n\\u4f60 说“好”"]


async def test_a_menu_of_choices(api: WechatApi, raw: Raw, zhang: Person) -> None:
    zhang.contact()
    menu = {"head_content": "要接吗？", "list": [{"id": "gig:1", "content": "1 接"}]}
    body = {"touser": zhang.openid, "msgtype": "msgmenu", "msgmenu": menu}
    assert (await raw.post(SEND, body))["errcode"] == 0
    assert zhang.bubbles[0].choices == (("gig:1", "1 接"),)
    api.can.discard("msgmenu")
    assert (await raw.post(SEND, body))["errcode"] == 40200


async def test_typing(api: WechatApi, raw: Raw, zhang: Person) -> None:
    path, body = "/cgi-bin/message/custom/typing", {"touser": zhang.openid, "command": "Typing"}
    assert (await raw.post(path, body))["errcode"] == 45080
    zhang.contact()
    assert [(await raw.post(path, body))["errcode"] for _ in range(2)] == [0, 45081]
    assert (await raw.post(path, {**body, "command": "Sing"}))["errcode"] == 45072


async def test_a_template_goes_out_once_for_one_client_msg_id(
    api: WechatApi, raw: Raw, zhang: Person
) -> None:
    path = "/cgi-bin/message/template/send"
    body = {"touser": zhang.openid, "template_id": ALERT.id, "data": GOOD, "client_msg_id": "17"}
    numbers = {(await raw.post(path, body))["msgid"] for _ in range(3)}
    assert len(numbers) == 1 and len(zhang.bubbles) == 1
    clock(api).on(minutes=11)
    assert (await raw.post(path, body))["msgid"] not in numbers


async def test_a_notice_uses_up_its_consent(api: WechatApi, raw: Raw, zhang: Person) -> None:
    path = "/cgi-bin/message/subscribe/bizsend"
    body = {"touser": zhang.openid, "template_id": NOTICE.id, "data": GOOD}
    assert (await raw.post(path, body))["errcode"] == 43101
    zhang.accept(NOTICE.id)
    zhang.leave()  # a notice reaches them all the same
    assert [(await raw.post(path, body))["errcode"] for _ in range(2)] == [0, 43101]
    zhang.accept(NOTICE.id, for_good=True)
    assert [(await raw.post(path, body))["errcode"] for _ in range(2)] == [0, 0]
    assert (await raw.post(path, {**body, "template_id": ALERT.id}))["errcode"] == 40037
    broken = {**GOOD, "time4": {"value": "明天早上"}}
    assert "data.time4.value invalid" in (await raw.post(path, {**body, "data": broken}))["errmsg"]


async def test_one_message_for_each_scene_that_was_confirmed(raw: Raw, zhang: Person) -> None:
    path = "/cgi-bin/message/template/subscribe"
    body = {
        "touser": zhang.openid,
        "template_id": raw.api.once_template,
        "scene": "7",
        "title": "有新活",
        "data": {"content": {"value": "城东桥头要3个砌砖工"}},
    }
    assert (await raw.post(path, body))["errcode"] == 43101
    zhang.once.add(7)
    assert (await raw.post(path, {**body, "title": "好" * 16}))["errcode"] == 45002
    assert [(await raw.post(path, body))["errcode"] for _ in range(2)] == [0, 43101]


@pytest.mark.parametrize("kind", get_args(Kind))
async def test_each_kind_of_account_has_its_abilities(kind: Kind, api: WechatApi, raw: Raw) -> None:
    api.can = set(ABILITIES[kind])
    refused = set()
    for path, need in NEEDS.items():
        getting = path.endswith(("/get", "template", "info", "ip")) and "quota" not in path
        answer = await (raw.get(path, media_id="x") if getting else raw.post(path, {"a": "b"}))
        if answer.get("errcode") == 48001:
            refused.add(need)
    assert refused == {need for need in NEEDS.values() if need} - ABILITIES[kind]


async def test_quotas_of_the_day_and_of_the_minute(api: WechatApi, raw: Raw, zhang: Person) -> None:
    api.quota[SEND] = 2
    zhang.contact()
    assert [await raw.text(zhang) for _ in range(3)] == [0, 0, 45009]
    asked = await raw.post("/cgi-bin/openapi/quota/get", {"cgi_path": SEND})
    assert asked["quota"] == {"daily_limit": 2, "used": 3, "remain": 0}
    assert (await raw.post("/cgi-bin/openapi/quota/get", {"cgi_path": "/nowhere"}))["errcode"] == 76021
    for _ in range(10):
        assert (await raw.post("/cgi-bin/clear_quota", {"appid": api.app_id}))["errcode"] == 0
    assert (await raw.post("/cgi-bin/clear_quota", {"appid": api.app_id}))["errcode"] == 48006
    assert await raw.text(zhang) == 0
    clock(api).to("00:00", days=1)
    raw.token = ""
    api.quota[SEND], api.per_minute[SEND] = 100, 1
    assert [await raw.text(zhang) for _ in range(2)] == [0, 45011]
    clock(api).on(minutes=1)
    assert await raw.text(zhang) == 0


async def test_it_goes_wrong_when_it_is_told(api: WechatApi, raw: Raw, zhang: Person) -> None:
    zhang.contact()
    await raw.get("/cgi-bin/getcallbackip")
    api.fail(SEND, Fault(errcode=-1), Fault(errcode=45009, done=True), None, Fault(done=True, cut=True))
    assert [await raw.text(zhang, text) for text in "一二三"] == [-1, 45009, 0]
    with pytest.raises(ClientError):
        await raw.text(zhang, "四")
    assert zhang.hears == ["二", "三", "四"]
    assert [one["text"]["content"] for one in api.received(SEND)] == ["一", "二", "三", "四"]
    api.fail(SEND, Fault(slow=0.01))
    assert await raw.text(zhang, "五") == 0


async def test_fields_with_a_list_take_only_what_is_in_it(api: WechatApi, raw: Raw, zhang: Person) -> None:
    state = Template("state", content="{{const1.DATA}}", lists={"const1": ["已通过", "未通过"]})
    api.templates.append(state)
    path, body = "/cgi-bin/message/template/send", {"touser": zhang.openid, "template_id": "state"}
    good, bad = ({"data": {"const1": {"value": value}}} for value in ("已通过", "通过了"))
    assert (await raw.post(path, {**body, **bad}))["errcode"] == 47003
    assert (await raw.post(path, {**body, **good}))["errcode"] == 0
    assert "data.const1.value is empty" in (await raw.post(path, body))["errmsg"]
