import pytest

from handlers.reading.wants.asides import aside

ASIDES = [
    ("你谁啊", "who"), ("你是谁？", "who"), ("哪位", "who"), ("你是机器人吗", "who"), ("谁啊", "who"),
    ("这是啥", "what"), ("你们是干什么的", "what"), ("啥意思", "what"), ("有什么用", "what"),
    ("要钱吗", "money"), ("你们收钱吗", "money"), ("你们收费不", "money"), ("你们要钱吗", "money"),
    ("收介绍费吗", "money"), ("报名要交钱吗", "money"), ("你们收不收钱", "money"), ("免费吗", "money"), ("收费不", "money"), ("要不要钱", "money"), ("这个要钱不", "money"),
    ("会不会泄露", "safe"), ("我电话会不会泄露", "safe"), ("老板会知道吗", "safe"), ("你是骗子吧", "safe"),
    ("为啥要电话", "why"), ("干嘛问这个", "why"), ("要电话干啥", "why"),
]  # fmt: skip
NONE = [
    "",
    "老板是骗子",
    "要钱",
    "我要钱",
    "老板知道",
    "3000",
    "王老板",
    "不知道",
    "什么",
    "多少钱",
    "收钱的是王老板",
    "你们收钱",
    "收银员收钱",
]


@pytest.mark.parametrize(("text", "kind"), ASIDES)
def test_a_question_back(text: str, kind: str) -> None:
    assert aside(text) == kind


@pytest.mark.parametrize("text", NONE)
def test_an_answer_is_none(text: str) -> None:
    assert aside(text) is None
