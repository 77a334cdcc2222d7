"""The terminal: what can be typed, what is printed, and what happens when a message was not kept."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

import pytest

from bot.channels.base import Answer, Channel, Choice, Inbound, NotKept, Words
from bot.channels.console import ConsoleChannel, chat_loop
from tests.town import FIVE, StillClock


class Turns:
    """Answers everything, repeats with the same words; the first `losing` messages are not kept."""

    def __init__(self) -> None:
        self.taken: list[Inbound] = []
        self.losing = 0

    async def take(self, inbound: Inbound) -> Answer:
        self.taken.append(inbound)
        if self.losing:
            self.losing -= 1
            raise NotKept("disk")
        if inbound.text == "坏":
            raise KeyError("a mistake")
        said = inbound.text or inbound.kind
        return Answer((Words(f"听到：{said}\n1 报名", (Choice("报名", "gig.apply:7"),)), Words("还有呢？")))


class House:
    """As much of an app as the terminal needs."""

    def __init__(self) -> None:
        self.console = ConsoleChannel()
        self.channels: dict[tuple[str, str], Channel] = {("console", "terminal"): self.console}
        self.clock = StillClock(FIVE)
        self.turns = Turns()
        self.sender = self
        self.drained = 0

    async def drain(self) -> int:
        self.drained += 1
        return 0

    async def move_clock(self, to: datetime | None) -> None:
        assert to
        self.clock.move(to - self.clock.now())


@pytest.fixture
def house() -> House:
    return House()


@contextmanager
def typing(text: str) -> Iterator[TextIO]:
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as stdin:
        with os.fdopen(writing, "w", encoding="utf-8") as keyboard:
            keyboard.write(text)
        yield stdin


async def typed(house: House, text: str) -> str:
    screen = io.StringIO()
    with typing(text) as stdin:
        await asyncio.wait_for(chat_loop(house, stdin, screen), 5)
    return screen.getvalue()


ANSWERED = "张三 < 听到：找活\n  1 报名\n张三 < 还有呢？\n"


async def test_somebody_says_something(house: House) -> None:
    assert await typed(house, "张三 > 找活\n") == ANSWERED
    [message] = house.turns.taken
    assert (message.channel, message.account, message.sender) == ("console", "terminal", "张三")
    assert (message.kind, message.text, message.at) == ("text", "找活", FIVE)
    assert house.drained == 1


async def test_a_line_without_a_name_is_the_last_speakers(house: House) -> None:
    await typed(house, "张三 > 找活\n李四 > 你好\n贴瓷砖\r\n没有换行")
    assert [(one.sender, one.text) for one in house.turns.taken] == [
        ("张三", "找活"),
        ("李四", "你好"),
        ("李四", "贴瓷砖"),
        ("李四", "没有换行"),
    ]
    assert (await typed(House(), "谁说的\n")).startswith("# ")


async def test_remarks_and_what_was_heard_are_passed_over(house: House) -> None:
    chat = "# 找活\n\n张三 > 找活\n张三 < 您想干什么？\n  比如：瓷砖工\n|\n\t再见\n"
    assert await typed(house, chat) == ANSWERED
    assert len(house.turns.taken) == 1


async def test_a_file_can_be_fed_in(house: House, tmp_path: Path) -> None:
    (tmp_path / "one.chat").write_text("张三 > 找活", "utf-8")
    screen = io.StringIO()
    with (tmp_path / "one.chat").open(encoding="utf-8") as stdin:
        await asyncio.wait_for(chat_loop(house, stdin, screen), 5)
    assert screen.getvalue() == ANSWERED


async def test_several_lines_in_one_message(house: House) -> None:
    await typed(house, "老周 > 招人\\\n瓷砖工3人\\\n240元\n")
    assert [one.text for one in house.turns.taken] == ["招人\n瓷砖工3人\n240元"]


async def test_taps_photos_places(house: House) -> None:
    await typed(house, "张三 > 找活\n[点 报名]\n[位置 24.3,116.1 桥头]\n[照片] 欠条\n[照片]\n")
    _, tap, place, photo, other = house.turns.taken
    assert (tap.kind, tap.text) == ("tap", "gig.apply:7")
    assert (place.kind, place.lat, place.lon, place.label) == ("location", 24.3, 116.1, "桥头")
    assert (photo.kind, photo.text) == ("photo", "欠条")
    assert photo.media and photo.media != other.media
    assert "没有的" in await typed(house, "李四 > [点 没有的]\n")
    assert len(house.turns.taken) == 5


async def test_a_message_delivered_again_keeps_its_id(house: House) -> None:
    await typed(house, "张三 > 找活\n李四 > 你好\n张三 >>\n张三 > 找活\n")
    one, _, again, other = (message.message_id for message in house.turns.taken)
    assert one == again != other


@pytest.mark.parametrize("again", ["\n", "再发\n", " 重发 \n"])
async def test_what_was_not_kept_can_be_sent_again(house: House, again: str) -> None:
    house.turns.losing = 2
    printed = await typed(house, "张三 > 找活\n" + again + again)
    first, second, *answer = printed.splitlines(keepends=True)
    assert first == second and first.startswith("# 张三")
    assert "".join(answer) == ANSWERED
    assert len({message.message_id for message in house.turns.taken}) == 1


async def test_an_empty_line_is_nothing_when_all_was_kept(house: House) -> None:
    assert await typed(house, "张三 > 找活\n\n\n") == ANSWERED


async def test_the_clock(house: House) -> None:
    printed = await typed(house, "@\n@ 明天 05:30\n@ 昨天\n@ 乱写\n")
    first, moved, no, still, what, end = printed.splitlines()
    assert (first, moved) == ("@ 2026-11-21 05:00", "@ 2026-11-22 05:30")
    assert no.startswith("# ") and what.startswith("# ") and still == end == moved
    assert house.clock.now() == FIVE + timedelta(days=1, minutes=30)


async def test_a_failure_does_not_end_the_evening(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    printed = await typed(house, "张三 > 坏\n张三 > 找活\n")
    assert printed.startswith("# ") and printed.endswith(ANSWERED)
    assert "KeyError" in capsys.readouterr().err


async def test_a_push_prints_by_itself(house: House) -> None:
    screen = io.StringIO()
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as stdin:
        loop = asyncio.create_task(chat_loop(house, stdin, screen))
        await asyncio.sleep(0.01)
        await house.console.send(
            "张三", Words("【今日零工】\n\n瓷砖工", (Choice("报名", "gig.apply:9"),)), "1"
        )
        assert screen.getvalue() == "张三 < 【今日零工】\n|\n  瓷砖工\n"
        os.write(writing, "张三 > [点 报名]\n".encode())
        os.close(writing)
        await asyncio.wait_for(loop, 5)
    assert [message.text for message in house.turns.taken] == ["gig.apply:9"]


async def test_half_a_character_breaks_nothing(house: House) -> None:
    screen = io.StringIO()
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as stdin:
        loop = asyncio.create_task(chat_loop(house, stdin, screen))
        data = "张三 > 找活\n".encode() + b"\xff\xfe\n"
        for byte in range(0, len(data), 5):
            os.write(writing, data[byte : byte + 5])
            await asyncio.sleep(0.001)
        os.close(writing)
        await asyncio.wait_for(loop, 5)
    assert house.turns.taken[0].text == "找活"
    await house.console.send("张三", Words("\ud83d半个"), "1")
    assert screen.getvalue().endswith("张三 < ?半个\n")
