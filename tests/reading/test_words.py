import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.words import global_word

WORDS = [
    ("0", "back"), ("０", "back"), ("返回", "back"), ("返回。", "back"), ("取消", "cancel"),
    ("退出", "cancel"), ("不弄了", "cancel"), ("算了", "cancel"), ("算了吧", "cancel"),
    ("那就取消吧", "cancel"), ("菜單", "menu"), ("主页", "menu"), ("你好！", "menu"), ("Hi", "menu"),
    ("开始", "menu"), ("帮助", "help"), ("怎么用？", "help"), ("不会", "help"), ("人工", "human"),
    ("找人工", "human"), ("转人工", "human"), ("我要人工", "human"), ("客服", "human"), ("停", "stop"),
    ("停。", "stop"), ("退订", "stop"), ("不要发了", "stop"), ("TD", "stop"), ("不想收消息了", "stop"), ("不想收了", "stop"), ("我不想收了", "stop"),
    ("别给我发消息", "stop"), ("不要给我发消息了", "stop"), ("跳过", "skip"),
    ("不知道", "skip"), ("没有", "skip"), ("再说一遍", "repeat"), ("查进度", "progress"),
    ("有信没", "progress"), ("喂", "menu"), ("我想查进度", "progress"), ("删除我的信息", "erase"), ("人工谢谢", "human"), ("你好啊", "menu"),
    (" 菜单 ", "menu"), ("不知道呢", "skip"), ("菜\u200b单", "menu"),
]  # fmt: skip
NOT = [
    "", "我的人工钱还没给", "老板没有给工资", "停车场招保安", "不会电焊", "取消明天的活",
    "你好我想问工资一般几号发", "退订单", "10", "帮助卸货", "没有人", "人工湖挖泥", "我", "了", "吧", "1",
    "开始时间", "主页设计", "。", "停水了", "不想收废品了", "别给我发消息说没钱",
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), WORDS)
def test_global_words(text: str, name: str) -> None:
    assert global_word(text) == name


@pytest.mark.parametrize("text", NOT)
def test_a_word_inside_a_sentence_is_none(text: str) -> None:
    assert global_word(text) is None


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    global_word(text)
