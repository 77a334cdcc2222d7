"""What a post may say: labelled posts, the lawful exceptions of rule H8, lawful words for the others."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.lexicon.normalise import CAP
from storage.rules import posting, uscc
from storage.rules.calendar import SHANGHAI
from storage.rules.opening import opens

LABELLED = Path(__file__).parent.parent / "reading" / "labelled/examples/moderation.jsonl"
KIND = {
    "fee": "fee", "bait": "fraud", "papers": "illegal", "kind": "illegal", "held_pay": "illegal",
    "child": "illegal", "crime": "illegal", "unsafe": "illegal",
}  # fmt: skip


@pytest.mark.parametrize(
    "row", [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()], ids=lambda row: row["id"]
)
def test_labelled(row: dict[str, str]) -> None:
    found = {KIND.get(one.ground, "discrimination") for one in posting.look(row["text"])} or {"ok"}
    assert found & {row["expected"], *row["also_accept"]}


# Ground and the person's own words.
WRONG = [
    ("招搬运工5人200一天押金100", "fee", "押金100"), ("要交300块服装费", "fee", "要交300块服装费"),
    ("先交200", "fee", "先交200"), ("上班要押身份证", "papers", "要押身份证"),
    ("身份证交给老板保管", "papers", "身份证交给老板保管"), ("拿货抵工资", "kind", "拿货抵工资"),
    ("只要男的", "sex", "只要男的"), ("限女性", "sex", "限女性"), ("招女工3人", "sex", "女"),
    ("招男保安两名", "sex", "男"), ("找个女的做饭", "sex", "女的"), ("男士优先", "sex", "男士优先"),
    ("只招汉族", "ethnicity", "只招汉族"), ("信教的不要", "religion", "信教的不要"),
    ("四肢健全", "disability", "四肢健全"), ("乙肝的不要", "carrier", "乙肝的不要"),
    ("不要河南人", "region", "不要河南人"), ("限本市户口", "region", "限本市户口"),
    ("已婚已育优先", "marriage", "已婚已育优先"), ("孕妇勿扰", "marriage", "孕妇勿扰"),
    ("女 的 勿 扰", "sex", "女 的 勿 扰"), ("只要\u200b男的", "sex", "只要\u200b男的"),
    ("出事自负", "unsafe", "出事自负"), ("15岁以上也行", "child", "15岁以上"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ground", "words"), WRONG)
def test_may_not_stand(text: str, ground: str, words: str) -> None:
    assert [(one.ground, one.words) for one in posting.blocks(posting.look(text))] == [(ground, words)]


LAWFUL = [
    "不收押金", "免押金", "无需交押金", "押金不收", "包体检费", "收身份证复印件", "男女不限", "男女各2个小工",
    "男女都要", "招采茶女工，男工也要", "洗碗阿姨一名", "残疾人优先", "退役军人优先", "就业困难人员优先",
    "18岁以上", "16周岁以上", "18-60岁", "需持健康证", "要有电工证", "会说白话", "本地人优先",
    "带5岁以上小孩的保姆",
    "男180女180", "夫妻工", "",
]  # fmt: skip


@pytest.mark.parametrize("text", LAWFUL)
def test_lawful(text: str) -> None:
    assert posting.look(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "35岁以下",
        "18-45岁",
        "女140男180",
        "月嫂一名，限女性",
        "矿井按规定不招女工",
        "形象好",
        "在家打字员，千字50",
    ],
)
def test_doubtful_is_for_staff(text: str) -> None:
    found = posting.look(text)
    assert posting.doubts(found) and not posting.blocks(found)


REWORDED = [
    ("要几个妇女拔草", "要几个人拔草"),
    ("招妇女5人拔草 100一天", "招5人拔草 100一天"),
    ("男的要3个 搬砖", "要3个 搬砖"),
    ("招工 需要押身份证", "招工"),
    ("刷单 在家做 一天300", ""),
    ("妇女节活动搭台要3人", "妇女节活动搭台要3人"),
    ("招普工，只要男的，女的勿扰，21元一小时", "招普工，男女不限，21元一小时"),
    ("招搬运工5人200一天押金100", "招搬运工5人200一天"),
    ("招小工3个，押金200，日结", "招小工3个，日结"),
    ("招女工3人", "招工3人"),
    ("不要外地人，小工2名", "不限户籍，小工2名"),
    ("招人电鱼，一晚300", ""),
]


@pytest.mark.parametrize(("text", "lawful"), REWORDED)
def test_reworded(text: str, lawful: str) -> None:
    assert posting.reworded(text) == lawful


@given(st.text(alphabet="招只要限男女的工不押金收交0123456789岁以上下，。· 人本地外回民族无证"))
def test_reworded_stands(said: str) -> None:
    """The words we offer may stand."""
    assert not posting.blocks(posting.look(posting.reworded(said)))


def test_of_a_novel_only_the_beginning_is_read() -> None:
    for piece in ("只要男的", "押金1", "不要河南", "回·", "1", "女1男", "，"):
        novel = piece * 50_000
        assert posting.look(novel) == posting.look(novel[:CAP])


def test_pay_by_the_hour_is_settled_in_time() -> None:
    assert posting.bad_settlement("hour", "month")
    assert not posting.bad_settlement("hour", "week")
    assert not posting.bad_settlement("month", "month")


VALID = [
    "91441400MAD00T0189",
    "92442000MAE00T0285",
    "93450100MAF00T038R",
    "52350500MJA00T04XJ",
    "1244140045600T059Y",
]
INVALID = [
    "91441400MAD00T018A",
    "91441400MDA00T0189",
    "91441400IAD00T0189",
    "91441400MAD00T018",
    "91441400MAD00T01890",
]


@pytest.mark.parametrize("code", VALID)
def test_uscc(code: str) -> None:
    assert uscc.find(f"代码是 {code[:8].lower()} {code[8:]}。") == code


@pytest.mark.parametrize("code", INVALID)
def test_no_uscc(code: str) -> None:
    assert uscc.find(code) is None


HOURS = [
    {"days": "1-5", "from": "14:30", "to": "17:30"},
    {"days": "1-5", "from": "08:30", "to": "12:00"},
    {"days": "6", "from": "09:00", "to": "12:00"},
]


@pytest.mark.parametrize(
    ("at", "wanted_at"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00"),
        ("2026-11-20 06:00", "2026-11-20 08:30"),
        ("2026-11-20 12:00", "2026-11-20 14:30"),
        ("2026-11-20 20:00", "2026-11-21 09:00"),
        ("2026-11-21 13:00", "2026-11-23 08:30"),
    ],
)
def test_opens(at: str, wanted_at: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    wanted = datetime.fromisoformat(wanted_at).replace(tzinfo=SHANGHAI)
    assert opens(HOURS, moment) == wanted
    assert opens([], moment) == moment
    assert posting.review_by(moment, HOURS) == wanted + posting.REVIEW_WITHIN
