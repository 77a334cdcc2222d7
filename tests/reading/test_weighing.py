"""Sentences that no family of words hears, and that weigh like what they are."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.complaints.wages import claim
from handlers.reading.plain import plain
from handlers.reading.wants.danger import danger
from handlers.reading.weighing import LEAST, pieces, weigh
from storage.lexicon.normalise import CAP
from tests.reading.said import cases

UNPAID = [
    "去信访局反映之后 他们就不给我派单了 之前的单费也扣着",
    "跟车去湖南拉了三趟木头 讲好一趟四百 回来他说油钱贵 一趟只认两百五",
    "打电话给老板，老板说会计回老家了，回来再说，说了一个月",
]  # fmt: skip
DANGERS = [
    "现在楼顶上风吹得好凉快，下面的人都好小",
    "烟囱那里有个人坐着脚吊在外面，好多人在喊他",
    "他们拿铁锹追着打我弟弟，我弟弟满脸都是血",
]  # fmt: skip
NEITHER = [
    "我在三楼贴砖，老张在楼下和灰", "昨晚下大雨，工棚漏水，被子都湿了", "上个月工资发了四千二，比在家强",
    "楼上的住户说太吵了，不让我们中午施工", "招四个人卸货，做完马上转账，两百一天", "老家的房子旧了，要拆了重盖",
    "不想活动", "工钱没问题",
]  # fmt: skip


@pytest.mark.parametrize("text", UNPAID)
def test_weighs_like_unpaid_wages(text: str) -> None:
    assert weigh(text)["wages"].score > 0
    assert claim(text)


@pytest.mark.parametrize("text", DANGERS)
def test_weighs_like_danger(text: str) -> None:
    assert weigh(text)["danger"].score > 0
    assert danger(text)


@pytest.mark.parametrize(
    ("name", "read", "is_one"),
    [("told_unpaid", claim, True), ("told_no_claim", claim, False), ("told_danger", danger, True), ("told_calm", danger, False)],
)  # fmt: skip
def test_stories_are_heard(name: str, read: Callable[[str], object], is_one: bool) -> None:
    """A share, since every fit moves what stands at the edge."""
    wrong = [text for text in cases(name) if bool(read(text)) != is_one]
    assert len(wrong) <= len(cases(name)) / 20, wrong


@pytest.mark.parametrize("text", NEITHER)
def test_weighs_like_neither(text: str) -> None:
    assert claim(text) is None and danger(text) is None


def test_quotes_the_stretch_that_weighed_most() -> None:
    found = danger(DANGERS[1])
    assert found and found.kind == "unclear" and found.words in DANGERS[1]


def test_figures_and_breaks_are_one_sign_each() -> None:
    assert pieces(plain("干了12天"))[:7] == ["^", "干", "了", "#", "天", "$", "^干"]
    assert pieces(plain("二十天，")) == pieces(plain("5天!!!"))


def test_a_few_words_weigh_nothing() -> None:
    assert weigh("不走了")["danger"].score == 0 and len("不走了") < LEAST


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    weigh(text)


def test_of_a_novel_only_the_beginning_is_read() -> None:
    novel = "老板打人" * 50_000
    assert weigh(novel) == weigh(novel[:CAP])
