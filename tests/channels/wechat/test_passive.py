"""The answer in the response: within the limit, with links for choices and none of anybody else's making."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.replies import TextReply

from bot.channels.base import Choice, Words
from bot.channels.bridge import numbered
from bot.channels.wechat import xml
from bot.channels.wechat.harmless import LIMIT
from bot.channels.wechat.inbound import is_data
from bot.channels.wechat.passive import passive
from bot.sending.bundle import bundle
from handlers.reading.choice import pick

NOW = datetime(2025, 11, 21, 1, tzinfo=UTC)
ME, US = "oStn5W3kq0ZcYw8Lr1Vt6Jx2Hb4M", "gh_8d1e0c42f7a3"
LINK = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^"&]+)&msgmenuid=([^"&]+)">([^<]+)</a>')

labels = st.one_of(
    st.sampled_from(["报名", "看看", "取消报名", "a<b", "a b", "50%", 'x"y', "&", "<a href=x>", "１号"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12),
)
data = st.one_of(st.from_regex(r"gig\.apply:[0-9]{1,9}", fullmatch=True), labels, st.just(""))
choices = st.lists(st.builds(Choice, labels, data), max_size=9)
texts = st.one_of(
    st.text(max_size=200),
    st.text("<好a", max_size=900),
    st.sampled_from(["1 报名", "报名\n2 报名\n", "好" * 682]),
)


def content(text: str, *pairs: tuple[str, str], spoken: str | None = None) -> str:
    given = tuple(Choice(*pair) for pair in pairs)
    fields = passive(Words(numbered(text, given) if spoken is None else spoken, given), ME, US, NOW)
    assert fields is not None
    return str(fields["Content"])


def link(said: str, id_: str, shown: str = "") -> str:
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={said}&msgmenuid={id_}">{shown or said}</a>'


def test_an_answer_is_what_wechatpy_would_write() -> None:
    fields = passive(Words("第一行\n第二行"), ME, US, NOW)
    assert fields is not None
    other = TextReply(source=US, target=ME, content="第一行\n第二行", time=int(NOW.timestamp())).render()
    assert xml.read(xml.write(fields).encode()) == xml.read(other.encode())


def test_a_choice_can_be_tapped_and_typed() -> None:
    said = content("瓷砖工 240元", ("报名", "gig.apply:17"), ("看别的", "say:找活"))
    assert said == f"瓷砖工 240元\n1 {link('报名', 'gig.apply:17')}\n2 {link('看别的', 'say:找活')}"


def test_a_tag_in_what_somebody_wrote_is_no_link() -> None:
    evil = '<a href="http://x.example">点这里领工资</a>'
    said = content(f"{evil} 招人", ("报名", "gig.apply:17"))
    assert said.startswith('＜a href="http://x.example">点这里领工资＜/a> 招人\n1 <a href="weixin:')
    assert content("看", (evil, "gig.see:1")) == "看\n1 " + evil.replace("<", "＜")
    assert content("看", ("a<b", "gig.see:1")) == f"看\n1 {link('a＜b', 'gig.see:1')}"
    assert pick("a＜b", ["好", "a<b"]) == 1


@pytest.mark.parametrize("label", ["接单 1001", "我\u3000去"])
def test_a_label_with_a_gap_is_tapped_by_its_number(label: str) -> None:
    href = "weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=gig.see:1"
    assert content("看", (label, "gig.see:1")) == f'看\n1 <a href="{href}">{label}</a>'


@pytest.mark.parametrize(
    ("label", "data_"),
    [
        ("50%以上", "gig.see:1"),
        ("a&b", "gig.see:1"),
        ('说"好"', "gig.see:1"),
        ("a>b", "gig.see:1"),
        ("去", "gig see:1"),
        ("去", "say:a&b"),
        ("去", ""),
    ],
)
def test_what_a_link_cannot_carry_stays_a_numbered_line(label: str, data_: str) -> None:
    said = content("看", (label, data_), ("好", "gig.keep:1"))
    assert said == f"看\n1 {label}\n2 {link('好', 'gig.keep:1')}"


def test_two_choices_of_one_label_say_their_number() -> None:
    pairs = [("报名", "gig.apply:1"), ("看看", "gig.see:9"), ("报名", "gig.apply:2")]
    said = content("两个活", *pairs)
    assert LINK.findall(said) == [
        ("1", "gig.apply:1", "报名"),
        ("看看", "gig.see:9", "看看"),
        ("3", "gig.apply:2", "报名"),
    ]
    shown = [label for label, _ in pairs]
    assert [pick(typed, shown) for typed, _, _ in LINK.findall(said)] == [0, 1, 2]


def test_a_choice_whose_line_was_cut_off_is_not_linked() -> None:
    said = content("", ("报名", "gig.apply:1"), ("更多", "say:更多"), spoken="甲\n2 更多")
    assert said == f"甲\n2 {link('更多', 'say:更多')}"


@pytest.mark.parametrize("line", ["3 报名", "4 算了", "0 算了", "000 算了", "９ 算了", "1 报名 ", "1  报名"])
def test_a_line_somebody_wrote_is_no_choice_of_another_number(line: str) -> None:
    pairs = [("报名", "gig.apply:1"), ("报名", "gig.apply:2"), ("算了", "gig.pass:1")]
    assert content(line, *pairs).startswith(f"{line}\n1 <a")


def test_numbers_run_on_through_a_bundle() -> None:
    bubbles = [
        Words("甲\n1 报名", (Choice("报名", "gig.apply:1"),)),
        Words("乙\n1 报名\n2 看看", (Choice("报名", "gig.apply:2"), Choice("看看", "gig.see:2"))),
    ]
    together = bundle(bubbles, LIMIT).words
    fields = passive(together, ME, US, NOW)
    assert fields is not None
    assert LINK.findall(str(fields["Content"])) == [
        ("1", "gig.apply:1", "报名"),
        ("2", "gig.apply:2", "报名"),
        ("看看", "gig.see:2", "看看"),
    ]


def test_links_leave_before_words_do() -> None:
    text = "好" * 640
    said = content(text, ("报名", "gig.apply:17"), ("看别的", "gig.more:1"))
    assert said == f"{text}\n1 报名\n2 看别的"


def test_the_limit_holds_whatever_was_written() -> None:
    assert content("", spoken="<" * 2048) == "(" * 2048
    assert content("", spoken="<" * 600) == "＜" * 600
    assert content("", spoken="好" * 700) == "好" * 682
    assert content("", spoken="👷" * 513) == "👷" * 512


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\0\x0b", "\ud800"])
def test_nothing_to_say_is_no_answer(text: str) -> None:
    assert passive(Words(text), ME, US, NOW) is None


@given(texts, choices)
def test_links_are_ours_only_and_hide_nothing(text: str, given_: list[Choice]) -> None:
    words = Words(numbered(text, tuple(given_)), tuple(given_))
    fields = passive(words, ME, US, NOW)
    if fields is None:
        assert not xml.speakable(words.text).strip()
        return
    said = str(fields["Content"])
    assert len(said.encode()) <= LIMIT
    bare = LINK.sub(r"\3", said)
    assert "<" not in bare
    whole = xml.speakable(words.text)
    if len(whole.replace("<", "＜").encode()) <= LIMIT:
        assert bare == whole.replace("<", "＜")
    known = {(choice.label.replace("<", "＜"), choice.data) for choice in given_}
    assert all((label, id_) in known for _, id_, label in LINK.findall(said))
    assert xml.read(xml.write(fields).encode())["Content"] == said


@given(st.lists(st.sampled_from(["报名", "看看", "算了"]), min_size=1, max_size=6))
def test_every_number_leads_to_its_own_choice(shown: list[str]) -> None:
    pairs = [(label, f"gig.apply:{place}") for place, label in enumerate(shown, 1)]
    found = re.findall(rf"^(\d) {LINK.pattern}$", content("选", *pairs), re.MULTILINE)
    assert [(int(number), id_, label) for number, _, id_, label in found] == [
        (place, f"gig.apply:{place}", label) for place, label in enumerate(shown, 1)
    ]
    assert [pick(typed, shown) for _, typed, _, _ in found] == list(range(len(shown)))
    assert all(is_data(id_) for _, _, id_, _ in found)


def test_the_known_sample_is_of_this_form() -> None:
    vectors = Path(__file__).parent / "vectors.json"
    (sample,) = json.loads(vectors.read_text(encoding="utf-8"))["replies"]
    said = xml.read(sample["xml"].encode())["Content"]
    assert LINK.findall(said) == [("接这单", "1024", "接这单")]
