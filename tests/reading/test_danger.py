import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.plain import plain
from handlers.reading.slips import mended
from handlers.reading.wants.danger import Kind, danger
from handlers.reading.wordings import Family, wordings
from storage.lexicon.normalise import CAP
from tests.reading.said import cases

DANGERS = [
    ("我不想活了", "self_harm"), ("不想活拉", "self_harm"), ("唔想活了", "self_harm"),
    ("我要跳楼", "self_harm"), ("跳娄", "self_harm"), ("喝农药", "self_harm"), ("喝农要", "self_harm"),
    ("饮农药", "self_harm"), ("一了百了", "self_harm"), ("死给他看", "self_harm"),
    ("死俾佢睇", "self_harm"), ("死給你們看", "self_harm"), ("不给钱我就跳下去", "self_harm"),
    ("活不下去了", "self_harm"), ("我想死", "self_harm"), ("不如死了算了", "self_harm"),
    ("没钱过年只有去死", "self_harm"), ("自杀", "self_harm"), ("跟他们同归于尽", "self_harm"),
    ("活着没意思", "self_harm"), ("累死了，真的不想活了", "self_harm"), ("跳 楼", "self_harm"),
    ("逼死人了我去跳河", "self_harm"), ("买瓶百草枯", "self_harm"), ("上吊给他们看", "self_harm"),
    ("写好遗书了", "self_harm"), ("唔想做人，唔想生啦", "self_harm"), ("烧了他", "violence"),
    ("我要砍死老板", "violence"), ("放把火", "violence"), ("被老板打了", "violence"),
    ("他们打人", "violence"), ("打死他", "violence"), ("包工头找人打我们", "violence"),
    ("我想去把他拆了", "violence"), ("带刀去找他", "violence"), ("挨打了", "violence"),
    ("威胁要杀我全家", "violence"), ("跟老板拼命", "violence"), ("拿汽油烧工地", "violence"),
    ("被保安打伤", "violence"), ("杀了他", "violence"), ("被关起来了", "locked_in"),
    ("不让走", "locked_in"), ("不让我们出去", "locked_in"), ("扣身份证", "locked_in"),
    ("老板扣了我的身份证", "locked_in"), ("身份证被老板收走", "locked_in"), ("把我们锁在宿舍", "locked_in"),
    ("强迫劳动", "locked_in"), ("唔畀走", "locked_in"), ("限制人身自由", "locked_in"),
    ("厂里用童工", "child"), ("13岁在厂里做工", "child"), ("有个十四岁的小孩在工地干活", "child"),
    ("让小孩搬砖", "child"), ("才15岁就在车间上班", "child"), ("从架子上摔下来", "injury"),
    ("手断了", "injury"), ("流了很多血", "injury"), ("脚手架塌了", "injury"), ("中毒了", "injury"),
    ("触电", "injury"), ("有人受伤", "injury"), ("工地出事了", "injury"), ("被机器卷进去了", "injury"),
    ("工友被埋了", "injury"), ("晕倒了", "injury"), ("救命", "injury"),
    ("我摔伤了现在流血不止，工伤怎么弄", "injury"), ("手指被切断了", "injury"), ("我们堵路了", "crowd"),
    ("工人围门口", "crowd"), ("几十个人堵在厂门口", "crowd"), ("爬塔吊了", "crowd"), ("拉横幅", "crowd"),
    ("农民工闹到发包方了", "crowd"), ("在楼顶上讨钱", "crowd"), ("围住政府大门", "crowd"),
    ("活够了", "self_harm"), ("他们拿铁棍来了", "violence"), ("有人掉下去了", "injury"),
    ("大家都在政府门口坐着", "crowd"), ("我想自s", "self_harm"), ("把我手机没收不让打电话", "locked_in"),
    ("我被骗到缅甸了", "locked_in"), ("我割了手腕", "self_harm"), ("我要和他们一起死", "self_harm"),
    ("我儿子13岁被骗去厂里打工", "child"), ("15岁在厂里干活，想回家", "child"),
    ("我儿子13岁就在厂里打工，我今年45", "child"),
    ("厂里13岁的孩子也招来干活", "child"), ("13岁他们也要来上班", "child"), ("他15岁想打工，结果被骗，小孩在厂里干活", "child"),
    ("招普工5人，不听话就打", "violence"), ("招工的时候说200一天，现在扣了我身份证", "locked_in"),
    ("招普工5人，扣身份证，不让走", "locked_in"), ("招工老板把我们身份证收走不还", "locked_in"),
    ("没意思了不想过了", "self_harm"), ("喘不上气", "injury"), ("眼睛看不见了", "injury"),
    ("活起没得意思", "self_harm"), ("活着有啥子意思", "self_harm"), ("活着没劲", "self_harm"), ("活不成了", "self_harm"),
    ("死求算了", "self_harm"), ("不给钱就跳", "self_harm"), ("想不通了", "self_harm"), ("真的撑不下去了", "self_harm"),
    ("不像活了", "self_harm"), ("没得活路了", "self_harm"), ("没得活头了", "self_harm"), ("不想撑了", "self_harm"),
    ("有人从架子上摔了", "injury"), ("手被机器夹到了", "injury"), ("他捶我", "violence"), ("被人捶了", "violence"),
    ("着人打了", "violence"), ("去要工资被他们扣住了", "locked_in"), ("讨钱被关起来了", "locked_in"), ("工资没给人被扣留在宿舍", "locked_in"),
    ("工友被扣住了", "locked_in"), ("掉下来的人没气了", "injury"), ("大家坐在厂门口", "crowd"),
]  # fmt: skip
CALM = [
    "", "累死了", "笑死", "热死了", "饿死了", "气死我了", "笑死我了", "累得要死", "烦死人了", "想死你了",
    "打死我也不去", "跳楼价", "不想活动", "不想干活", "死贵", "忙得半死", "要三个人打扫卫生", "打我电话",
    "招打人工", "请在工地因为自己不小心摔伤了，在哪里申请工伤", "买工伤保险", "不扣身份证", "严禁童工",
    "扣件工", "开关在哪里", "招爆破工", "厕所堵了找人疏通", "送煤气", "招小工3人180一天", "上吊车",
    "老板没给钱", "拖欠工资两个月", "包工头跑了", "帮我把墙拆了", "打农药工 200一天",
    "孩子在老家，我在外打工", "13号开工", "35岁以下", "喝药酒", "不走了", "不要受伤", "干到死角清理",
    "18岁以上做工", "找活路", "急死人", "快困死了", "渴死", "我想找活", "死活不给工资", "打包工",
    "砸墙 拆除", "天热注意防中暑", "人工挖孔桩", "打水泥路", "搬砖的活累成狗", "干死干活不给钱",
    "我今年15岁，想打工", "15岁可以打工吗", "我才十四岁，能不能找个暑假工", "儿子15岁想找个活",
    "招普工5人 押身份证 200一天", "招洗碗工，扣身份证，交押金", "我要招3个小工，身份证押在老板那",
    "我15岁就出来打工，今年58", "打了三个电话都不接", "这活累死人不偿命", "被老板骂了", "大门口集合", "招门卫", "干活得好累",
    "明天有没得活路", "我就是问哈明天有没得活路", "没得活干", "这几天没得活干了", "最近没得活了", "没得活路，想找活", "工资被老板扣住了",
    "工资被扣留了", "工钱被他们扣住", "押金被扣住不退", "被老板锁了微信", "号被锁了", "明天在厂门口坐车吗", "几点在政府门口坐车",
    "大门口坐班车", "掉下来的苹果要不要捡", "果子从树上掉下来", "从三楼搬到下去要不要钱", "会打架子", "不让走后门吧",
    "孩子在上班 我来带孙子", "我想去死海边", "不给涨工资就跳槽",
]  # fmt: skip


