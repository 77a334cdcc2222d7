"""Saving a conversation of the phones page: order, clock, names, and taps that say which choice they mean."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.shown import Shown
from bot.web.phones.as_chat import Talk, as_chat, file_name, speakers
from bot.web.phones.desk import Bubble, Option
from storage import county, people
from storage.county.folk import ACCOUNT, CHANNEL
from storage.db import Database
from tests.chat_player import read_chat
from tests.town import FIVE


def heard(text: str, at: datetime = FIVE, **more: Any) -> Bubble:
    return Bubble(1, "", False, "text", text, at, **more)


def said(text: str, at: datetime = FIVE, **more: Any) -> Bubble:
    return Bubble(1, "k", True, more.pop("kind", "text"), text, at, **more)


def lines(talks: dict[str, Talk]) -> list[str]:
    return as_chat("x", None, talks).splitlines()[1:]


def after(**time: float) -> datetime:
    return FIVE + timedelta(**time)


def test_an_answer_stands_behind_its_question_even_if_it_came_late() -> None:
    """李敏 hears of it some seconds later, when 张三 has already said the next thing."""
    late = heard("新单", after(seconds=9), made=after(seconds=1))
    told: dict[str, Talk] = {
        "李敏": {2: late},
        "张三": {1: said("讨薪"), 3: heard("记下了"), 4: said("好", after(seconds=5))},
    }
    assert lines(told) == [
        "@ 2026-11-21 05:00",
        "张三 > 讨薪",
        "张三 < 记下了",
        "李敏 < 新单",
        "@ 2026-11-21 05:00:05",
        "张三 > 好",
    ]


def test_what_waited_for_its_hour_stands_there() -> None:
    told: dict[str, Talk] = {
        "张三": {1: said("找活"), 2: heard("早上好", after(hours=2), made=FIVE), 3: heard("没有")},
        "老周": {4: said("招人", after(hours=1)), 5: said("好", after(hours=3))},
    }
    assert lines(told) == [
        "@ 2026-11-21 05:00",
        "张三 > 找活",
        "张三 < 没有",
        "@ 2026-11-21 06:00",
        "老周 > 招人",
        "@ 2026-11-21 07:00",
        "张三 < 早上好",
        "@ 2026-11-21 08:00",
        "老周 > 好",
    ]


def test_each_minute_is_written_down_with_the_second_of_its_first_word_and_a_clock_put_back_is_told() -> None:
    told: dict[str, Talk] = {
        "张三": {
            1: said("一"),
            2: said("二", after(seconds=58.2)),
            3: said("三", after(seconds=59.9)),
            4: heard("早", after(seconds=60.1)),
            5: said("四", after(seconds=61)),
            6: said("五"),
        }
    }
    found = lines(told)
    assert found[:9] == [
        "@ 2026-11-21 05:00", "张三 > 一",
        "@ 2026-11-21 05:00:59", "张三 > 二", "张三 > 三",
        "@ 2026-11-21 05:01", "张三 < 早",
        "@ 2026-11-21 05:01:01", "张三 > 四",
    ]  # fmt: skip
    assert found[9].startswith("# 这里时钟拨回去了") and found[10:] == ["@ 2026-11-21 05:00", "张三 > 五"]


def test_every_kind_of_message(tmp_path: Path) -> None:
    choices = (Option(1, "回复", "case.reply:1"),)
    told: dict[str, Talk] = {
        "张三": {
            1: said("一\n\n 三"),
            2: said("", kind="photo", media="a.jpg"),
            3: said("城东 [河堤路]", kind="location", lat=24.5, lon=-0.00001),
            4: said("", kind="location", lat=24.0, lon=113.123456),
            5: heard("甲\n1 回复", choices=choices),
            6: heard("乙\n1 回复", choices=(Option(1, "回复", "case.reply:2"),)),
            7: said("回复", tapped="case.reply:1"),
            8: said("回复", tapped="case.reply:2"),
        }
    }
    found = as_chat("x", None, told)
    assert [line for line in found.splitlines() if " > " in line] == [
        "张三 > 一",
        "张三 > [照片]",
        "张三 > [位置 24.5,-0.00001 城东 [河堤路]",
        "张三 > [位置 24,113.123456]",
        "张三 > [点 回复#2]",
        "张三 > [点 回复]",
    ]
    path = tmp_path / "one.chat"
    path.write_text(found, "utf-8")
    spoken = [step.action.words for step in read_chat(path).steps if step.action and step.action.sign == ">"]
    assert spoken[0] == "一\n\n三"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("讨薪 1", "tao_xin_1"),
        ("阿梅和老罗", "a_mei_he_lao_luo"),
        ("Ａ/../b\r\n", "a_b"),
        ("🌻", "saved"),
        ("活" * 60, ("huo_" * 15)[:-1]),
    ],
)
def test_a_file_is_named_so_that_a_test_is_found_by_it(title: str, name: str) -> None:
    assert file_name(title) == f"{name}.chat"
    assert as_chat(title, None, {}).count("\n") == 1


def test_names() -> None:
    founded = {"seed:1": "李敏", "seed:2": "张三", "seed:9": "张三2"}
    who = {
        "seed:9": "张三",
        "new:1": "张三",
        "new:2": "王 五#",
        "new:3": "王五",
        "new:4": "",
        "seed:1": "小李",
    }
    assert speakers(who, founded) == {
        "seed:9": "张三2",
        "new:1": "新人1",
        "new:2": "王五",
        "new:3": "新人3",
        "new:4": "?",
        "seed:1": "李敏",
    }


async def test_the_cast_is_who_really_lives_in_the_county(sqlite: Database) -> None:
    async with sqlite.unit() as session:
        await county.found_county(session, FIVE)
        known = await people.on_channel(session, CHANNEL, ACCOUNT)
    assert county.cast() == county.apart((one.external, one.name) for one in known)
    assert len(set(county.cast().values())) == len(known) > 50


@pytest.mark.parametrize(
    ("name", "data"), [("看", "c:3"), ("看#1", "c:3"), ("看#2", "c:1"), ("看#3", "c:2"), ("号#2", "d")]
)
def test_an_older_choice_of_the_same_name(name: str, data: str) -> None:
    shown = Shown()
    for choices in ([("看", "c:1")], [("看", "c:2"), ("号#2", "d")], [("看", "c:1")], [("看", "c:3")]):
        shown.add(choices)
    assert shown.data(name) == data
    assert name in (shown.name(data), "看#1")


@pytest.mark.parametrize("name", ["没有", "看#9", "看#0", "看#x", "", "#1"])
def test_a_choice_nobody_showed(name: str) -> None:
    shown = Shown()
    shown.add([("看", "c:1")])
    assert shown.data(name) is None
    assert shown.name("c:7") is None
