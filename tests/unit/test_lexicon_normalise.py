import sqlite3
import unicodedata
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.lexicon.normalise import CAP, clean, fold, initials, speech

# Every code point, lone surrogates and NUL too: what a broken client may send.
ANYTHING = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("②", "2"),
        ("⑩", "10"),
        ("1️⃣", "1"),
        ("ＡＢ１２", "ab12"),
        ("  找活 \t 明天 ", "找活 明天"),
        ("贴砖\n明天", "贴砖 明天"),
        ("焊\u200b工\ufeff", "焊工"),
        ("焊\x00\x07工", "焊工"),
        ("焊\ud800工", "焊工"),
        ("！？，", "!?,"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_looks_at_a_bounded_part_of_the_text() -> None:
    assert len(fold("工" * 100_000)) == CAP


@given(ANYTHING)
def test_fold_never_raises_and_leaves_nothing_invisible(text: str) -> None:
    folded = fold(text)
    assert not {"Cc", "Cf", "Cs"} & {unicodedata.category(char) for char in folded}
    assert folded == folded.strip()
    assert "  " not in folded


@pytest.mark.parametrize("text", ["取消。", "取消！！", " 取消!", "取消……", "取消？", "取消 。"])
def test_speech_drops_the_ending_that_voice_input_adds(text: str) -> None:
    assert speech(text) == "取消"


def test_clean_keeps_all_but_what_a_database_refuses() -> None:
    assert clean("a\x00b\ud83dc\n\t\u200d👩\u200d🔧②") == "abc\n\t\u200d👩\u200d🔧②"


@given(ANYTHING)
def test_clean_is_idempotent_and_storable(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    kept.encode()  # PostgreSQL takes UTF-8 without NUL, and nothing else
    assert "\x00" not in kept
    with closing(sqlite3.connect(":memory:")) as database:
        assert database.execute("select ?", (kept,)).fetchone() == (kept,)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("张三", "zs"),
        ("張三", "zs"),
        ("欧阳修", "oyx"),
        ("单小梅", "sxm"),  # a surname read as a surname
        ("小单", "xs"),
        ("王单单", "wdd"),
        ("覃志强", "qzq"),
        ("曾国强", "zgq"),
        ("重庆", "zq"),  # read character by character, with or without phrase tables
        ("阿依古丽·买买提", "ayglmmt"),
        ("Tom李", "toml"),
        ("李 师傅", "lsf"),
        ("김", "김"),
        ("😀", ""),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(ANYTHING)
def test_initials_never_raise(name: str) -> None:
    assert " " not in initials(name)
