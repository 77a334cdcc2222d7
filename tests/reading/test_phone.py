import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.phone import mask, phones, read_phone

GOOD = [
    ("13000000001", "13000000001"), ("159 0000 0002", "15900000002"), ("+86-171-0000-0003", "17100000003"),
    ("19200000004", "19200000004"), ("008616600000005", "16600000005"), ("8613000000006", "13000000006"),
    ("１３０００００００１２", "13000000012"), ("电话 138 1234 0027 周小姐", "13812340027"),
    ("手机一三八一二三四零零一七", "13812340017"), ("幺三八一二三四零零一七", "13812340017"),
    ("130-0000-0019", "13000000019"), ("车接车送13812340007", "13812340007"),
    ("今天能来就来13812340011", "13812340011"), ("黄小姐0753-3380001", "0753-3380001"),
    ("0753 3380001", "0753-3380001"), ("(0760)88330001", "0760-88330001"), ("02088330001", "020-88330001"),
    ("我电话13812341001。", "13812341001"), ("打130 00000020找我", "13000000020"),
    ("微信同号:13000000021", "13000000021"), ("180一天，13000000022", "13000000022"),
    ("13000000123 11月开始有空", "13000000123"), ("130 0000 0123 3点以后打", "13000000123"),
    ("13000000123-8001", "13000000123"), ("130-0000-0123 2个人", "13000000123"),
]  # fmt: skip
BAD = [
    "1300000000", "130000000012", "12345678901", "23800000001", "1380000000a", "", "180一天",
    "441402197803159998", "打12345", "2026-11-21", "一百三十八", "0753", "07533380", "工资13812340007元",
    "8:00-17:00", "44140219780315999x",
    "441402 19780315 9998", "441402 1978 0315 999X", "1 3 0 0 0 0 0 0 0 1 2 3",
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), GOOD)
def test_reads(text: str, number: str) -> None:
    found = read_phone(text)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize("text", BAD)
def test_leaves_empty(text: str) -> None:
    assert read_phone(text) is None


def test_keeps_the_words_and_the_order() -> None:
    first, second = phones("座机0753-3380001，手机+86 130 0000 0001")
    assert (first.kind, first.words) == ("landline", "0753-3380001")
    assert (second.kind, second.words) == ("mobile", "+86 130 0000 0001")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13812340000", "138****0000"), ("0753-3380001", "0753-***0001"), ("12", "**"), ("", "")],
)
def test_mask(number: str, shown: str) -> None:
    assert mask(number) == shown


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    phones(text)


@settings(deadline=None)
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_is_read(number: str) -> None:
    found = read_phone(f"电话{number}，谢谢")
    assert found is not None
    assert found.number == number
