"""Every trade of one message: a worker lists what they can do."""

from __future__ import annotations

import pytest

from handlers.reading.trades.trades_told import trades_told

TOLD = [
    ("以前在工地做小工 也会砌墙", ("建筑小工", "砌筑工")),
    ("我会贴砖砌墙", ("瓷砖工", "砌筑工")),
    ("泥瓦匠 贴砖砌墙粉墙都会", ("瓷砖工", "砌筑工", "抹灰工")),
    ("会抹灰贴砖", ("抹灰工", "瓷砖工")),
    ("我是做小工的", ("建筑小工",)),
    ("还有小工也做", ("建筑小工",)),
    ("阿姨 会做饭", ("家庭做饭",)),
    ("酒吧保洁", ("保洁员",)),
    ("除了保安还会开车", ("保安", "司机")),
]


@pytest.mark.parametrize(("said", "trades"), TOLD)
def test_all_are_kept(said: str, trades: tuple[str, ...]) -> None:
    assert trades_told(said) == (trades, ())


def test_the_unclear_one_is_asked_about_and_the_other_kept() -> None:
    certain, unclear = trades_told("我是木工 也做水电")
    assert certain == ("水电工",)
    assert set(unclear) == {"模板木工", "装修木工", "家具木工"}
