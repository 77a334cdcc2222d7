"""The whole app behind the Bot API: what is typed comes in, what is answered comes out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.console import Spoken
from tests.channels.telegram.chat_wire import Telegram
from tests.wires import NoSuchChoice


@pytest.fixture
async def wire(sqlite_url: str, tmp_path: Path, ring: None) -> AsyncIterator[Telegram]:
    wire = Telegram()
    await wire.start(sqlite_url, tmp_path)
    yield wire
    await wire.stop()


async def test_a_word_is_answered_once_however_often_it_is_delivered(wire: Telegram) -> None:
    await wire.say("张三", Spoken("text", "/help"))
    assert (await wire.heard())["张三"]
    await wire.again("张三")
    assert await wire.heard() == {}


@pytest.mark.parametrize("kind", ["photo", "voice", "video", "location"])
async def test_whatever_is_sent_is_answered_kindly(wire: Telegram, kind: str) -> None:
    said = {
        "photo": Spoken("photo", "欠条"),
        "voice": Spoken("voice"),
        "video": Spoken("video"),
        "location": Spoken("location", lat=24.5, lon=113.5, label="桥头"),
    }[kind]
    await wire.say("张三", said)
    assert (await wire.heard())["张三"]
    assert wire.incidents() == 0


async def test_a_choice_nobody_was_shown_cannot_be_pressed(wire: Telegram) -> None:
    with pytest.raises(NoSuchChoice):
        await wire.say("张三", Spoken("tap", label="报名"))


async def test_a_choice_is_pressed_and_heard(wire: Telegram) -> None:
    await wire.say("张三", Spoken("text", "菜单"))
    menu = (await wire.heard())["张三"][-1]
    label = menu.splitlines()[-1].split(" ", 1)[1]
    await wire.say("张三", Spoken("tap", label=label))
    assert (await wire.heard())["张三"]
