from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.numerals import number, span, whole

ONE = [
    ("180", 180), ("一百八", 180), ("一百八十", 180), ("一百零八", 108), ("百八", 180), ("四千五", 4500),
    ("两百", 200), ("5百", 500), ("1千2", 1200), ("5百30", 530), ("十二", 12), ("二十", 20), ("廿五", 25),
    ("一万二", 12000), ("6万4", 64000), ("1.5万", 15000), ("一万零五百", 10500), ("三万五千", 35000),
    ("十", 10), ("万二", 12000), ("二〇二六", 2026), ("一三八一二三四零零一七", 13812340017),
    ("两千零五十", 2050), ("十万", 100000), ("十二万三", 123000), ("伍佰", 500), ("0.08", Decimal("0.08")),
    ("一百八十五", 185), ("三", 3), ("零", 0),
]  # fmt: skip
NONE = ["", "三四", "五八", "3k", "好", "十十", "百千", "一二三百四百", "180元", "1.2.3", "千百", "两 百"]
SPANS = [
    ("三四", 3, 4), ("两三", 2, 3), ("七八千", 7000, 8000), ("十五六", 15, 16), ("二三十", 20, 30),
    ("一百五六", 150, 160), ("一两百", 100, 200), ("三五", 3, 5), ("3-5", 3, 5), ("三到五", 3, 5),
    ("5千到8千", 5000, 8000), ("5-8千", 5000, 8000), ("两到三百", 200, 300), ("300-350", 300, 350),
    ("180", 180, 180), ("三至四", 3, 4), ("2.5-3.5", Decimal("2.5"), Decimal("3.5")),
    ("1-2万", 10000, 20000),
]  # fmt: skip
NO_SPAN = ["", "五三", "八-三", "四-", "百到", "一三八-"]


@pytest.mark.parametrize(("words", "value"), ONE)
def test_one_number(words: str, value: Decimal) -> None:
    assert number(words) == value


@pytest.mark.parametrize("words", NONE)
def test_no_single_number(words: str) -> None:
    assert number(words) is None


@pytest.mark.parametrize(("words", "low", "high"), SPANS)
def test_ranges(words: str, low: Decimal, high: Decimal) -> None:
    assert span(words) == (low, high)


@pytest.mark.parametrize("words", NO_SPAN)
def test_no_range(words: str) -> None:
    assert span(words) is None


def test_half_a_person_is_not_whole() -> None:
    assert whole("1.5") is None
    assert whole("十五") == 15


@settings(deadline=None)
@given(st.text(alphabet="零〇一二两三四五六七八九十百千万廿卅0123456789.-到 ", max_size=30))
def test_never_raises(words: str) -> None:
    number(words)
    found = span(words)
    assert found is None or found[0] <= found[1]


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**11))
def test_digits_are_themselves(value: int) -> None:
    assert whole(str(value)) == value
