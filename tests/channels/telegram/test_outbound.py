"""What leaves for Telegram: one file a case in outbound/, long texts, and what the network returns."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Choice, TryAgain, Words
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.outbound import parts
from tests.channels.telegram.people import Person
from tests.channels.telegram.server import BotApi
from tests.channels.telegram.wire_format import Fault

CASES = sorted((Path(__file__).parent / "outbound").glob("*.json"))
SENTENCE = "明天早上七点在城东桥头集合，带好手套和水。"


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
async def test_words_go_out_as_their_file_says(
    path: Path, channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    case = json.loads(path.read_text("utf-8"))
    choices = tuple(Choice(label, data) for label, data in case["words"].get("choices", ()))
    await channel.send("1001", Words(case["words"]["text"], choices), "row:1")
    assert api.received("sendMessage") == case["sent"]


async def test_the_message_id_of_the_network_comes_back(
    channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    sent = [await channel.send("1001", Words(text), text) for text in ("一", "二")]
    assert sent == [str(bubble.message_id) for bubble in api.delivered]
    assert zhang.hears == ["一", "二"]


async def test_a_long_text_is_cut_at_a_sentence_and_the_buttons_hang_on_its_end(
    channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    words = Words(SENTENCE * 500, (Choice("知道了", "seen:1"),))
    last = await channel.send("1001", words, "row:1")
    assert "".join(zhang.hears) == SENTENCE * 500
    assert all(text.endswith("。") for text in zhang.hears)
    assert [len(bubble.buttons) for bubble in api.delivered] == [0] * (len(zhang.hears) - 1) + [1]
    assert last == str(api.delivered[-1].message_id)


async def test_a_long_text_that_broke_off_goes_on_where_it_was(
    channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    words = Words(SENTENCE * 300)
    api.fail("sendMessage", None, Fault(status=502))
    with pytest.raises(TryAgain):
        await channel.send("1001", words, "row:1")
    await channel.send("1001", words, "row:1")
    assert zhang.hears == parts(words.text)


async def test_a_long_text_whose_sending_was_called_off_goes_on_too(
    channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    words = Words(SENTENCE * 300)
    api.fail("sendMessage", None, Fault())
    sending = asyncio.create_task(channel.send("1001", words, "row:1"))
    await api.until(lambda: len(api.received("sendMessage")) == 2)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await channel.send("1001", words, "row:1")
    assert zhang.hears == parts(words.text)


async def test_another_text_under_the_same_key_is_sent_whole(
    channel: TelegramChannel, api: BotApi, zhang: Person
) -> None:
    await channel.send("1001", Words("甲"), "row:1")
    await channel.send("1001", Words("乙"), "row:1")
    assert zhang.hears == ["甲", "乙"]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("好" * 4096, [4096]),
        ("好" * 4097, [4096, 1]),
        ("😀" * 2048, [4096]),
        ("😀" * 2049, [4096, 2]),
        ("a" + "😀" * 2048, [4095, 2]),
        ("一，" * 3000, [4096, 1904]),
        ("第一句。" + "好" * 4095, [4096, 3]),
        ("好" * 4000 + "。" + "好" * 200, [4001, 200]),
        ("好" * 4090 + "他说：“行。”" + "好" * 20, [4093, 24]),
        ("", [0]),
    ],
)
def test_parts_are_counted_as_telegram_counts(text: str, lengths: list[int]) -> None:
    assert [units(part) for part in parts(text)] == lengths


@given(st.lists(st.sampled_from(["好", "。", "，", "😀", "\n", " ", "a", SENTENCE * 40]), max_size=60))
def test_no_part_is_too_long_and_nothing_gets_lost(pieces: list[str]) -> None:
    text = "".join(pieces) * 3
    cut = parts(text)
    assert all(units(part) <= 4096 for part in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())
