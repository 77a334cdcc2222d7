"""The labelled sentences: fails below what the reader reached once. `python -m bench.reading` shows every mark."""

from __future__ import annotations

import pytest

from bench.marks import LABELLED, Sheet, marked, rows, rows_in
from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.wants.danger import danger

FLOORS = {
    ("street", "intents"): {"intent": 0.98},
    ("street", "intents-fresh"): {"intent": 0.96},
    ("street", "trades"): {"top 1": 0.99, "top 3": 0.99, "no trade": 1.0, "all of several": 1.0},
    ("street", "trades-building"): {"top 1": 0.99, "no trade": 1.0, "all of several": 1.0},
    ("street", "trades-daily"): {"top 1": 0.98, "no trade": 0.98, "all of several": 1.0},
    ("street", "trades-factories"): {"top 1": 0.98, "no trade": 1.0, "all of several": 0.83},
    ("street", "trades-grammar"): {"top 1": 0.98, "no trade": 1.0, "all of several": 0.85},
    ("examples", "trades"): {"top 1": 0.98, "top 3": 0.98, "no trade": 1.0},
    ("examples", "posts"): {
        "field macro": 0.99,
        "nothing invented": 1.0,
        "field place_text": 1.0,
        "field division": 1.0,
        "field start": 1.0,
        "field end": 1.0,
        "field hours": 1.0,
        "field shift": 1.0,
    },
    ("street", "posts"): {
        "field macro": 0.98,
        "nothing invented": 0.998,
        "field headcount": 0.99,
        "field place_text": 0.99,
        "field division": 0.99,
        "field pay": 0.99,
        "field pay_unit": 0.99,
        "field settle": 0.99,
        "field meals": 0.99,
        "field lodging": 0.99,
        "field transport": 0.99,
        "field start": 0.99,
        "field end": 0.99,
        "field hours": 0.99,
        "field shift": 0.99,
        "gigs": 0.6,
    },
    ("street", "posts-several"): {
        "field macro": 0.99,
        "nothing invented": 1.0,
        "field headcount": 1.0,
        "field place_text": 0.98,
        "gigs": 0.94,
    },
    ("examples", "moderation"): {"label macro": 1.0, "label ok": 1.0},
    ("street", "moderation"): {"label macro": 1.0, "label ok": 1.0},
    ("street", "moderation-fresh"): {"label macro": 0.99, "label ok": 1.0},
    ("examples", "complaints"): {
        "recall": 1.0,
        "precision": 1.0,
        "urgent": 0.875,
        "field macro": 0.98,
        "nothing invented": 0.98,
    },
    ("street", "complaints-fresh"): {"recall": 1.0, "precision": 1.0, "P0 recall": 1.0, "field macro": 0.99},
    ("street", "complaints-veiled"): {"recall": 1.0, "precision": 1.0, "P0 recall": 1.0, "field macro": 0.99},
    ("street", "complaints-veiled-more"): {
        "recall": 1.0,
        "precision": 0.96,
        "P0 recall": 1.0,
        "field macro": 0.98,
    },
    ("street", "complaints"): {
        "recall": 1.0,
        "precision": 0.98,
        "urgent": 0.98,
        "P0 recall": 1.0,
        "P0 precision": 0.96,
        "field macro": 0.98,
        "said macro": 0.96,
        "nothing invented": 0.98,
    },
}
"""Of each file its own, so that new rows hide nothing lost on old ones. Raise a floor, never lower it."""


def test_every_file_has_its_floor() -> None:
    seen = (path for origin in ("examples", "street") for path in (LABELLED / origin).glob("*.jsonl"))
    assert {(path.parent.name, path.stem) for path in seen} == FLOORS.keys()


@pytest.mark.parametrize(("origin", "file"), FLOORS)
def test_no_mark_falls(origin: str, file: str) -> None:
    sheet = marked(file.partition("-")[0], Sheet(), rows_in(LABELLED / origin / f"{file}.jsonl"))
    for name, floor in FLOORS[origin, file].items():
        share = sheet.macro(name.removesuffix("macro")) if name.endswith("macro") else sheet.share(name)
        assert round(share, 4) >= floor, (name, share, sheet.wrong.get(name))


def test_posts_are_no_complaints_and_no_danger() -> None:
    for row in rows("examples", "posts"):
        assert not is_wage_complaint(row["text"]), row["text"]
        assert danger(row["text"]) is None, row["text"]


def test_other_sentences_are_no_danger() -> None:
    for row in rows("examples", "trades"):
        assert danger(row["text"]) is None, row["text"]
