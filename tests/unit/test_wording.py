"""A case in words for staff: how it stands with its clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.staff import wording
from storage.models import Case

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
LATE, LEFT = "已超时", "还剩"


@pytest.mark.parametrize(
    ("urgency", "seconds", "said"),
    [
        ("P2", 1, LATE),
        ("P2", 59, LATE),
        ("P2", 60, f"{LATE}1分钟"),
        ("P0", 30, LATE),
        ("P0", 3600, f"{LATE}1小时"),
        ("P0", -30, f"{LEFT}1分钟"),
        ("P0", -300, f"{LEFT}5分钟"),
    ],
)
def test_nobody_reads_of_no_minutes(urgency: str, seconds: int, said: str) -> None:
    until = NOON - timedelta(seconds=seconds)
    case = Case(
        number=1, kind="wages", person_id=1, address_id=1, station_id=1, status="claimed", urgency=urgency,
        created_at=NOON - timedelta(hours=2), claim_by=until, due_at=until,
    )  # fmt: skip
    assert wording.chip(case, NOON) == said
