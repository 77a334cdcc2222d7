from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.money import read_amount, read_pay

PAY = [
    ("180一天", 180, 180, "day"), ("240元/天", 240, 240, "day"), ("一百八日结", 180, 180, "day"),
    ("25块一小时", 25, 25, "hour"), ("20/h", 20, 20, "hour"), ("一天两百三", 230, 230, "day"),
    ("工价200", 200, 200, "day"), ("300-350", 300, 350, "day"), ("5000一个月", 5000, 5000, "month"),
    ("计件8毛一件", 0.8, 0.8, "piece"), ("8毛5一... 不对 是8分5一个", 0.085, 0.085, "piece"), ("一天三百一", 310, 310, "day"), ("三百一天", 300, 300, "day"),
    ("两百块到两百五一天", 200, 250, "day"), ("12块5一小时", 12.5, 12.5, "hour"),
    ("2块五毛一斤", 2.5, 2.5, "piece"), ("0.08元一件", 0.08, 0.08, "piece"),
    ("3.5-5元一两", 3.5, 5, "piece"), ("月入5000-8000", 5000, 8000, "month"),
    ("5千到8千 月结", 5000, 8000, "month"), ("时薪13", 13, 13, "hour"),
    ("插秧一百八一天割草一百五", 150, 180, "day"), ("师傅320小工200，一天一结", 200, 320, "day"),
    ("女140男180", 140, 180, "day"), ("每台120元", 120, 120, "piece"), ("15一单 日结", 15, 15, "piece"),
    ("底薪2800+每桶1.2 月收入5000-6500", 5000, 6500, "month"), ("5500+ 满勤300", 5500, 5500, "month"),
    ("帮厨180 端菜100 上午9点到下午3点", 100, 180, "day"), ("２００／天", 200, 200, "day"),
    ("四千五一个月", 4500, 4500, "month"), ("120一天管中饭 早7晚5", 120, 120, "day"),
    ("３個人，每人３００", 300, 300, "day"), ("两百出头一天", 200, 200, "day"),
    ("一百五六一天", 150, 160, "day"), ("100块", 100, 100, "day"), ("一天12小时，200", 200, 200, "day"),
    ("180蚊一日", 180, 180, "day"), ("一万二一个月", 12000, 12000, "month"), ("180", 180, 180, "day"),
    ("6块一斤", 6, 6, "piece"), ("一个工280", 280, 280, "day"),
    ("河堤路18号 260一天", 260, 260, "day"), ("河堤路18号260一天", 260, 260, "day"),
    ("城东河堤路1号 200", 200, 200, "day"), ("东门街12号 150元/天", 150, 150, "day"),
]  # fmt: skip
NO_PAY = [
    "", "面议", "工资面议", "13812340007", "明天7点半", "3个人", "3天", "20-30岁", "11月22号", "押金200",
    "满勤300", "身高160以上", "300平的房子", "8楼", "120的机", "0753-3380001", "C1", "工资多少",
    "441402197803159998", "第180号", "幸福小区3栋502", "编号 180", "河堤路180号",
]  # fmt: skip
AMOUNTS = [
    ("欠我三千八", 3800, 3800), ("8000多块", 8000, 8000), ("欠我们8个人工资合计6万4", 64000, 64000),
    ("拖欠我两个月薪水一万二", 12000, 12000), ("三万五千块钱", 35000, 35000), ("七八千块", 7000, 8000),
    ("欠4500元没给", 4500, 4500), ("1.2万", 12000, 12000), ("干了20天，欠我3600", 3600, 3600),
    ("一天200，总共欠我4000", 4000, 4000), ("12000", 12000, 12000), ("五百块", 500, 500),
    ("两个月工资9000元", 9000, 9000), ("欠薪５０００元", 5000, 5000),
    ("我电话13812341001，欠了1万5", 15000, 15000), ("去年10月做到12月，欠一万八", 18000, 18000),
]  # fmt: skip
NO_AMOUNT = [
    "万达广场", "说好200一天", "一共干了20天一天200", "", "老板跑了", "13812341001", "八个人", "干了七个月", "2017年4月份", "不给我工资",
    "2000年10月28日出生", "3号楼", "12号",
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high", "unit"), PAY)
def test_pay(text: str, low: float, high: float, unit: str) -> None:
    found = read_pay(text)
    assert found is not None
    assert (found.low, found.high, found.unit) == (Decimal(str(low)), Decimal(str(high)), unit)


@pytest.mark.parametrize("text", NO_PAY)
def test_no_pay(text: str) -> None:
    assert read_pay(text) is None


@pytest.mark.parametrize(("text", "low", "high"), AMOUNTS)
def test_amount(text: str, low: int, high: int) -> None:
    found = read_amount(text)
    assert found is not None
    assert (found.low_fen, found.high_fen) == (low * 100, high * 100)


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_no_amount(text: str) -> None:
    assert read_amount(text) is None


def test_a_comma_in_a_figure_makes_no_smaller_one() -> None:
    """一天1,200 was published as 200; what is not read is asked for."""
    assert read_pay("小工，一天1,200") is None
    assert read_amount("一共欠我3,800块") is None


def test_how_tall_somebody_is_pays_nothing() -> None:
    found = read_pay("1米6以上，200一天")
    assert found is not None and (found.low_fen, found.unit) == (20_000, "day")


def test_a_price_for_the_whole_job_has_no_unit() -> None:
    pay = read_pay("请人搬家，总价600")
    assert pay is not None
    assert (pay.low_fen, pay.unit) == (60_000, None)


def test_keeps_the_words() -> None:
    pay = read_pay("招小工，一百八一天，日結")
    assert pay is not None
    assert (pay.words, pay.stated) == ("一百八一天", True)
    guessed = read_pay("小工 180 明天")
    assert guessed is not None
    assert not guessed.stated


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    read_pay(text)
    read_amount(text)


@settings(deadline=None)
@given(st.text(alphabet="0123456789一二两三百千万元块毛分天日月件个/.-到每结欠共 ", max_size=40))
def test_never_raises_near_money(text: str) -> None:
    found = read_pay(text)
    assert found is None or 0 < found.low <= found.high
    read_amount(text)
