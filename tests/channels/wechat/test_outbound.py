"""Bubbles of ours as messages of customer service: menus, limits, windows, and what each refusal means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import (
    Choice,
    OutcomeUnknown,
    Refused,
    TooLong,
    TryAgain,
    Unreachable,
    WayClosed,
    WindowClosed,
    Words,
)
from bot.channels.bridge import numbered
from bot.channels.wechat.bubbles import as_menu, as_text
from bot.channels.wechat.outbound import SEND, Outbound
from bot.sending.bundle import bundle
from tests.channels.wechat.accounts import ABILITIES
from tests.channels.wechat.people import Person
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.wire_format import Fault

SENTENCE = "明天早上七点在城东桥头集合，带好手套和水。"
CHOICES = (Choice("报名", "gig.apply:17"), Choice("不去", "gig.pass:17"))
ASKED = Words(numbered("砌砖工 240元，去不去？", CHOICES), CHOICES)


@pytest.fixture
def near(zhang: Person) -> Person:
    """Somebody who has just written."""
    zhang.contact()
    return zhang


async def test_words_become_a_text(api: WechatApi, outbound: Outbound, near: Person) -> None:
    assert await outbound.send(near.openid, Words("今天有3个活。\n回数字看。"), "17") == "17"
    assert near.hears == ["今天有3个活。\n回数字看。"]
    assert api.received(SEND) == [
        {"touser": near.openid, "msgtype": "text", "text": {"content": "今天有3个活。\n回数字看。"}}
    ]


async def test_choices_become_a_menu_with_their_numbers(outbound: Outbound, near: Person) -> None:
    await outbound.send(near.openid, ASKED, "17")
    assert near.hears == ["砌砖工 240元，去不去？\n1 报名\n2 不去"]
    assert near.bubbles[0].choices == (("gig.apply:17", "1 报名"), ("gig.pass:17", "2 不去"))


@pytest.mark.parametrize("code", [40200, 40008])
async def test_an_account_without_menus_gets_numbered_lines_from_then_on(
    code: int, api: WechatApi, outbound: Outbound, near: Person
) -> None:
    api.fail(SEND, Fault(errcode=code))
    for _ in range(2):
        await outbound.send(near.openid, ASKED, "17")
    assert near.hears == ["砌砖工 240元，去不去？\n1 报名\n2 不去"] * 2
    assert [one["msgtype"] for one in api.received(SEND)] == ["msgmenu", "text", "text"]
    assert near.opened["message"].left == 3


async def test_another_refusal_says_nothing_of_menus(
    api: WechatApi, outbound: Outbound, near: Person
) -> None:
    api.fail(SEND, Fault(errcode=45047))
    with pytest.raises(WindowClosed):
        await outbound.send(near.openid, ASKED, "17")
    await outbound.send(near.openid, ASKED, "17")
    assert [one["msgtype"] for one in api.received(SEND)] == ["msgmenu", "msgmenu"]


async def test_a_test_account_has_no_menus(api: WechatApi, outbound: Outbound, near: Person) -> None:
    api.can = set(ABILITIES["test"])
    await outbound.send(near.openid, ASKED, "17")
    assert near.bubbles[0].choices == ()


async def test_nobody_writes_a_link_into_our_words(outbound: Outbound, near: Person) -> None:
    choices = (Choice("<b>看", "gig.show:1"),)
    text = '老<a href="http://a.example">周</a>说：好'
    await outbound.send(near.openid, Words(text), "17")
    await outbound.send(near.openid, Words(numbered(text, choices), choices), "18")
    await outbound.send(near.openid, Words("一\x07二\r\n三"), "19")
    assert near.hears[0] == '老＜a href="http://a.example">周＜/a>说：好'
    assert near.hears[1] == near.hears[0] + "\n1 ＜b>看"
    assert near.hears[2] == "一二\n三"


async def test_what_wechat_finds_too_long_has_a_name_of_its_own(outbound: Outbound, near: Person) -> None:
    """The sender cuts it and keeps the rest; cut here it would be lost."""
    await outbound.send(near.openid, Words("好" * 682 + "ab"), "17")
    with pytest.raises(TooLong, match="45002"):
        await outbound.send(near.openid, Words("好" * 682 + "abc"), "18")
    assert near.hears == ["好" * 682 + "ab"]


@given(
    st.lists(
        st.sampled_from(["好", "。", "，", "😀", "\n", "a", "<", SENTENCE * 9]), min_size=1, max_size=90
    ),
    st.lists(st.sampled_from(["报名", "看看别的活", "<不去"]), max_size=6),
)
def test_no_message_is_too_long(pieces: list[str], labels: list[str]) -> None:
    choices = tuple(Choice(label, f"gig.apply:{place}") for place, label in enumerate(labels))
    words = bundle([Words(numbered("".join(pieces) * 2, choices), choices)], 2048).words
    text = as_text(words)["text"]["content"]
    menu = as_menu(words)["msgmenu"]
    rows = [row["content"] for row in menu["list"]]
    assert len(text.encode()) <= 2048
    assert len("\n".join([menu["head_content"], *rows]).encode()) <= 2048
    assert "<" not in text + menu["head_content"] + "".join(rows)
    assert text.split("\n")[-len(rows) :] == rows or not rows


async def test_the_window_and_its_count_are_told(outbound: Outbound, zhang: Person) -> None:
    with pytest.raises(WindowClosed, match="45015") as closed:
        await outbound.send(zhang.openid, Words("您好"), "17")
    assert closed.value.way == "service"
    zhang.contact("tap")
    for _ in range(3):
        await outbound.send(zhang.openid, Words("您好"), "17")
    with pytest.raises(WindowClosed, match="45047"):
        await outbound.send(zhang.openid, Words("您好"), "17")
    assert len(zhang.hears) == 3


async def test_who_is_gone_is_unreachable(outbound: Outbound) -> None:
    with pytest.raises(Unreachable):
        await outbound.send("oNobody-of-this-account-00000", Words("您好"), "17")


async def test_an_account_that_may_not_speak(api: WechatApi, outbound: Outbound, near: Person) -> None:
    api.can = set(ABILITIES["unverified_subscription"])
    with pytest.raises(WayClosed, match="48001") as closed:
        await outbound.send(near.openid, Words("您好"), "17")
    assert (closed.value.way, closed.value.until) == ("service", None)


async def test_an_empty_message_is_our_own_mistake(outbound: Outbound, near: Person) -> None:
    for text in ("", " \n", "\x00"):
        with pytest.raises(Refused, match="44002"):
            await outbound.send(near.openid, Words(text), "17")


async def test_a_lost_answer_leaves_it_open_whether_they_have_it(
    api: WechatApi, outbound: Outbound, near: Person
) -> None:
    api.fail(SEND, Fault(done=True, cut=True), Fault(status=502))
    with pytest.raises(OutcomeUnknown):
        await outbound.send(near.openid, Words("一"), "17")
    with pytest.raises(TryAgain):
        await outbound.send(near.openid, Words("二"), "18")
    assert near.hears == ["一"]
