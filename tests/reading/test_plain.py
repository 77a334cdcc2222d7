import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.plain import blank, plain

FOLDED = [
    ("２００／天", "200/天"), ("兩個，日結", "两个,日结"), ("①②", "12"), ("1️⃣", "1"),
    ("7：00～17：00", "7:00-17:00"), ("招 小 工 两 個", "招小工两个"), ("小工 两个 180", "小工 两个 180"),
    ("a\u200bb\x00c", "abc"), ("一\n二", "一\n二"), ("\ud800好", "好"), ("ETC地推", "etc地推"),
    ("工資", "工资"), ("", ""), ("㎡", "m2"), ("８—１２", "8-12"), ("欠薪🙏", "欠薪🙏"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "folded"), FOLDED)
def test_folds(said: str, folded: str) -> None:
    assert plain(said).text == folded


def test_quotes_the_original() -> None:
    heard = plain("地點：梅江區三角鎮，２００元")
    start = heard.text.index("梅江区")
    assert heard.words(start, start + 6) == "梅江區三角鎮"
    assert heard.words(3, 3) == ""


def test_blank_keeps_the_length() -> None:
    assert blank("电话138找我", [(2, 5)]) == "电话\0\0\0找我"


@settings(deadline=None)
@given(st.text(max_size=3000))
def test_every_character_knows_its_place(said: str) -> None:
    heard = plain(said)
    assert len(heard.at) == len(heard.text)
    assert list(heard.at) == sorted(heard.at)
    heard.words(0, len(heard.text))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_folding_twice_changes_nothing(said: str) -> None:
    assert plain(plain(said).text).text == plain(said).text
