import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.people.names import read_name, read_name_beside

NAMES = [
    ("我叫张三", "张三"), ("姓王", "王"), ("叫我老李", "老李"), ("我是王师傅", "王师傅"),
    ("我叫陈小明，会贴瓷砖", "陈小明"), ("免贵姓陈", "陈"), ("喊我阿强就行", "阿强"),
    ("姓名：李大山", "李大山"), ("我姓周", "周"), ("我叫張三", "張三"),
    ("我叫阿依古丽·买买提", "阿依古丽·买买提"), ("我是老周", "老周"), ("叫我小刘吧", "小刘"),
    ("我叫张三13000000001", "张三"), ("名字是黄桂花", "黄桂花"), ("我是李大山，梅县的", "李大山"),
    ("我的名字叫罗小红", "罗小红"), ("叫我王姐", "王姐"), ("本人赖阿妹，五十岁", "赖阿妹"),
]  # fmt: skip
BARE = [
    ("张三", "张三"), ("老李", "老李"), ("王师傅", "王师傅"), ("陈小明。", "陈小明"), ("阿强", "阿强"),
    ("欧阳锋", "欧阳锋"), ("李", None), ("Tom", "Tom"), ("黄先生", "黄先生"),
    ("古丽·买买提", "古丽·买买提"), ("小刘吧", "小刘"),
]  # fmt: skip
NONE = [
    "", "我是木工", "我是电工", "我会贴瓷砖", "我叫什么", "我是来找活的", "姓名", "叫我怎么办",
    "我是水电师傅", "我姓什么不重要", "找王老板要钱", "我是安装工", "我是高空作业的", "老板叫我明天来",
    "我叫了三个人", "13000000001", "我是包工头",
]  # fmt: skip
NOT_BARE = [
    "", "明天", "安装", "不知道", "方便", "没有", "水电工", "成都", "什么", "我想找活", "白天", "高空作业",
    "180", "梅县区的张三和李四",
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_name(text: str, name: str) -> None:
    found = read_name(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", NONE)
def test_no_name(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(("text", "name"), BARE)
def test_bare_name_when_asked(text: str, name: str | None) -> None:
    found = read_name(text, asked=True)
    assert (found.name if found else None) == name
    assert read_name(text) is None


@pytest.mark.parametrize("text", NOT_BARE)
def test_no_bare_name(text: str) -> None:
    assert read_name(text, asked=True) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [("张伟 13800001111", "张伟"), ("13800002222，李四", "李四"), ("电话13800001111 张伟", "张伟")],
)
def test_a_name_beside_a_phone(text: str, name: str) -> None:
    found = read_name_beside(text)
    assert found and found.name == name


@pytest.mark.parametrize(
    "said", ["好的", "没有", "明天", "谢谢", "马上", "安装", "可以", "李桂芳 好再来饭店"]
)
def test_no_name_beside_a_phone(said: str) -> None:
    assert read_name_beside(f"{said} 13800001111") is None


@pytest.mark.parametrize("text", ["我姓钟 钟有福", "我姓钟，叫钟有福"])
def test_the_whole_name_wins(text: str) -> None:
    found = read_name(text)
    assert found and found.name == "钟有福"


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    read_name(text)
    read_name(text, asked=True)
