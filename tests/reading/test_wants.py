"""The tables of what a sentence wants: every example is heard by the patterns under it, and by the reader."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.reading.intent import meant
from handlers.reading.plain import plain
from handlers.reading.wants.mandarin import mandarin
from handlers.reading.wants.table import Row, table

TABLES = ("account", "law", "case", "own", "desk", "work", "ads")
ROWS = [row for name in TABLES for row in table(name).rows]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.wish} {row.example}")
def test_an_example_is_heard_by_its_own_patterns(row: Row) -> None:
    assert re.search(row.pattern, mandarin(row.example))


@given(st.text())
@settings(deadline=None)
def test_mandarin_keeps_every_place(text: str) -> None:
    assert len(mandarin(text)) == len(plain(text).text)
    meant(text)
