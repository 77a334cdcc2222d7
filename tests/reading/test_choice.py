import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.choice import pick, yes_no

LABELS = ["今天的活", "我报的名", "讨薪登记", "找人工", "改工种"]
PICKED = [
    ("1", 0), ("１", 0), ("①", 0), ("一", 0), ("第一个", 0), ("选1", 0), ("1号", 0), ("1。", 0), ("1、", 0),
    ("二", 1), ("第2个", 1), ("选三", 2), ("今天的活", 0), ("讨薪", 2), ("我要讨薪登记", 2),
    ("讨新登记", 2), ("两", 1), ("第五", 4), ("我选4", 3), ("找人工吧", 3), ("2吧", 1), ("1️⃣", 0),
    ("⑤", 4), ("改工种。", 4), ("(3)", 2), ("就2号", 1), ("我報的名", 1), ("第三项", 2),
]  # fmt: skip
NOT_PICKED = [
    "", "6", "0", "99", "第六个", "的", "活着", "一二", "13812340007", "-1", "1.5", "3个人要5个", "今天",
    "一百", "😀",
]  # fmt: skip
YES = [
    "好", "好的", "行", "可以", "对", "是", "是的", "嗯", "嗯嗯", "要得", "得", "OK", "ok。", "好啊！",
    "没问题", "系", "好嘅", "確定", "同意", "行吧", "可以的",
]  # fmt: skip
NO = [
    "不", "不要", "不是", "唔好", "算了", "不行", "不对", "不用了", "唔系", "不去了", "没有", "NO",
    "不可以", "不同意", "不会", "去不了", "不要了",
]  # fmt: skip
NEITHER = [
    "", "好累", "行李员", "不知道", "要三个人", "对面", "可以吗请问几点", "是不是", "。", "不好意思我想问",
    "得闲", "好不好",
]  # fmt: skip


@pytest.mark.parametrize(("text", "index"), PICKED)
def test_picks(text: str, index: int) -> None:
    assert pick(text, LABELS) == index


@pytest.mark.parametrize("text", NOT_PICKED)
def test_does_not_pick(text: str) -> None:
    if text == "今天":  # unique here, so it is a choice; with two such labels it is none
        assert pick(text, [*LABELS, "今天不干"]) is None
    else:
        assert pick(text, LABELS) is None


def test_a_question_chooses_nothing() -> None:
    for asked in ("人够了吗", "人够了没", "人够了没有", "人够了？", "取消这个活吗"):
        assert pick(asked, ["人够了", "取消这个活", "再发一次"]) is None
    assert pick("人够了", ["人够了", "取消这个活"]) == 0
    assert pick("没有", ["有", "没有"]) == 1


def test_numbers_in_labels_lose_to_numbers_of_the_menu() -> None:
    assert pick("2", ["2人", "1人"]) == 1
    assert pick("2人", ["2人", "1人"]) == 0


def test_no_labels() -> None:
    assert pick("1", []) is None


@pytest.mark.parametrize("text", YES)
def test_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize("text", NO)
def test_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize("text", NEITHER)
def test_neither(text: str) -> None:
    assert yes_no(text) is None


@settings(deadline=None)
@given(st.text(), st.lists(st.text(), max_size=6))
def test_never_raises_and_stays_in_range(text: str, labels: list[str]) -> None:
    chosen = pick(text, labels)
    assert chosen is None or 0 <= chosen < len(labels)
    yes_no(text)


@settings(deadline=None)
@given(st.integers(min_value=-5, max_value=10**9))
def test_numbers_stay_in_range(number: int) -> None:
    chosen = pick(str(number), LABELS)
    assert chosen == (number - 1 if 1 <= number <= 5 else None)


@pytest.mark.parametrize("said", ["取消报名", "不报名", "我不报名了", "不想报名", "先不报名"])
def test_a_refusal_is_never_the_choice_it_resembles(said: str) -> None:
    assert pick(said, ["报名", "看更多", "不去"]) is None
    assert pick(said, ["不报名了", "看更多"]) in (0, None)
