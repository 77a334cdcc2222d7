"""Callbacks over HTTP, signed and sealed by wechatpy: how each mode opens, and what people hear."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.base import Choice, Words
from bot.channels.wx_crypto import aes_key
from tests.channels.wechat.their_side import (
    APP,
    BEFORE,
    KEY,
    LI,
    NOW,
    US,
    ZHANG,
    Got,
    House,
    Ledger,
    decrypted,
    encrypt,
    house,
    message,
    opened,
)

BOTH = (aes_key(KEY), aes_key(BEFORE))


def answer_of(got: Got, key: str = KEY) -> dict[str, str]:
    assert (got.status, got.content_type) == (200, "application/xml")
    return opened(got, key)


# ---- the address


async def test_the_address_proves_itself_by_its_echo(safe: House) -> None:
    got = await safe.wechat.verify(echostr="4375120948345356249")
    assert (got.status, got.text, got.content_type) == (200, "4375120948345356249", "text/plain")
    assert safe.refused == []


async def test_the_verification_of_the_documentation(tmp_path: Path, ledger: Ledger) -> None:
    vectors = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["vectors"]
    (vector,) = (one for one in vectors if one["id"] == "sig-oa-verify")
    stamp = next(part for part in vector["parts"] if part.startswith("171"))
    query = {"timestamp": stamp, "nonce": "1514711492", "signature": vector["expected"], "echostr": "437"}
    async with house(tmp_path, ledger, token="AAAAA") as one:
        assert (await one.wechat.verify(**query)).refused
        one.hands.append(datetime.fromtimestamp(int(stamp) + 5, UTC))
        assert (await one.wechat.verify(**query)).text == "437"
        assert one.refused == ["timestamp"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"signature": "0" * 40}, "signature"),
        ({"signature": ""}, "signature"),
        ({"signature": "é"}, "signature"),
        ({"nonce": "another"}, "signature"),
        ({"timestamp": "1763686801"}, "signature"),
        ({"timestamp": "1763686199"}, "timestamp"),
        ({"timestamp": "1763687401"}, "timestamp"),
        ({"timestamp": "soon"}, "timestamp"),
        ({"timestamp": "-1763686800"}, "timestamp"),
        ({"timestamp": "١٧٦٣٦٨٦٨٠٠"}, "timestamp"),
        ({"timestamp": "9" * 400}, "timestamp"),
        ({"echostr": ""}, "fields"),
    ],
)
async def test_a_stranger_gets_no_echo(safe: House, query: dict[str, str], reason: str) -> None:
    assert (await safe.wechat.verify(**{"echostr": "437", **query})).refused
    assert safe.refused == [reason]


async def test_whoever_asks_without_anything_is_refused(safe: House) -> None:
    assert (await safe.wechat.post(b"", {})).refused
    assert safe.refused == ["timestamp"]


# ---- modes


async def test_safe_opens_and_answers_sealed(safe: House) -> None:
    got = await safe.wechat.sealed(message(Content="找活"), nonce="486452656")
    assert "收到" not in got.text and got.fields["Nonce"] == "486452656"
    assert answer_of(got) == {
        "ToUserName": ZHANG,
        "FromUserName": US,
        "CreateTime": str(int(NOW.timestamp())),
        "MsgType": "text",
        "Content": "收到：找活",
    }
    (heard,) = safe.ledger.kept
    assert (heard.channel, heard.account, heard.sender, heard.text) == ("wechat", APP, ZHANG, "找活")


async def test_plain_answers_plainly(plain: House) -> None:
    got = await plain.wechat.plain(message(Content="找活"))
    assert (got.status, got.content_type) == (200, "application/xml")
    assert (got.fields["Content"], got.fields["ToUserName"]) == ("收到：找活", ZHANG)


async def test_compat_believes_only_what_is_sealed(tmp_path: Path, ledger: Ledger) -> None:
    async with house(tmp_path, ledger, mode="compat") as compat:
        beside = message(sender=LI, Content="讨薪").removeprefix("<xml>").removesuffix("</xml>")
        got = await compat.wechat.sealed(message(Content="找活"), beside=beside)
        assert answer_of(got)["Content"] == "收到：找活"
        assert [(one.sender, one.text) for one in ledger.kept] == [(ZHANG, "找活")]


async def test_a_plain_server_reads_what_compat_sends_beside(plain: House) -> None:
    beside = message(Content="找活").removeprefix("<xml>").removesuffix("</xml>")
    got = await plain.wechat.sealed(message(Content="找活"), beside=beside)
    assert got.fields["Content"] == "收到：找活"


async def test_a_plain_server_with_a_key_opens_what_is_sealed(tmp_path: Path, ledger: Ledger) -> None:
    async with house(tmp_path, ledger, mode="plain") as one:
        assert answer_of(await one.wechat.sealed(message(Content="找活")))["Content"] == "收到：找活"
        assert (await one.wechat.plain(message(Content="讨薪"))).fields["Content"] == "收到：讨薪"


@pytest.mark.parametrize("mode", ["compat", "safe"])
async def test_a_plain_body_does_not_pass_a_sealed_door(tmp_path: Path, ledger: Ledger, mode: str) -> None:
    async with house(tmp_path, ledger, mode=mode) as one:
        assert (await one.wechat.plain(message(Content="找活"))).refused
        assert (await one.wechat.plain(message(Content="找活"), encrypt_type="raw")).refused
        assert one.refused == ["plain", "plain"] and ledger.asked == []


async def test_while_the_key_changes_both_open_and_each_hears_its_own(tmp_path: Path, ledger: Ledger) -> None:
    async with house(tmp_path, ledger, aes_keys=BOTH) as one:
        assert answer_of(await one.wechat.sealed(message(Content="一")))["Content"] == "收到：一"
        got = await one.wechat.sealed(message(Content="二"), key=BEFORE)
        assert answer_of(got, BEFORE)["Content"] == "收到：二"
        assert (await one.wechat.sealed(message(Content="三"), key="C" * 43)).refused
    async with house(tmp_path, ledger) as one:
        assert (await one.wechat.sealed(message(Content="四"), key=BEFORE)).refused


async def test_an_account_set_to_json_is_answered_in_json(safe: House) -> None:
    fields = {"ToUserName": US, "FromUserName": ZHANG, "CreateTime": int(NOW.timestamp())}
    said = json.dumps({**fields, "MsgType": "text", "Content": "找活", "MsgId": 25410000000000057})
    encrypted = encrypt(said)
    body = json.dumps({"ToUserName": US, "Encrypt": encrypted})
    got = await safe.wechat.post(body, safe.wechat.query(encrypted))
    assert (got.status, got.content_type) == (200, "application/json")
    envelope = json.loads(got.text)
    assert isinstance(envelope["TimeStamp"], int)
    assert json.loads(decrypted(envelope))["Content"] == "收到：找活"
    assert safe.ledger.kept[0].message_id == "25410000000000057"


# ---- what is said


@pytest.mark.parametrize(
    "text",
    [
        "我叫]]>张三<![CDATA[",
        "👷🏽‍♀️一家👨‍👩‍👧‍👦",
        "\u202e倒着写\u202c",
        "零\u200b宽\ufeff字\u2060符",
        "１３８００００００００",
        "a & b < c > d \"e\" 'f' &amp;",
        "第一行\n第二行",
        "好" * 600,
    ],
)
async def test_whatever_people_type_comes_in_and_goes_out_whole(safe: House, text: str) -> None:
    said = answer_of(await safe.wechat.sealed(message(Content=text)))["Content"]
    assert safe.ledger.kept[0].text == text
    assert said == f"收到：{text}".replace("<", "＜")


async def test_choices_leave_as_lines_and_links(plain: House) -> None:
    plain.ledger.says = lambda inbound: Words("瓷砖工\n1 报名", (Choice("报名", "gig.apply:17"),))
    said = (await plain.wechat.plain(message(Content="找活"))).fields["Content"]
    link = "weixin://bizmsgmenu?msgmenucontent=报名&msgmenuid=gig.apply:17"
    assert said == f'瓷砖工\n1 <a href="{link}">报名</a>'


@pytest.mark.parametrize("says", ["", " ", "\u0000"])
async def test_nothing_to_say_is_success_and_bare(safe: House, says: str) -> None:
    safe.ledger.says = lambda inbound: Words(says)
    got = await safe.wechat.sealed(message(Content="好"))
    assert (got.status, got.text, got.content_type) == (200, "success", "text/plain")


async def test_a_message_delivered_again_hears_the_same_again(safe: House) -> None:
    said = message(Content="报名")
    answers = [answer_of(await safe.wechat.sealed(said))["Content"] for _ in range(3)]
    assert answers == ["收到：报名"] * 3 and len(safe.ledger.kept) == 1 and len(safe.ledger.asked) == 3


async def test_an_event_delivered_again_is_the_same_event(safe: House) -> None:
    follow = message("event", Event="subscribe", EventKey="qrscene_station_510105")
    answers = [answer_of(await safe.wechat.sealed(follow))["Content"] for _ in range(3)]
    assert answers == ["收到：关注"] * 3
    (heard,) = safe.ledger.kept
    assert (heard.label, heard.contact) == ("station_510105", "follow")


async def test_what_is_not_kept_is_delivered_again(safe: House) -> None:
    said, query = message(Content="找活"), {"nonce": "77"}
    safe.ledger.away = True
    got = await safe.wechat.sealed(said, **query)
    assert (got.status, got.text) == (503, "") and safe.left == []
    safe.ledger.away = False
    assert answer_of(await safe.wechat.sealed(said, **query))["Content"] == "收到：找活"


async def test_news_is_handed_on_and_nobody_is_answered(safe: House) -> None:
    for event in ({"Event": "unsubscribe"}, {"Event": "LOCATION", "Latitude": "30.5", "Longitude": "104.1"}):
        assert (await safe.wechat.sealed(message("event", **event))).text == "success"
    assert [(one.what, one.sender, one.lat) for one in safe.ledger.news] == [
        ("left", ZHANG, None),
        ("place", ZHANG, 30.5),
    ]
    assert safe.ledger.asked == []


async def test_news_that_is_not_kept_comes_again(safe: House) -> None:
    safe.ledger.away = True
    assert (await safe.wechat.sealed(message("event", Event="unsubscribe"))).status == 503


async def test_what_nobody_knows_is_acknowledged_and_logged_once(safe: House) -> None:
    log = io.StringIO()
    with redirect_stderr(log):
        for _ in range(3):
            assert (await safe.wechat.sealed(message("event", Event="some_future_event"))).text == "success"
            assert (await safe.wechat.sealed(message("hologram"))).text == "success"
            assert (
                await safe.wechat.sealed(message("event", Event="VIEW", EventKey="https://a.b"))
            ).text == "success"
    told = [line for line in log.getvalue().splitlines() if "unknown_kind" in line]
    assert len(told) == 2 and "some_future_event" in told[0] and "hologram" in told[1]
    assert safe.ledger.asked == [] and safe.refused == [] and ZHANG not in log.getvalue()
