"""The menu below the chat: within WeChat's limits, and every entry leads somewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import Inbound
from bot.channels.bridge import SAYS
from bot.channels.wechat.inbound import is_data
from bot.channels.wechat.menu import menu, once_name, same
from handlers.phrases import book, words
from tests.wires import Direct

PAGE = "https://bot.example.gov.cn/wechat/once"
TOPS = menu()["button"]
ENTRIES = [entry for top in TOPS for entry in top["sub_button"]]


def test_it_is_within_wechats_limits() -> None:
    assert 1 <= len(TOPS) <= 3 and all(1 <= len(top["sub_button"]) <= 5 for top in TOPS)
    assert all(len(top["name"]) <= 4 and len(top["name"].encode()) <= 16 for top in TOPS)
    for entry in ENTRIES:
        assert len(entry["name"]) <= 8 and len(entry["name"].encode()) <= 60
        assert len(entry["key"].encode()) <= 128 and is_data(entry["key"])
        assert entry["type"] == "click"
    assert len({entry["key"] for entry in ENTRIES}) == len(ENTRIES) == len(words("wechat.menu"))


def test_it_is_known_again_when_wechat_shows_it() -> None:
    shown = {
        "button": [
            {**top, "sub_button": [{**one, "sub_button": []} for one in top["sub_button"]]} for top in TOPS
        ],
        "menuid": 4711,
    }
    assert same(menu(), menu()) and same(shown, menu()) and not same(shown, menu(PAGE))
    for other in (None, {"button": TOPS[:2]}, {"button": list(reversed(TOPS))}, menu(PAGE)):
        assert not same(other, menu())
    less = [*TOPS[:2], {**TOPS[2], "sub_button": TOPS[2]["sub_button"][1:]}]
    assert not same({"button": less}, menu())


def test_the_page_of_one_time_subscriptions_is_one_entry_more() -> None:
    first, *others = menu(PAGE)["button"]
    *before, page = first["sub_button"]
    assert [{**first, "sub_button": before}, *others] == TOPS and len(before) < 5
    assert page == {"type": "view", "name": once_name(), "url": PAGE}
    assert len(once_name()) <= 8 and once_name() not in {one["name"] for one in ENTRIES}


@pytest.fixture
async def wire(sqlite_url: str, ring: None, tmp_path: Path) -> AsyncIterator[Direct]:
    direct = Direct()
    await direct.start(sqlite_url, tmp_path)
    yield direct
    await direct.stop()


async def test_a_word_nobody_listens_for_would_be_noticed(wire: Direct) -> None:
    assert not await _understood(wire, "阿巴阿巴")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry["name"]))
async def test_every_entry_leads_somewhere(entry: dict[str, str], wire: Direct) -> None:
    """Said to the whole product, by somebody new and by somebody in the middle of a question."""
    word = entry["key"].removeprefix(SAYS)
    assert await _understood(wire, word)
    await wire.app.turns.take(_tap(wire, "老李", "我会贴瓷砖"))
    assert await _understood(wire, word, "老李")


async def _understood(wire: Direct, word: str, who: str = "新来的") -> bool:
    answer = await wire.app.turns.take(_tap(wire, who, word))
    fallback = [text for key, text in book().items() if key.startswith("fallback.") and isinstance(text, str)]
    heard = "\n".join(one.text for one in answer.words)
    return bool(heard) and not any(heard.startswith(text) for text in fallback)


def _tap(wire: Direct, who: str, word: str) -> Inbound:
    return Inbound(
        *wire.where(who), wire.fresh_id(), "tap", wire.app.clock.now(), text=SAYS + word, contact="tap"
    )
