"""What is asked of a worker, in the poster's words; what is given beside pay comes after it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.posts.skills import read_skills

ASKED = [
    ("招瓷砖工2个，会贴墙砖，明天", "会贴墙砖"), ("招会做饭的阿姨", "会做饭的阿姨"), ("要有电工证", "要有电工证"), ("C1证 送蔬菜", "C1证"),
    ("证件齐全，8500", "证件齐全"), ("有药师证优先 3500", "有药师证优先"), ("要熟手 6号7号", "要熟手"), ("学徒也行", "学徒也行"),
    ("5年以上经验", "5年以上经验"), ("驾龄3年以上", "驾龄3年以上"), ("自带铲刀毛巾", "自带铲刀毛巾"), ("机器自带 化州", "机器自带"),
    ("明早6点 带水鞋", "带水鞋"), ("退伍优先 身高168以上", "退伍优先"), ("要15个细心的", "细心"), ("识炒粉炒饭 五千蚊", "识炒粉炒饭"),
    ("五险一金 单休", "五险一金"), ("会贴瓷砖 包午饭 车接车送", "会贴瓷砖，包午饭，车接车送"), ("招2人 4000 包吃不包住", "包吃"), ("5000包吃住", "包吃住"),
]  # fmt: skip
NOTHING = [
    "", "招小工3个180", "有冇人得闲", "会不会晕船先讲清楚", "四会大沙", "有活吗", "东莞会展中心", "保证日结", "司机有了", "有意联系13000000001",
    "身份证号", "社会招聘", "不包吃住",
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), ASKED)
def test_what_is_asked(text: str, words: str) -> None:
    assert read_skills(text) == words


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_asked(text: str) -> None:
    assert read_skills(text) is None


@settings(deadline=None)
@given(st.text(alphabet="会要有证带熟手优先工具包吃住，。 3", max_size=40))
def test_never_raises(text: str) -> None:
    read_skills(text)
