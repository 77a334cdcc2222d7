"""The tables of word families: each pattern has a sentence that it hears, and pieces are written out."""

import re

import pytest

from handlers.reading.plain import plain
from handlers.reading.slips import mended, slips
from handlers.reading.wordings import Family, pattern, wordings

TABLES = ("wages", "danger", "urgency")
EXAMPLES = [(one, example) for table in TABLES for one in wordings(table) for example in one.examples]


@pytest.mark.parametrize(("family", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_each_family_hears_its_examples(family: Family, example: str) -> None:
    assert re.search(family.pattern, mended(plain(example).text))


@pytest.mark.parametrize("table", TABLES)
def test_each_family_has_an_example_and_no_piece_left(table: str) -> None:
    for family in wordings(table):
        assert family.examples, family.pattern
        assert not re.search("<[一-龥]+>", family.pattern), family.pattern


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("老办拖签公资三个月", "老板拖欠工资三个月"), ("邦他干活不给前", "帮他干活不给钱"), ("我想自沙", "我想自杀"),
        ("要讨心", "要讨薪"), ("打工子弟学校", "打工子弟学校"), ("施工前台", "施工前台"), ("讨心思", "讨心思"),
    ],
)  # fmt: skip
def test_slips_are_put_right_in_place(said: str, meant: str) -> None:
    assert mended(said) == meant


def test_every_slip_keeps_its_length() -> None:
    for meant, written in slips():
        assert len(re.sub(r"\(\?.*", "", written)) == len(meant), (meant, written)


@pytest.mark.parametrize("table", TABLES)
def test_each_example_is_heard_by_all_families_together(table: str) -> None:
    for one in wordings(table):
        for example in one.examples:
            assert pattern(table, one.kind).search(mended(plain(example).text)), example
