"""The labelled posts and complaints: prints how many fields are right, and fails below what was reached once."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from handlers.reading.danger import danger
from handlers.reading.gig import GigDraft, looks_like_post, read_gig
from handlers.reading.plain import plain
from handlers.reading.wages import is_wage_complaint, read_complaint

Row = dict[str, Any]
HERE = Path(__file__).parent
SETTLED = {"day": "日结", "week": "周结", "month": "月结", "end": "完工结"}
# Right answers of 36 posts and 16 complaints; raise a floor with the reader, never lower it.
POST_FLOORS = {
    "trade": 32, "heads": 36, "place": 36, "pay": 35, "unit": 35, "settle": 36, "phone": 36, "start": 36, "hours": 36,
    "post": 35,
}  # fmt: skip
COMPLAINT_FLOORS = {
    "complaint": 16,
    "employer": 16,
    "project": 16,
    "amount": 16,
    "people": 16,
    "phone": 16,
    "urgent": 16,
}
MOST_INVENTED = 0


def rows(name: str) -> list[Row]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def start(draft: GigDraft) -> str | None:
    if draft.day is None:
        return None
    clock = f"T{draft.hours.start:%H:%M}" if draft.hours and draft.hours.start else ""
    return f"{draft.day.date}{clock}"


def judge_post(row: Row) -> tuple[dict[str, bool], list[str]]:
    """Which fields are right, and which were filled though nothing was said."""
    draft, wanted = read_gig(row["text"], datetime.fromisoformat(row["now"])), row["expected"]
    pay = (draft.pay.low_fen, draft.pay.high_fen) if draft.pay else None
    pays = [(round(one["min"] * 100, 2), round(one["max"] * 100, 2)) for one in wanted["pay_any"]]
    place = plain(draft.place.words).text if draft.place else None
    read: dict[str, tuple[Any, list[Any]]] = {
        "heads": (
            draft.heads.low if draft.heads else None,
            wanted.get("headcount_any", [wanted["headcount"]]),
        ),
        "place": (place, [plain(words).text for words in wanted["place_any"]]),
        "pay": (pay, pays),
        "unit": (draft.pay.unit if draft.pay else None, wanted["pay_unit_any"]),
        "settle": (SETTLED[draft.settle.code] if draft.settle else None, wanted["settle_any"]),
        "phone": (draft.phone.number if draft.phone else None, [wanted["phone"]]),
        "start": (start(draft), wanted["start_any"]),
        "hours": (
            draft.hours.minutes / 60 if draft.hours and draft.hours.minutes else None,
            [wanted["hours"]],
        ),
    }
    right = {field: got in (allowed or [None]) for field, (got, allowed) in read.items()}
    right["trade"] = bool({draft.trade, *draft.choices} & set(wanted["trade_any"]))
    right["post"] = looks_like_post(row["text"])
    invented = [name for name, (got, allowed) in read.items() if got is not None and allowed in ([], [None])]
    return right, invented


def judge_complaint(row: Row) -> dict[str, bool]:
    text, wanted = row["text"], row["expected"]
    found = read_complaint(text)
    right = {"complaint": is_wage_complaint(text) == wanted["is_wage_complaint"]}
    right["urgent"] = (danger(text) is not None) == wanted["urgent"]
    if wanted["is_wage_complaint"]:
        right["employer"] = found.employer == wanted["employer"]
        right["project"] = found.project == wanted["project"]
        right["amount"] = (found.amount_fen or 0) == (wanted["amount"] or 0) * 100
        right["people"] = (found.people.low if found.people else None) == wanted["people"]
        right["phone"] = (found.phone.number if found.phone else None) == wanted["phone"]
    else:
        right |= dict.fromkeys(COMPLAINT_FLOORS.keys() - right.keys(), True)
    return right


def report(title: str, right: Counter[str], total: int) -> None:
    shown = ", ".join(f"{field} {count}/{total}" for field, count in sorted(right.items()))
    print(f"\n{title}: {shown}")


def test_posts(capsys: pytest.CaptureFixture[str]) -> None:
    posts, right, invented = rows("posts.jsonl"), Counter[str](), Counter[str]()
    for row in posts:
        fields, extra = judge_post(row)
        right.update(field for field, ok in fields.items() if ok)
        invented.update(extra)
    with capsys.disabled():
        report("posts", right, len(posts))
    assert {field: right[field] for field in POST_FLOORS if right[field] < POST_FLOORS[field]} == {}
    assert invented.total() <= MOST_INVENTED, invented


def test_complaints(capsys: pytest.CaptureFixture[str]) -> None:
    complaints, right = rows("complaints.jsonl"), Counter[str]()
    for row in complaints:
        right.update(field for field, ok in judge_complaint(row).items() if ok)
    with capsys.disabled():
        report("complaints", right, len(complaints))
    assert {field: right[field] for field in COMPLAINT_FLOORS if right[field] < COMPLAINT_FLOORS[field]} == {}


def test_posts_are_no_complaints_and_no_danger() -> None:
    for row in rows("posts.jsonl"):
        assert not is_wage_complaint(row["text"]), row["text"]
        assert danger(row["text"]) is None, row["text"]


def test_other_sentences_are_no_danger() -> None:
    for row in rows("trades.jsonl"):
        assert danger(row["text"]) is None, row["text"]
