"""What may not stand in a post, and what looks like it and may: `cases/posts_*.txt`, in words of posters."""

import pytest

from handlers.reading.as_json import moderation
from storage.rules import posting
from storage.rules.posting import together, words
from tests.reading.said import cases


def label(text: str) -> str:
    return str(moderation(posting.look(text))["label"])


@pytest.mark.parametrize("wanted", ["fee", "illegal", "discrimination"])
def test_wrong(wanted: str) -> None:
    assert [text for text in cases(f"posts_{wanted}") if label(text) != wanted] == []


def test_fraud() -> None:
    also = {"fraud", "fee", "illegal"}
    assert [text for text in cases("posts_fraud") if label(text) not in also] == []


def test_lawful() -> None:
    assert [text for text in cases("posts_lawful") if label(text) != "ok"] == []


# What stands around a sentence changes nothing: reasons, who pays and both sexes are read where they belong.
AROUND = [
    ("【急招】鞋厂针车工10名，计件月入5000-7000，包吃住，按国家规定买五险，", "，联系李小姐13000001234"),
    ("诚聘打包员5人 白班8小时 4500一个月 食堂免费三餐 独立卫浴 ", "  有意者电话联系"),
    ("@所有人 明天江南市场卸货 180一天 日结 中午管饭 ", "。老板人好，公司买意外险，高温补贴照发"),
]


@pytest.mark.parametrize(("before", "behind"), AROUND)
@pytest.mark.parametrize("wanted", ["fee", "discrimination", "lawful"])
def test_in_a_long_post(wanted: str, before: str, behind: str) -> None:
    label_wanted = {"lawful": "ok"}.get(wanted, wanted)
    told = [text for text in cases(f"posts_{wanted}") if label(before + text + behind) != label_wanted]
    assert told == []


# Words of two kinds that stand together, and the same words in another trade.
TOGETHER = [
    ("家里装个盒子插电话卡，一天给五百，放着就行", "家里装空调的师傅，一天五百"),
    ("帮忙取现，提成3%", "收银员，会取现存现，按月提成"),
    ("半夜翻墙去拆电缆", "白天放电缆，三个人"),
    ("抽沙，有人放哨", "抽沙船水手，有采砂证"),
    ("过期饼干换标签", "标签打印，换标签纸"),
    ("护照交上来我们保管", "护照翻译，会英语"),
    ("工衣一套八十，第一个月扣", "工衣两套，公司发"),
    ("做不满七天没有工资", "做不满七天的按天算工资"),
    ("细佬仔剥虾都得", "海鲜档剥虾，一斤两块"),
]


@pytest.mark.parametrize(("wrong", "lawful"), TOGETHER)
def test_together(wrong: str, lawful: str) -> None:
    assert posting.look(wrong)
    assert not posting.look(lawful)


def test_every_kind_of_words_is_asked_for_by_a_rule() -> None:
    """And no rule asks for one that is not there: it would never hold."""
    kinds, asked = set[str](), {together.COVER}
    for told in map(words.data, together.FILES):
        kinds |= told["words"].keys() | told.get("shapes", {}).keys()
        for rule in told["rules"]:
            asked.update(" ".join((*rule["words"], rule.get("unless", ""), rule.get("beside", ""))).split())
    assert kinds == asked
