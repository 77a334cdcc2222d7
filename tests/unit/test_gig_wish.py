"""A question about a gig that is out changes nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.employer.wishes import read_wish

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("工价200行不行", "工价200"),
        ("再加2个人行吗", "再加2个人"),
        ("改到后天可以吗？", "改到后天"),
        ("够了吗", "够了"),
        ("工价220？", "工价220"),
    ],
)
def test_a_question_is_no_order(question: str, order: str) -> None:
    assert read_wish(order, NOW) is not None
    assert read_wish(question, NOW) is None
