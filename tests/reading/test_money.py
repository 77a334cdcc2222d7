import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.complaints.amount import read_amount

AMOUNTS = [
    ("欠我三千八", 3800, 3800), ("8000多块", 8000, 8000), ("欠我们8个人工资合计6万4", 64000, 64000),
    ("拖欠我两个月薪水一万二", 12000, 12000), ("三万五千块钱", 35000, 35000), ("七八千块", 7000, 8000),
    ("欠4500元没给", 4500, 4500), ("1.2万", 12000, 12000), ("干了20天，欠我3600", 3600, 3600),
    ("一天200，总共欠我4000", 4000, 4000), ("12000", 12000, 12000), ("五百块", 500, 500),
    ("两个月工资9000元", 9000, 9000), ("欠薪５０００元", 5000, 5000),
    ("我电话13812341001，欠了1万5", 15000, 15000),
    ("欠我12000，还了2000，还剩一万", 10000, 10000), ("7月份做了5860块，先发了2000，剩下3860", 3860, 3860), ("里头两千一提不出来", 2100, 2100),
    ("工资条写5200，到手2600，还差2600", 2600, 2600), ("工钱还有九千在他手上", 9000, 9000), ("壹万柒仟元整", 17000, 17000), ("总共三十几万", 300000, 300000), ("去年10月做到12月，欠一万八", 18000, 18000),
]  # fmt: skip
NO_AMOUNT = [
    "万达广场", "说好200一天", "一共干了20天一天200", "", "老板跑了", "13812341001", "八个人", "干了七个月", "2017年4月份", "不给我工资",
    "2000年10月28日出生", "讲好两百 只给一百五", "一分钱没给", "身上只剩六块钱", "给过两次生活费，每次五百", "一个月三千给他一千二", "3号楼", "12号",
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), AMOUNTS)
def test_amount(text: str, low: int, high: int) -> None:
    found = read_amount(text)
    assert found is not None
    assert (found.low_fen, found.high_fen) == (low * 100, high * 100)


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_no_amount(text: str) -> None:
    assert read_amount(text) is None


def test_a_comma_in_a_figure_makes_no_smaller_one() -> None:
    found = read_amount("一共欠我3,800块")
    assert found is not None
    assert (found.low_fen, found.words) == (380_000, "3,800块")


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    read_amount(text)


@settings(deadline=None)
@given(st.text(alphabet="0123456789一二两三百千万元块毛分天日月件个/.-到每结欠共 ", max_size=40))
def test_never_raises_near_money(text: str) -> None:
    read_amount(text)
