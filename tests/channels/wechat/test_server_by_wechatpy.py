"""The fake API is met first by somebody else's client: what wechatpy can do with WeChat, it can do here."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from tests.channels.wechat.conftest import ALERT
from tests.channels.wechat.people import Person
from tests.channels.wechat.server import WechatApi
from tests.sending import Hands


class _Client(WeChatClient):  # type: ignore[misc]  # wechatpy comes without types
    """Its address of the token is written into wechatpy; ours is on loopback."""

    def fetch_access_token(self) -> Any:
        asked = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        return self._fetch_access_token(f"{self.API_BASE_URL}token", asked)


class Other:
    """The other client, called from a thread: it waits for each answer."""

    def __init__(self, api: WechatApi, secret: str = "") -> None:
        self._client = _Client(api.app_id, secret or api.secret, auto_retry=False)
        self._client.API_BASE_URL = f"{api.base}/cgi-bin/"

    async def do(self, call: Callable[[Any], Any]) -> Any:
        def quietly() -> Any:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # it warns of its own methods
                return call(self._client)

        return await asyncio.to_thread(quietly)

    async def refused(self, call: Callable[[Any], Any]) -> int:
        with pytest.raises(WeChatClientException) as error:
            await self.do(call)
        return int(error.value.errcode)

    def close(self) -> None:
        self._client._http.close()


@pytest.fixture
async def other(api: WechatApi) -> AsyncIterator[Other]:
    client = Other(api)
    yield client
    client.close()


async def test_it_gets_a_token_and_another_each_time(api: WechatApi, other: Other) -> None:
    first = await other.do(lambda client: client.fetch_access_token())
    again = await other.do(lambda client: client.fetch_access_token())
    assert first["expires_in"] == again["expires_in"] == 7200
    assert first["access_token"] != again["access_token"]


async def test_a_wrong_secret_is_refused(api: WechatApi) -> None:
    client = Other(api, "ffffffffffffffffffffffffffffffff")
    assert await client.refused(lambda one: one.fetch_access_token()) == 40125
    client.close()


async def test_its_text_arrives_while_the_window_is_open(api: WechatApi, other: Other, zhang: Person) -> None:
    def send(client: Any) -> Any:
        return client.message.send_text(zhang.openid, "今天有3个砌砖的活")

    assert await other.refused(send) == 45015
    zhang.contact("tap")
    assert [await other.do(send) for _ in range(3)] == [{"errcode": 0, "errmsg": "ok"}] * 3
    assert await other.refused(send) == 45047
    assert zhang.hears == ["今天有3个砌砖的活"] * 3
    assert await other.refused(lambda client: client.message.send_text("oNobody", "您好")) == 40003
    assert await other.refused(lambda client: client.message.send_text(zhang.openid, "")) == 44002


async def test_its_token_ends_after_two_hours(api: WechatApi, other: Other, zhang: Person) -> None:
    zhang.contact()
    await other.do(lambda client: client.message.send_text(zhang.openid, "一"))
    assert isinstance(api.now, Hands)
    api.now.on(hours=2)
    assert await other.refused(lambda client: client.message.send_text(zhang.openid, "二")) == 42001


async def test_its_template_arrives_when_every_field_keeps_its_rule(
    api: WechatApi, other: Other, zhang: Person
) -> None:
    data = {
        "thing1": {"value": "砌砖工"},
        "thing2": {"value": "青羊区"},
        "amount3": {"value": "300元"},
        "time4": {"value": "2025年11月21日 07:30"},
        "thing5": {"value": "回复1报名"},
    }

    def send(client: Any, template: str = ALERT.id) -> Any:
        return client.message.send_template(zhang.openid, template, data)

    listed = await other.do(lambda client: client.template.get_all_private_template())
    assert [one["template_id"] for one in listed["template_list"]] == [ALERT.id]
    assert (await other.do(send))["msgid"]
    assert zhang.bubbles[0].fields == {name: one["value"] for name, one in data.items()}
    assert await other.refused(lambda client: send(client, "nobodys")) == 40037
    data["thing1"] = {"value": "砌砖工" * 7}
    with pytest.raises(WeChatClientException, match=r"data\.thing1\.value invalid"):
        await other.do(send)
    zhang.leave()
    assert await other.refused(send) == 43004


async def test_its_menu_comes_back_as_it_was(api: WechatApi, other: Other) -> None:
    assert await other.do(lambda client: client.menu.get()) is None  # 46003: there is none yet
    click = {"type": "click", "name": "今天的活", "key": "say:今天的活"}
    menu = {"button": [{"name": "找活", "sub_button": [click]}]}
    await other.do(lambda client: client.menu.create(menu))
    assert await other.do(lambda client: client.menu.get()) == {"menu": menu}
    assert await other.refused(lambda client: client.menu.create({"button": [click] * 4})) == 40016


async def test_it_makes_codes_to_scan(api: WechatApi, other: Other) -> None:
    asked: dict[str, Any] = {
        "action_name": "QR_LIMIT_STR_SCENE",
        "action_info": {"scene": {"scene_str": "12"}},
    }
    code = await other.do(lambda client: client.qrcode.create(asked))
    assert code["ticket"] and api.codes[0]["scene_str"] == "12"
    asked |= {"action_name": "QR_STR_SCENE", "expire_seconds": 2_592_001}
    assert await other.refused(lambda client: client.qrcode.create(asked)) == 40053


async def test_it_fetches_files_for_three_days(api: WechatApi, other: Other) -> None:
    photo = api.keep(b"\xff\xd8\xff\xe0JFIF", "image/jpeg")
    film = api.keep(b"....ftypmp42", "video/mp4", video=True)
    got = await other.do(lambda client: client.media.download(photo))
    assert got.content.startswith(b"\xff\xd8") and got.headers["Content-Type"] == "image/jpeg"
    assert (await other.do(lambda client: client.media.download(film)))["video_url"].endswith(film)
    assert await other.refused(lambda client: client.media.download("M1")) == 40007
    assert isinstance(api.now, Hands)
    api.now.at += timedelta(days=3, hours=1)
    await other.do(lambda client: client.fetch_access_token())
    assert await other.refused(lambda client: client.media.download(photo)) == 40007


async def test_it_hands_in_files_and_sends_them(api: WechatApi, other: Other, zhang: Person) -> None:
    def named(name: str, data: bytes = b"#!AMR") -> BytesIO:
        file = BytesIO(data)
        file.name = name
        return file

    zhang.contact()
    handed = await other.do(lambda client: client.media.upload("voice", named("a.amr")))
    await other.do(lambda client: client.message.send_voice(zhang.openid, handed["media_id"]))
    assert zhang.hears == ["[voice/amr]"]
    for kind, file, code in (
        ("film", named("a.amr"), 40004),
        ("voice", named("a.speex"), 40005),
        ("voice", named("a.amr", b""), 40006),
    ):
        assert await other.refused(partial(_uploads, kind, file)) == code


def _uploads(kind: str, file: BytesIO, client: Any) -> Any:
    return client.media.upload(kind, file)


async def test_it_hears_where_calls_come_from(api: WechatApi, other: Other) -> None:
    assert await other.do(lambda client: client.misc.get_wechat_ips()) == list(api.callback_ips)
