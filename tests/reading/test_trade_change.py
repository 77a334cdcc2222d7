import pytest

from handlers.reading.trades.trade_change import read_trade_change

CHANGES = [
    ("贴瓷砖我也会", "add"), ("我还会电工", "add"), ("加个电工", "add"), ("不做电工了", "drop"),
    ("电工不做了", "drop"), ("我不会贴瓷砖", "drop"), ("去掉电工", "drop"), ("改成电工", "only"),
    ("我只做木工", "only"), ("现在只做保洁", "only"), ("不干电工了，改做木工", "only"),
]  # fmt: skip
NONE = [
    "我会贴瓷砖",
    "取消报名",
    "不会",
    "别的也行",
    "有没有电工",
    "不去了",
    "",
    "不做电工，老板欠我三千",
    "还会招人吗",
    "我老婆也会做保洁",
    "还能报名瓷砖工",
    "我现在只想找搬运工",
]


@pytest.mark.parametrize(("text", "change"), CHANGES)
def test_a_change(text: str, change: str) -> None:
    told = read_trade_change(text)
    assert told is not None and told[0] == change


def test_the_new_trade_is_looked_for_behind_the_word() -> None:
    assert read_trade_change("不干电工了，改做木工") == ("only", "木工")


@pytest.mark.parametrize("text", NONE)
def test_no_change(text: str) -> None:
    assert read_trade_change(text) is None
