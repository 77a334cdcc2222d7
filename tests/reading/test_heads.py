import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.heads import read_change, read_heads

HEADS = [
    ("3人", 3, 3), ("三个人", 3, 3), ("要三四个", 3, 4), ("招5名", 5, 5), ("听日要三个落货嘅", 3, 3),
    ("3", 3, 3), ("五个吧", 5, 5), ("十来个人", 10, 10), ("男女各5个", 10, 10), ("3个泥水工+2个小工", 5, 5),
    ("插秧十个人 割草五个人", 15, 15), ("养猪场招饲养员夫妻工一对 两人9000", 2, 2),
    ("招洗碗阿姨一个", 1, 1), ("找一个会开挖机的", 1, 1), ("采茶工要20名女工为主", 20, 20),
    ("6个人 田东林逢镇 120一天", 6, 6), ("不是3个，是5个", 5, 5), ("招 小 工 两 個 ，明 日 七 點 半", 2, 2),
    ("８名车位", 8, 8), ("3-5人", 3, 5), ("三到五个人", 3, 5), ("跟昨天一样5个人", 5, 5), ("俩人", 2, 2),
    ("帮厨4人 端菜6人 帮厨180", 10, 10), ("水电师傅一名", 1, 1), ("五个工人", 5, 5), ("请两三位阿姨", 2, 3),
    ("招6个人，干3天", 6, 6),
]  # fmt: skip
NONE = [
    "", "3天", "3点", "3号", "3楼", "180一天", "半个月", "两个月", "3个月", "8个小时", "8分5一个",
    "5毛一个", "不限人数", "13812340007", "20围", "掛機15台", "一个工200", "12号-15号", "每人300", "招小工",
    "月休4天", "20岁", "3个工地", "第3个", "2000年", "两个半小时", "0人",
]  # fmt: skip
CHANGES = [
    ("再加2个", 2, None), ("多要三个人", 3, None), ("少2个", -2, None), ("减一个人", -1, None),
    ("还要5个", 5, None), ("改成5个人", None, 5), ("只要3个", None, 3), ("再加两名", 2, None),
    ("再来一个人", 1, None), ("还差1人", 1, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), HEADS)
def test_heads(text: str, low: int, high: int) -> None:
    found = read_heads(text)
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", NONE)
def test_no_heads(text: str) -> None:
    assert read_heads(text) is None


@pytest.mark.parametrize(("text", "by", "to"), CHANGES)
def test_change(text: str, by: int | None, to: int | None) -> None:
    found = read_change(text)
    assert found is not None
    assert (found.by, found.to) == (by, to)


@pytest.mark.parametrize("text", ["", "要3个", "加班3个小时", "再加20一天", "减3天", "再加", "工价200"])
def test_no_change(text: str) -> None:
    assert read_change(text) is None


def test_keeps_the_words() -> None:
    found = read_heads("听日要三個落货嘅")
    assert found is not None
    assert found.words == "三個"
    both = read_heads("插秧十个人 割草五个人")
    assert both is not None
    assert both.words == "十个人、五个人"


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    read_heads(text)
    read_change(text)


@settings(deadline=None)
@given(st.text(alphabet="0123456789一二两三十百个人名位对各再加要招天 -到", max_size=40))
def test_never_raises_near_counts(text: str) -> None:
    found = read_heads(text)
    assert found is None or 0 < found.low <= found.high
    read_change(text)
