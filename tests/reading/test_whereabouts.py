"""去哪儿: text → the words kept; "" for anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.reading.places.whereabouts import read_whereabouts

SAID = [
    ("桥头", "桥头"), ("河东那边", "河东那边"), ("就在县城附近", "县城附近"), ("离家近的就行", "离家近"), ("我想在镇上做", "镇上"),
    ("家附近", "家附近"), ("住城东", "城东"), ("去县城干活", "县城"), ("老家那边吧", "老家那边"), ("越近越好", "越近越好"),
    ("東莞厚街都可以", "東莞厚街"), ("江南市场那边", "江南市场那边"), ("喺城里", "城里"),
]  # fmt: skip
ANYWHERE = [
    "哪里都行", "哪都去", "边度都得", "随便哪里都可以啊", "都行", "不限", "远近都行，有活就去", "全县都行", "远点也行", "随便",
    "啥地方都中", "佗位拢会使", "哪有活去哪",
]  # fmt: skip
NOWHERE = ["", "好的", "找活", "我会贴瓷砖", "不知道", "你是谁", "工资多少", "13000000001", "在家", "回家", "明天早上八点", "我姓张，想在城东那边找活，工资高点"]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), SAID)
def test_kept_in_their_words(text: str, words: str) -> None:
    found = read_whereabouts(text)
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize("text", ANYWHERE)
def test_anywhere(text: str) -> None:
    found = read_whereabouts(text)
    assert found is not None
    assert found.words == ""


@pytest.mark.parametrize("text", NOWHERE)
def test_no_answer_to_where(text: str) -> None:
    assert read_whereabouts(text) is None


@given(st.text(max_size=60))
def test_never_raises_and_keeps_their_words(text: str) -> None:
    found = read_whereabouts(text)
    assert found is None or "".join(found.words.split()) in "".join(text.split())
