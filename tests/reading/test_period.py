import pytest

from handlers.reading.plain import plain
from handlers.reading.times.period import read_period

# What a story tells without being asked, and what only an answer tells.
TOLD = [
    ("王老板上个月欠我三千", "上个月"), ("这个月没发工资", "这个月"), ("上个月底的工钱", "上个月底"),
    ("我三月份到五月在城东干活没给钱", "三月份到五月"), ("去年腊月干了20天没给钱", "去年腊月"),
    ("9月到10月", "9月到10月"), ("8月1号到9月15号的", "8月1号到9月15号"), ("欠我九月的工资", "九月"),
    ("去年的薪水到现在没到账", "去年"), ("从六月干到八月", "六月干到八月"), ("正月到现在", "正月到现在"),
    ("上个月15号到这个月3号", "上个月15号到这个月3号"), ("去年10月-12月", "去年10月-12月"),
    ("7月8月的工资没发", "7月8月"), ("今年三月", "今年三月"), ("2025年11月", "2025年11月"),
    ("5月份开始的", "5月份开始"), ("昨天的工钱没给", "昨天"), ("年前的工钱还没给", "年前"),
    ("10月15号去的，干了20天", "20天"), ("每月15号发工资，上个月没发", "上个月"),
    ("欠我3000块 9月的 在城东", "9月"), ("给他搬了二十三天砖", "二十三天"), ("一共二十三天", "二十三天"), ("打了两个月工", "两个月"),
]  # fmt: skip
ASKED = [
    ("九月", "九月"), ("9月份", "9月份"), ("七八月份吧", "七八月份"), ("十月底", "十月底"), ("去年", "去年"),
    ("过年前", "过年前"), ("国庆前后", "国庆前后"), ("上周", "上周"), ("前几天", "前几天"), ("昨天", "昨天"),
    ("两个月", "两个月"), ("20天", "20天"), ("三个月了", "三个月"), ("大半年", "大半年"), ("上半年", "上半年"),
    ("10号到20号", "10号到20号"), ("端午节前", "端午节前"), ("暑假", "暑假"), ("3月，说好3000", "3月"),
]  # fmt: skip
NONE = [
    "老板说好上个月给", "说年底给钱", "临近年底了", "工资一月一结", "三千一月", "上个月他说没钱", "说好这个月发",
    "拖到年底", "昨天他说没钱", "辞工一个月了", "等到过年再说", "欠到今年了", "住12号楼欠我钱", "", "老板说9月的", "过了二十三天还没给", "说好三天给钱",
]  # fmt: skip


@pytest.mark.parametrize(("text", "period"), TOLD)
def test_a_story_tells_it(text: str, period: str) -> None:
    assert read_period(plain(text)) == period


@pytest.mark.parametrize(("text", "period"), ASKED)
def test_an_answer_tells_it(text: str, period: str) -> None:
    assert read_period(plain(text), asked=True) == period


@pytest.mark.parametrize("text", NONE)
def test_when_it_was_promised_is_no_period(text: str) -> None:
    assert read_period(plain(text)) is None
