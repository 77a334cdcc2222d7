"""The tables of what a sentence wants: every example is heard by the patterns under it, and by the reader."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.plain import plain
from handlers.reading.wants.intent import meant
from handlers.reading.wants.mandarin import mandarin
from handlers.reading.wants.table import Row, table

TABLES = ("account", "law", "case", "own", "desk", "work", "ads", "answers")
SAID = Path(__file__).with_name("wishes.txt")
REACHED = 0.91
"""Of the ways to say it in wishes.txt so many are read right; raise it with the reader."""
ROWS = [row for name in TABLES for row in table(name).rows]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.wish} {row.example}")
def test_an_example_is_heard_by_its_own_patterns(row: Row) -> None:
    assert re.search(row.pattern, mandarin(row.example))


def wishes() -> Iterator[tuple[str, str]]:
    wish = ""
    for line in SAID.read_text("utf-8").splitlines():
        if line.startswith("["):
            wish = line.strip("[]")
        elif line and not line.startswith("#"):
            yield wish, line


def test_ways_to_say_it() -> None:
    said = list(wishes())
    wrong = [f"{text}: {wish}, read {meant(text)}" for wish, text in said if meant(text).intent != wish]
    assert len(wrong) <= (1 - REACHED) * len(said), "\n".join(wrong)


PLAIN_WISHES = {
    "哪里要人": "find", "要人": "post", "有人做泥水吗": "post", "有泥水做吗": "find", "找个保姆": "post",
    "找个保姆的活": "find", "招人吗": "find", "招人": "post", "我要报名": "apply", "我要3个人": "post",
    "我不干了": "withdraw", "我不招了": "change", "不要发了": "stop", "我那条不要再发了": "change",
    "180以下的就不要发我了，有高一点的没": "find", "我要投诉老板": "complain", "我的投诉有结果没": "progress",
    "老板收押金合法吗": "policy", "押金不退给我": "complain", "我要跟工作人员讲": "human", "人工费多少": "other",
    "你们在哪里": "station", "那个活在哪里集合": "mine", "怎么报名": "help", "我报了哪些活": "mine",
    "把我的信息删了": "erase", "把我那条招工删了": "change", "好的": "answer", "好的谢谢": "thanks",
}  # fmt: skip


@pytest.mark.parametrize(("text", "wish"), PLAIN_WISHES.items())
def test_a_plain_wish(text: str, wish: str) -> None:
    assert meant(text).intent == wish


@given(st.text())
@settings(deadline=None)
def test_mandarin_keeps_every_place(text: str) -> None:
    assert len(mandarin(text)) == len(plain(text).text)
    meant(text)
