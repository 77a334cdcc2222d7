import pytest

from handlers.complaint.telling import facts
from handlers.reading.complaints.owed import (
    is_all,
    is_firm,
    is_only_a_claim,
    is_only_a_number,
    is_only_a_time,
    is_unknown,
    tells_more_than,
)

FACTS = [
    ("", "王老板 城东工地", {"employer": "王老板", "place": "城东工地"}),
    ("employer", "王老板13000000099", {"employer": "王老板"}),
    ("employer", "王老板，我的电话13000000001", {"employer": "王老板", "contact": "13000000001"}),
    ("contact", "13000000001，张师傅", {"contact": "13000000001 张师傅"}),
    ("period", "13000000001 张师傅", {"contact": "13000000001 张师傅"}),
    ("period", "去年", {"period": "去年"}),
    ("", "去年", {}),
    ("place", "九月份", {"period": "九月份"}),
    ("place", "去年在桥头工地干的", {"place": "桥头工地"}),
    ("place", "万达广场那边", {"place": "万达广场那边"}),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "text", "told"), FACTS)
def test_what_was_asked_decides_whose_it_is(asked: str, text: str, told: dict[str, str]) -> None:
    assert facts(text, asked) == told


@pytest.mark.parametrize("text", ["我也不知道", "不晓得他叫什么", "没算过", "记不清了", "忘了"])
def test_not_known(text: str) -> None:
    assert is_unknown(text)


@pytest.mark.parametrize("text", ["王老板", "不知道他叫什么，只知道在桥头工地包活的", "3800"])
def test_told(text: str) -> None:
    assert not is_unknown(text)


def test_a_claim_or_a_time_is_no_place() -> None:
    assert is_only_a_claim("快给我钱") and is_only_a_claim("就是那个")
    assert is_only_a_claim("一直都没给") and is_only_a_time("九月份")
    assert not is_only_a_claim("王老板没给") and not is_only_a_time("九月份在城东工地")


def test_a_number_is_no_answer_and_no_more_is_an_end() -> None:
    assert all(map(is_only_a_number, ["①", "第一个", "一", "1.", "1、2"]))
    assert not any(map(is_only_a_number, ["", "一万", "三个月", "九月", "老李", "找活1"]))
    assert all(map(is_all, ["就这些", "说完了。", "我就知道这些", "没有别的了"]))
    assert not is_all("就是这个老板") and not is_all("没有")


def test_somebody_is_named_beside_the_place() -> None:
    assert tells_more_than("桥头那边的胖子", "桥头")
    assert not tells_more_than("我在城东工地干的", "城东工地")


def test_a_firm_reads_like_a_place() -> None:
    assert is_firm("万达项目部")
    assert not is_firm("城东工地")
