"""The bridge's copies of aiogram's objects are what aiogram would have made itself."""

from datetime import UTC, datetime

import pytest
from aiogram.types import CallbackQuery, Chat, Message, User

from bot.channels import bridge
from bot.channels.base import Inbound
from bot.inject import inject
from bot.switchboard import Switchboard
from handlers import conversations
from storage.dialogues import Talk

AT = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


def inbound(text: str, kind: str = "text", **more: object) -> Inbound:
    return Inbound("web", "phones", "张三", "m1", kind, AT, text=text, **more)  # type: ignore[arg-type]  # kinds by name


def test_a_text_message_equals_aiograms_own() -> None:
    bot = bridge.turn_bot()
    made = bridge.to_event(inbound("我会贴瓷砖"), Talk(7, 9))
    chat, user = Chat(id=7, type="private"), User(id=9, is_bot=False, first_name="-")
    own = Message(message_id=1, date=AT, chat=chat, from_user=user, text="我会贴瓷砖")
    assert isinstance(made, Message)
    assert made.model_dump() == own.model_dump()
    assert made == bridge.Heard.model_validate(own.model_dump(), context={"bot": bot})
    assert made.bot is bot and made.chat.bot is bot
    assert made.model_dump(exclude_unset=True) == own.model_dump(exclude_unset=True)


def test_copies_do_not_share_what_they_hold() -> None:
    first = bridge.to_event(inbound("一"), Talk(7, 9))
    second = bridge.to_event(inbound("二"), Talk(8, 10))
    assert isinstance(first, Message) and isinstance(second, Message)
    assert (first.text, first.chat.id, second.text, second.chat.id) == ("一", 7, "二", 8)


def test_a_number_of_the_last_menu_is_a_tap() -> None:
    talk = Talk(7, 9, menu=[("报名", "gig.apply:17"), ("不去", "gig.no:17")])
    made = bridge.to_event(inbound("２"), talk)
    assert isinstance(made, CallbackQuery) and made.data == "gig.no:17"


@pytest.mark.parametrize(("typed", "data"), [("10", "case.take:9"), ("１２", "say:更多")])
def test_places_of_several_menus_in_one_go_on_beyond_nine(typed: str, data: str) -> None:
    menu = [(f"接单 10{n:02}", f"case.take:{n}") for n in range(11)] + [("更多", "say:更多")]
    made = bridge.to_event(inbound(typed), Talk(7, 9, menu=menu))
    heard = f"say:{made.text}" if isinstance(made, Message) else made.data
    assert heard == data


def test_a_number_without_a_menu_or_out_of_its_range_stays_a_text() -> None:
    for talk in (Talk(7, 9), Talk(7, 9, menu=[("报名", "gig.apply:17")])):
        made = bridge.to_event(inbound("3"), talk)
        assert isinstance(made, Message) and made.text == "3"


@pytest.mark.parametrize(
    "text", ["讨薪，不给就跳楼", "取消", "我在城东工地干了三个月要讨薪", "人工", "接单 1002", "看 1001"]
)
def test_what_means_more_than_a_choice_is_heard_whole(text: str) -> None:
    talk = Talk(7, 9, menu=[("讨薪", "say:讨薪"), ("取消报名", "gig.leave:17"), ("找人工帮忙", "form.human")])
    talk.menu.append(("接单 1001", "case.take:7"))
    made = bridge.to_event(inbound(text), talk)
    assert isinstance(made, Message) and made.text == text


@pytest.mark.parametrize("text", ["没有", "我要讨薪", "1"])
def test_a_choice_is_taken_by_its_words(text: str) -> None:
    made = bridge.to_event(inbound(text), Talk(7, 9, menu=[("没有", "a"), ("讨薪", "a")]))
    assert isinstance(made, CallbackQuery) and made.data == "a"


@pytest.mark.parametrize("kind", ["text", "tap"])
def test_a_choice_can_stand_for_words(kind: str) -> None:
    said = inbound("say:我报的名", "tap") if kind == "tap" else inbound("1")
    made = bridge.to_event(said, Talk(7, 9, menu=[("看看", "say:我报的名")]))
    assert isinstance(made, Message) and made.text == "我报的名"


def test_what_the_inbox_keeps_comes_back_whole() -> None:
    message = inbound("嗨\ud800\0👷", "location", lat=24.3, lon=0.0, label="桥头")
    assert bridge.unpack(bridge.pack(message)) == message


def test_a_registered_word_is_no_tap_of_what_it_resembles() -> None:
    talk = Talk(7, 9, menu=[("报名", "gig.apply:17"), ("不去", "gig.no:17")])
    made = bridge.to_event(inbound("我的报名"), talk, lambda text, label=None: text == "我的报名")
    assert isinstance(made, Message) and made.text == "我的报名"


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("回复 明天来", None),
        ("回复", "a:7"),
        ("回复吧", "a:7"),
        ("回复第2个", "b:7"),
        ("报名，谢谢", "c:7"),
        ("报名", "c:7"),
    ],
)
def test_words_behind_a_word_that_takes_them_are_no_choice(text: str, picked: str | None) -> None:
    """报名 takes a number only: thanks behind it change nothing."""
    talk = Talk(7, 9, menu=[("回复", "a:7"), ("备注", "b:7"), ("报名", "c:7")])
    made = bridge.to_event(inbound(text), talk, Switchboard(conversations(), inject).is_word)
    assert (made.data if isinstance(made, CallbackQuery) else None) == picked
