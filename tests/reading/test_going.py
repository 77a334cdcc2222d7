"""What a worker says about the gig in front of them, and what only sounds like it."""

from __future__ import annotations

import pytest

from handlers.reading.wants.going import points_at, read_going

SAID = {
    "yes": "要 去 我去 我要去这个 我要去 这个 要这个 就这个 我报这个 我来 我想去 好的我去 行，我去 报 我要报 去嘛 我做这个",
    "fine": "行 好的 好 嗯 可以 要得",
    "no": "不去了 我今天来不了 明天来不了了　屋头有事 明天不来了 取消14号 不去了，取消报名 14号不去了 去不成了 有事去不了"
    " 家里有事，明天去不了了 我不想去了 取消那个 把报名取消了 我不去了 不干了 把14号取消了 不好意思我明天不来了",
    "ask": "在哪里集合 几点上工啊 在哪点集合 明天几点上班 集合地点在哪里 地址在哪里 怎么去 什么时候上工",
    "mine": "我报了哪些 我报了什么活 我报了几个 我报的有哪些",
    "": "他没来 老板不来了 工人不来了怎么办 人不来了 怎么取消 取消 取消订阅 不要推送 谢谢 收到 不做电工了 去城东"
    " 我要去打工 有活吗 找活 我会搬运 要工具吗 我做木工 这个老板不给钱 老板不给钱我不干了 我报了警 不来算了 来人 去死",
}


@pytest.mark.parametrize(("meant", "said"), [(m, one) for m, row in SAID.items() for one in row.split(" ")])
def test_going(meant: str, said: str) -> None:
    assert (read_going(said) or "") == meant


@pytest.mark.parametrize(
    ("said", "yuan", "trades"),
    [
        ("砌墙 350", 350, ("砌筑工",)),
        ("工地上的小工 180那个", 180, ("建筑小工",)),
        ("我要240那个", 240, ()),
    ],
)
def test_a_gig_by_its_pay(said: str, yuan: int, trades: tuple[str, ...]) -> None:
    pointed = points_at(said)
    assert pointed and (pointed.yuan, pointed.trades) == (yuan, trades)


@pytest.mark.parametrize("said", ["招小工180", "小工3个180", "13800001111", "欠我180", "砌墙 3个 350 180"])
def test_no_gig_by_its_pay(said: str) -> None:
    assert points_at(said) is None
