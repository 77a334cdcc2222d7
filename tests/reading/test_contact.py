import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.people.contact import lacks, merged, name_in, only_tells, told_in

TOLD = [
    ("我叫龙阿婆", "龙阿婆"), ("13600002222", "13600002222"), ("我的电话是13600002222，叫我老李", "13600002222 老李"),
    ("13600002222吴有田", "13600002222 吴有田"), ("王师傅 13600002222", "13600002222 王师傅"),
    ("吴有田", None), ("老板姓黄", None), ("老板名叫陈国强", None), ("13600002222 王老板", "13600002222"),
    ("我是老张，老板欠我3000", "老张"), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_who_speaks_and_how_to_reach_them(text: str, told: str | None) -> None:
    assert told_in(text) == told


def test_a_bare_name_answers_the_question() -> None:
    assert told_in("吴有田", asked=True) == "吴有田"
    assert told_in("老板姓黄", asked=True) is None


def test_the_half_that_is_missing() -> None:
    assert lacks("吴有田") == "phone" and lacks("13600002222") == "name"
    assert lacks("13600002222 吴有田") == lacks("") == lacks("没有手机，找我儿子") == ""


def test_two_halves_in_either_order_are_one() -> None:
    assert merged("13600002222", "吴有田") == merged("吴有田", "13600002222") == "13600002222 吴有田"
    assert merged("13600002222 吴有田", "吴大田") == "13600002222 吴大田"
    assert name_in("13600002222 吴有田") == "吴有田"


def test_a_story_is_more_than_who_tells_it() -> None:
    assert only_tells("我叫龙阿婆") and only_tells("电话13600002222")
    assert not only_tells("我叫张三，会贴瓷砖") and not only_tells("吴有田")


@settings(deadline=None)
@given(st.text(), st.text(alphabet="我叫张三1360000222 ,老板电话。"))
def test_never_raises(text: str, near: str) -> None:
    for said in (text, near):
        told_in(said, asked=True)
        only_tells(said)
        lacks(merged(said, text))
