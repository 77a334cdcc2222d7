import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.pay.settle import read_settle

SETTLE = [
    ("一百八日结", "day"), ("一天一结", "day"), ("做完当天结", "day"), ("当日现结", "day"), ("现结", "day"),
    ("收工结", "day"), ("当场现金", "day"), ("收工微信转账", "day"), ("周结", "week"),
    ("周二结上周", "week"), ("一星期一结", "week"), ("月结压半月", "month"), ("每月20号发工资", "month"),
    ("15号发薪", "month"), ("每月15日准时发薪", "month"), ("完工即结", "end"), ("做完结", "end"),
    ("吃完席就发", "end"), ("日清", "day"),
    ("干满7天结一次钱", "week"), ("每周五发", "week"), ("日结周结都可以", "day"), ("不是日结是周结", "week"),
    ("干一天给一天", "day"), ("收工攞人工", "day"), ("一晚一结", "day"), ("按天发", "day"), ("做完一车给一车钱", "day"),
    ("次月28号发", "month"), ("第二个月10号发工资", "month"), ("每月25号打卡上", "month"), ("月底结", "month"), ("月月发", "month"),
    ("15号发上个月工资", "month"), ("干一个月结一次账", "month"), ("拆完就结", "end"), ("工完账清", "end"), ("全部做完一起发", "end"),
    ("演出结束拆完就结", "end"), ("验收后付款", "end"), ("修好给钱", "end"), ("完工那天全部结清", "end"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), SETTLE)
def test_settle(text: str, code: str) -> None:
    found = read_settle(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "半月结",
        "结婚",
        "180一天",
        "明天干完",
        "月嫂",
        "周日上午",
        "日工",
        "十天一结",
        "半个月结一次",
        "不日结",
        "绝不拖欠工资",
        "收银结账",
        "15号出发",
        "20号来",
        "月休四天",
        "发传单",
        "一天发1000张",
        "押一周工资",
        "工资高",
        "周五来",
    ],
)
def test_no_settle(text: str) -> None:
    assert read_settle(text) is None


def test_keeps_the_words() -> None:
    settle = read_settle("日結")
    assert settle is not None
    assert settle.words == "日結"


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    read_settle(text)
