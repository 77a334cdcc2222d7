"""Several bubbles in one message: nothing is said twice, nothing left out, every number means one choice."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Choice, Words
from bot.channels.bridge import numbered
from bot.sending.bundle import BETWEEN, bundle, head, plain, without
from handlers.phrases import say

MOST = 2048
MORE = Choice("更多", "say:更多")


def asking(text: str, *labels: str) -> Words:
    choices = tuple(Choice(label, f"do:{label}") for label in labels)
    return Words(numbered(text, choices), choices)


sentences = st.text(alphabet="今天有活干，。！？a1\n", min_size=1, max_size=1500).filter(str.strip)
labels = st.lists(st.sampled_from(["报名", "看更多", "不去", "1002"]), max_size=3)
bubbles = st.builds(lambda text, names: asking(text, *names), sentences, labels)


def test_what_fits_is_said_in_one() -> None:
    told = bundle([asking("有两个活", "看看"), Words("好的")], MOST)
    assert told.words == Words("有两个活\n1 看看\n\n好的", (Choice("看看", "do:看看"),))
    assert (told.whole, told.rest) == (2, None)


def test_numbers_run_on() -> None:
    told = bundle([asking("一", "报名", "不去"), asking("二", "报名")], MOST)
    assert told.words.text == "一\n1 报名\n2 不去\n\n二\n3 报名"
    assert [choice.data for choice in told.words.choices] == ["do:报名", "do:不去", "do:报名"]


def test_what_the_answer_offers_too_is_offered_once() -> None:
    news, answer = asking("新单1005号", "接单 1005", "看"), asking("待办2件", "接单 1004", "接单 1005")
    assert without(news, [answer]) == asking("新单1005号", "看")
    assert without(asking("新单1005号", "接单 1005"), [answer]) == Words("新单1005号")
    assert without(news, [Words("好的")]) == news


def test_who_waits_behind_is_announced_with_a_number() -> None:
    told = bundle([asking("一", "报名")], MOST, behind=2)
    assert told.words.text == f"一\n1 报名\n\n{say('bundle.more')}\n2 更多"
    assert told.words.choices[-1] == MORE and told.whole == 1


def test_a_long_answer_is_cut_behind_a_sentence() -> None:
    told = bundle([Words("今天有活。" * 200)], MOST)
    said = told.words.text.split(BETWEEN)[0]
    assert said.endswith("。") and len(said) > 550 and told.rest
    assert said + told.rest.text == "今天有活。" * 200


def test_the_choices_of_a_long_question_come_with_its_end() -> None:
    told = bundle([asking("问" * 900, "是", "不是")], MOST)
    assert told.words.choices == (MORE,)
    assert told.rest and told.rest.text.endswith("\n1 是\n2 不是") and len(told.rest.choices) == 2


def test_the_limit_holds_to_the_byte() -> None:
    for much in range(MOST - 100, MOST + 1):
        told = bundle([Words("a" * much), Words("b" * 400)], MOST)
        assert len(told.words.text) <= MOST
        assert bundle([Words("a" * much)], MOST).rest is None, "alone it is whole"
    full = bundle([Words("a" * 1000), Words("b" * 3000)], MOST)
    assert len(full.words.text.encode()) == MOST and full.rest


def test_what_is_hardly_a_piece_comes_whole_with_the_next() -> None:
    told = bundle([Words("a" * (MOST - 200)), Words("b" * 400)], MOST)
    assert (told.whole, told.rest) == (1, None)


def test_where_little_fits_it_still_ends() -> None:
    told = bundle([Words("今天有活。" * 20)], 240)
    assert told.rest and told.rest.text.count("今天有活。") < 20


@given(st.lists(bubbles, min_size=1, max_size=6), st.integers(0, 2))
def test_all_of_it_arrives_and_each_part_fits(said: list[Words], behind: int) -> None:
    heard, left = "", list(said)
    for _ in range(40):
        told = bundle(left, MOST, behind)
        assert len(told.words.text.encode()) <= MOST
        numbers = re.findall(r"^(\d+) ", told.words.text, re.MULTILINE)
        assert len(told.words.choices) <= len(numbers)
        ends = [plain(one) for one in left[: told.whole]]
        if told.rest:
            ends.append(head(left[told.whole], told.rest).text)
        heard += "".join(ends)
        left = [*([told.rest] if told.rest else []), *left[told.whole + bool(told.rest) :]]
        if not left:
            break
    assert not left, "it never ends"
    assert "".join(heard.split()) == "".join("".join(plain(one) for one in said).split())
