"""Who says how old they are is not asked again; an age in a post or of somebody else is not theirs."""

from __future__ import annotations

import pytest

from handlers.reading.wants.age import adult_told
from handlers.reading.wants.asides import may_i


@pytest.mark.parametrize("said", ["我今年53了", "57岁 还能做啥", "我60了 还要不要", "我今年53岁会贴砖"])
def test_grown_up(said: str) -> None:
    assert adult_told(said)


@pytest.mark.parametrize(
    "said", ["招小工 18岁到50岁", "我儿子20岁", "60岁以上", "工资53了", "我干了30了", "我17了", "我今年15岁"]
)
def test_nobody_said_so(said: str) -> None:
    assert not adult_told(said)


@pytest.mark.parametrize(
    "said", ["57岁 还能做啥", "我60了 还要不要", "我是女的可以不", "女的要不要", "我没得经验可以不"]
)
def test_may_i(said: str) -> None:
    assert may_i(said)


@pytest.mark.parametrize("said", ["15岁可以吗", "我17了 可以不", "50元可以吗", "30个人够了吗", "我会搬运"])
def test_something_else(said: str) -> None:
    assert not may_i(said)
