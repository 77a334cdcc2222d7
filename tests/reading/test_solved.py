import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.complaints.solved import solved

NO = [
    "没有",
    "还没",
    "没给",
    "还没给我",
    "还没有给钱",
    "没拿到钱",
    "没解决",
    "一直没给",
    "莫得",
    "钱还没到账",
    "还没给清",
    "没有啊。",
]
YES = ["嗯", "是的", "拿到了", "钱拿到了", "给了", "都给清了", "解决了", "收到钱了", "对"]
NEITHER = ["", "没人", "没有活", "好的", "谢谢", "给了一半", "到了", "没空", "还没吃饭", "明天"]


@pytest.mark.parametrize("text", NO)
def test_not_yet(text: str) -> None:
    assert solved(text) is False


@pytest.mark.parametrize("text", YES)
def test_it_is(text: str) -> None:
    assert solved(text) is True


@pytest.mark.parametrize("text", NEITHER)
def test_something_else(text: str) -> None:
    assert solved(text) is None


@settings(deadline=None)
@given(st.text())
def test_never_raises(text: str) -> None:
    solved(text)
