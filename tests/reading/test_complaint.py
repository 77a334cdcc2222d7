"""What a story of unpaid wages tells, field by field; empty rather than guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.complaints.complaint import read_complaint
from storage.lexicon.normalise import CAP

FIELDS: list[tuple[str, dict[str, object]]] = [
    ("老板张大山欠我5000元", {"employer": "张大山", "amount": 5000}),
    ("包工头姓李，拖欠工资", {"employer": "包工头姓李"}),
    ("梅县宏发建筑有限公司拖欠我们12个人工资", {"people": 12, "employer": "宏发建筑有限公司"}),
    ("我们三个的工钱没给", {"people": 3}),
    ("在顺达电子厂干了三个月没发工资", {"employer": "顺达电子厂", "period": "三个月"}),
    ("碧桂园二期工地不给钱", {"project": "碧桂园二期"}),
    ("锦绣花园项目的工头跑了", {"project": "锦绣花园"}),
    ("欠我8千，我电话13000000001，老板电话13000000002", {"amount": 8000, "phone": "13000000001"}),
    ("10几个人的工资都没发", {"people": 10}), ("欠3000块没给", {"amount": 3000, "people": None}),
    ("总共4000没结", {"people": None}), ("我们俩九月份的工资没发", {"people": 2, "period": "九月份"}),
    ("我们一起的有十几个没结账", {"people": 10}),
    ("拖欠我两个月工资一万二", {"amount": 12000, "period": "两个月"}),
    ("美容院不给工资", {"employer": "美容院"}), ("干了20天，欠我3600", {"amount": 3600, "period": "20天"}),
    ("今年3月到5月的工资没发", {"period": "今年3月到5月"}), ("程江镇的老板欠我钱", {"place": "程江镇"}),
    ("我们八九个人，每人欠四五千", {"people": 8}),
    ("城东河边那个工地 姓刘的包工头", {"employer": "姓刘的包工头", "place": "城东河边那个工地"}),
    ("姓黄的老板欠我3000块 9月的", {"employer": "姓黄的老板", "amount": 3000, "period": "9月"}),
    ("老板叫陈国强，欠六千块", {"employer": "陈国强", "amount": 6000}),
    ("我在东莞虎门的玩具厂做了五个月，最后两个月工资没发", {"employer": "玩具厂", "region": "东莞虎门", "period": "两个月"}),
    ("包工头张国庆欠我7500，在惠阳淡水做水电", {"employer": "张国庆", "amount": 7500, "region": "惠阳淡水"}),
    ("万科城二期的钢筋班组，二十三个人，去年底到现在没结", {"project": "万科城二期", "people": 23, "period": "去年底到现在"}),
    ("工地在南宁良庆区，项目叫五象新区总部大厦，班长黄某", {"employer": "黄某", "project": "五象新区总部大厦", "region": "南宁良庆区"}),
    ("三四个月没发工资了，每个月五千多", {"amount": None, "period": "三四个月"}),
    ("饭店倒闭了，欠我2个月工资9800元", {"employer": "饭店", "amount": 9800, "period": "2个月"}),
    ("我们夫妻俩在福州长乐的海蛎场干了一个冬天", {"people": 2, "region": "福州长乐"}),
    ("前年的工钱还有3200没给", {"amount": 3200, "period": "前年"}), ("差我八百七", {"amount": 870}),
    ("跟王老板做外墙，工钱欠了五万多", {"employer": "王老板", "amount": 50000}),
    ("贴了二十几天，六千块一分没见", {"amount": 6000, "period": "二十几天"}),
    ("干了半年，过年给了两千，还欠一万六", {"amount": 16000, "period": "半年"}),
    ("说好六千一个月，干了两个月只给了五千", {"amount": None, "period": "两个月"}),
    ("应该给5600，给了3000，还差2600", {"amount": 2600}), ("5600给了3000", {"amount": None}),
    ("一天180，干了11天，扣了我三百", {"amount": 300, "period": "11天"}), ("欠了三十几万", {"amount": 300000}),
    ("在老乡的烧烤店帮忙一个月", {"employer": "烧烤店", "period": "一个月"}),
    ("送外卖，饿了么站点扣了我八百", {"employer": "饿了么", "amount": 800}),
    ("从开年到现在没发过工资", {"period": "从开年到现在"}), ("我同另外十二个工友嘅粮都未攞", {"people": 13}),
    ("我是湖南人在中山沙溪制衣厂", {"employer": "制衣厂", "region": "中山沙溪"}),
    ("老家在贵州，在厦门同安打工", {"region": "厦门同安"}), ("回贵州的车票都买不起", {"region": None}),
    ("在天台做防水没给钱", {"region": None}), ("我在大厂上班没发工资", {"region": None, "employer": None}),
    ("程江镇碧桂园二期工地欠薪", {"region": "程江镇", "project": "碧桂园二期"}),
    ("请打我电话13000003333，老板的是13000004444", {"phone": "13000003333"}),
    ("在惠東吉隆鞋廠拖了三個月糧", {"employer": "鞋廠", "region": "惠東吉隆", "period": "三個月"}),
    ("跟着一个叫刘队的种树", {"employer": "刘队"}), ("老赵拖着不给", {"employer": "老赵"}), ("我是老赵，没拿到钱", {"employer": None}),
]  # fmt: skip
NOTHING = [
    "", "老板不给钱", "公司不发工资", "老板跑了", "包工头说没钱", "工地欠薪", "两个老板都跑了",
    "那个工地的老板", "辞工一个月了",
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields"), FIELDS)
def test_fields(text: str, fields: dict[str, object]) -> None:
    found = read_complaint(text)
    read = {
        "employer": found.employer,
        "project": found.project,
        "amount": found.amount.low_fen // 100 if found.amount else None,
        "people": found.people.low if found.people else None,
        "phone": found.phone.number if found.phone else None,
        "period": found.period,
        "place": found.place,
        "region": found.region,
    }
    assert {name: read[name] for name in fields} == fields


@pytest.mark.parametrize("text", NOTHING)
def test_leaves_empty_what_was_not_said(text: str) -> None:
    found = read_complaint(text)
    assert (found.employer, found.project, found.amount, found.people) == (None, None, None, None)
    assert (found.phone, found.boss_phone, found.period) == (None, None, None)


def test_the_bosss_phone_is_not_ours() -> None:
    found = read_complaint("老板电话13000000002，欠我8千")
    assert found.phone is None
    assert found.boss_phone is not None
    assert found.boss_phone.number == "13000000002"


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    read_complaint(text)


@settings(deadline=None)
@given(st.text(alphabet="老板工头公司工资钱欠没给拖我们三个人月到年电话1380000 ,。", max_size=60))
def test_never_raises_near_wages(text: str) -> None:
    read_complaint(text)


@pytest.mark.parametrize(
    "piece", ["老板", "我们三", "公司", "1月到", "一个", "镇", "在12号", "两个月", "广州"]
)
def test_of_a_novel_only_the_beginning_is_read(piece: str) -> None:
    novel = piece * 50_000
    assert read_complaint(novel) == read_complaint(novel[:CAP])