FIRING = {kind: kind for kind in get_args(Kind)} | {"papers": "locked_in"}
FAMILIES = [(one, example) for one in wordings("danger") for example in one.examples]


@pytest.mark.parametrize(("family", "example"), FAMILIES, ids=[example for _, example in FAMILIES])
def test_each_family_hears_its_examples(family: Family, example: str) -> None:
    assert re.search(family.pattern, mended(plain(example).text))
    if family.kind in FIRING:
        found = danger(example)
        assert found is not None
        assert found.kind == FIRING[family.kind]


@pytest.mark.parametrize(("text", "kind"), DANGERS)
def test_danger(text: str, kind: str) -> None:
    found = danger(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("text", CALM)
def test_calm(text: str) -> None:
    assert danger(text) is None


@pytest.mark.parametrize("text", cases("danger"))
def test_is_heard_however_it_is_said(text: str) -> None:
    assert danger(text)


@pytest.mark.parametrize("text", cases("calm"))
def test_strong_words_are_no_danger(text: str) -> None:
    assert danger(text) is None


def test_papers_while_a_post_is_written_are_a_demand() -> None:
    assert danger("要押身份证", posting=True) is None
    assert danger("要押身份证") is not None
    assert danger("我的身份证被扣了", posting=True) is not None


@pytest.mark.parametrize(("text", "kind"), DANGERS)
def test_still_heard_inside_a_story(text: str, kind: str) -> None:
    assert danger(f"你好，老板欠我三千八两个月了，{text}，怎么办") is not None
    assert danger(" ".join(text)) is not None


def test_keeps_the_words() -> None:
    found = danger("再不給錢我就跳樓")
    assert found is not None
    assert found.words == "跳樓"


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    danger(text)


@pytest.mark.parametrize("piece", ["被", "被人", "死", "不让", "手", "累得", "从", "他们1", "打 "])
def test_of_a_novel_only_the_beginning_is_read(piece: str) -> None:
    novel = piece * 50_000
    assert danger(novel) == danger(novel[:CAP])
