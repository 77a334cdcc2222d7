"""Who needs hands, and who offers their own: one line a way to say it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.wants.wanting import looks_like_post, looks_like_seeking

POSTS = [
    "招小工3人 180一天", "听日要三个落货嘅 江南市场 一百八日结", "急招保安两名", "请一个洗碗阿姨，120一天",
    "找三个木工，280", "小工两名 明天 180 隆文镇", "急需电焊工1名", "需要5个搬运工", "招服务员",
    "聘请月嫂一名", "瓷砖工3人 240元/天", "差两个扎铁的", "要十个人摘茶叶", "诚聘叉车司机",
    "包吃住 普工 5500+", "找人洗碗", "叫人搬家 两个小时100",
]  # fmt: skip
SEEKERS = [
    "我会贴瓷砖", "我是木工", "找活", "想做保安", "我想找送外卖的活", "有没有洗碗的工作", "找个日结的活",
    "我要找工作", "哪里招保安", "求职", "我会做水电，做了十年", "𠊎会做泥水", "还招人吗", "本人会开叉车",
    "我五十八了 会贴砖 也会刷墙", "我想打零工", "附近有要小工的吗", "想当保洁",
]  # fmt: skip
NEITHER = [
    "", "你好", "180", "明天", "欠我三千八", "查进度", "老板没给工资", "我是张三", "社保怎么交", "江南市场",
    "3人", "取消", "押金要吗", "1",
]  # fmt: skip


@pytest.mark.parametrize("text", POSTS)
def test_post(text: str) -> None:
    assert looks_like_post(text)
    assert not looks_like_seeking(text)


@pytest.mark.parametrize("text", SEEKERS)
def test_seeking(text: str) -> None:
    assert looks_like_seeking(text)
    assert not looks_like_post(text)


@pytest.mark.parametrize("text", NEITHER)
def test_neither(text: str) -> None:
    assert not looks_like_post(text)
    assert not looks_like_seeking(text)


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    looks_like_post(text)
    looks_like_seeking(text)
