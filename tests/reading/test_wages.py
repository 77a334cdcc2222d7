import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.complaints.wages import claim, is_wage_complaint
from storage.lexicon.normalise import CAP
from tests.reading.said import cases

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


@pytest.mark.parametrize("text", COMPLAINTS)
def test_is_a_complaint(text: str) -> None:
    assert is_wage_complaint(text)


@pytest.mark.parametrize("text", OTHERS)
def test_is_none(text: str) -> None:
    assert not is_wage_complaint(text)


@pytest.mark.parametrize("text", cases("unpaid"))
def test_is_heard_however_it_is_said(text: str) -> None:
    assert is_wage_complaint(text)


@pytest.mark.parametrize("text", cases("no_claim"))
def test_pay_is_spoken_of_and_nobody_is_owed(text: str) -> None:
    assert not is_wage_complaint(text)


def test_says_why() -> None:
    alone, together = claim("老板拖欠我工资"), claim("给他砌了十天墙，见到我绕路走")
    assert alone and alone.kinds == ("owed",) and alone.words == ("拖欠",)
    assert together and together.kinds == ("excuse", "work") and together.words[0] == "绕路"
    assert claim("我会砌墙") is None


def test_keeps_the_persons_own_words_behind_a_slip() -> None:
    found = claim("老办托欠公资")
    assert found and found.words == ("托欠",)


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    is_wage_complaint(text)


@pytest.mark.parametrize("piece", ["老板", "工资", "老板工资", "说好", "等", "干了三天", "没"])
def test_of_a_novel_only_the_beginning_is_read(piece: str) -> None:
    novel = piece * 50_000
    assert is_wage_complaint(novel) == is_wage_complaint(novel[:CAP])
