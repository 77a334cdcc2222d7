import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.complaint import read_complaint
from handlers.reading.wages import is_wage_complaint

COMPLAINTS = [
    "欠薪", "讨薪", "我要讨薪", "没给钱", "不给工资", "拖工资", "老板托我工姿不给", "托欠", "老板跑路了",
    "不结账", "压了我两个月工资", "拿不到工钱", "欠我三千八", "汗工钱还没给", "干了两个月一分钱没给",
    "老板唔出粮", "冇出粮", "工资一直拖着", "工地老板电话不接", "包工头跑了", "血汗钱", "讨新", "欠新",
    "拖欠我們工資", "工钱到现在没结", "要不回工资", "打了欠条不认账", "白干了一个月", "老板赖账",
    "少给我五百块", "工资被扣了500", "老板克扣工资", "我们12个人 一共欠 十三万五", "我要投诉", "老板不签合同",
    "尾款没结", "差我们三千块没给", "老板失联了，工资怎么办", "工资只发了一半剩下的不给",
    "没发工资", "怎么要回我的工资", "老板把我拉黑了", "我們幾個人的工錢都未畀", "公司没钱发工资",
    "不发工资", "我的工资还没有结", "扣了我工资", "去年的薪水到现在没到账", "你好，老板欠钱不还",
    "说好日结没有给", "钱呢，都三个月了", "工程款没下来，老板让我们等", "说好200只给150", "老板欠我人工",
    "钱呢，都三个月了", "工程款没下来，老板让我们等", "做日结的，说好200只给150",
    "俺们村修路的工程款三万块要不回来咋整", "活钱讨不回来", "工钱要不到", "八千块讨不到", "血汗钱拿不到", "两万多要不回来了",
    "5000元要了几次都拿不到", "八百蚊讨唔到",
]  # fmt: skip
OTHERS = [
    "", "工资多少", "日结吗", "什么时候发工资", "工资一般几号发", "招小工，工资不拖欠", "绝不拖欠工资",
    "从不拖欠，日结", "招3人180一天", "我想找活", "我会贴瓷砖", "月结压半月", "工资面议", "押金要交吗",
    "你好", "给公司开车包住工资周结", "每月20号发工资", "请问社保怎么交", "查进度", "做完当天结",
    "不收任何费用", "洗碗工 工资3600", "工资高吗", "怎么防止被欠薪", "工钱没问题",
    "一天200块要不要来", "一天300块要不到人", "一天三百，拿不到驾照的不要", "怎么投诉", "请假工资会被扣吗", "要签合同吗", "不签合同，日结", "我要告诉老板",
]  # fmt: skip
FIELDS = [
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
]  # fmt: skip
NOTHING = [
    "", "老板不给钱", "公司不发工资", "老板跑了", "包工头说没钱", "工地欠薪", "两个老板都跑了",
    "那个工地的老板", "辞工一个月了",
]  # fmt: skip


@pytest.mark.parametrize("text", COMPLAINTS)
def test_is_a_complaint(text: str) -> None:
    assert is_wage_complaint(text)


@pytest.mark.parametrize("text", OTHERS)
def test_is_none(text: str) -> None:
    assert not is_wage_complaint(text)


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
    is_wage_complaint(text)
    read_complaint(text)


@settings(deadline=None)
@given(st.text(alphabet="老板工头公司工资钱欠没给拖我们三个人月到年电话1380000 ,。", max_size=60))
def test_never_raises_near_wages(text: str) -> None:
    is_wage_complaint(text)
    read_complaint(text)


@pytest.mark.parametrize(
    "piece", ["老板", "工资", "老板工资", "我们三", "公司", "1月到", "一个", "镇", "在12号"]
)
def test_a_novel_takes_no_longer_than_a_page(piece: str) -> None:
    started = time.process_time()
    is_wage_complaint(piece * 50_000)
    read_complaint(piece * 50_000)
    assert time.process_time() - started < 2
