"""`understand`: JSON lines in, one line out for each, whatever stands in them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app

FIELDS = {"intent", "trades", "trade_choices", "gig", "gigs", "moderation", "complaint", "why"}
GIG = {
    "trade", "headcount", "headcount_max", "place_text", "division", "start", "end", "shift", "hours",
    "pay_amount", "pay_max", "pay_unit", "settle", "phone", "meals", "lodging",
}  # fmt: skip


def told(*lines: Any, code: int = 0) -> list[Any]:
    raw = b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in lines)
    result = CliRunner().invoke(app, ["understand"], input=raw)
    assert result.exit_code == code, result.output
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def test_a_post_is_read_whole() -> None:
    (read,) = told(
        {
            "text": "明天要三个小工 河堤路 一百八日结 早上七点半到五点半",
            "now": "2026-11-20T18:00:00+08:00",
            "region": "广东省梅州市梅江区",
        }
    )
    assert read.keys() >= FIELDS and read["gig"].keys() >= GIG
    gig = read["gig"]
    assert (gig["trade"], gig["headcount"], gig["pay_amount"], gig["pay_unit"], gig["settle"]) == (
        "建筑小工", 3, 180, "day", "日结",
    )  # fmt: skip
    assert (gig["start"], gig["end"], gig["hours"]) == ("2026-11-21T07:30", "2026-11-21T17:30", 10)
    assert read["gigs"] == [gig] and read["moderation"] == {"label": "ok", "reasons": []}
    assert gig["quotes"]["pay"] == "一百八日结"


def test_a_moment_without_a_zone_is_the_county_s_own() -> None:
    (read,) = told({"text": "明天要三个小工", "now": "2026-11-20T23:30:00"})
    assert read["gig"]["start"] == "2026-11-21"


def test_each_line_has_its_answer_and_a_wrong_one_says_why() -> None:
    lines = told(
        {"text": "老板拖欠我工资八千"}, b"", b"{", b"[]", {"words": "x"}, {"text": 3}, b"\xff",
        {"text": "我会贴瓷砖", "now": "gestern"}, {"text": "我会贴瓷砖", "region": "无此地"}, code=1,
    )  # fmt: skip
    assert [("error" in line) for line in lines] == [False, True, True, True, True, True, True, False]
    assert lines[0]["complaint"]["is_wage_complaint"] and lines[0]["complaint"]["amount"] == 8000
    assert "第3行" in lines[1]["error"] and lines[-1]["trades"] == ["瓷砖工"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\ud800工资\udfff",
        "😀" * 500,
        "。" * 3000,
        "一" * 100_000,
        "‍" * 100,
        "a b\nc\r\td",
        "１２３",
    ],
)
def test_whatever_is_said_is_answered_by_one_line(text: str) -> None:
    assert len(told({"text": text})) == 1


def test_danger_is_told_with_the_complaint() -> None:
    (read,) = told({"text": "欠我工钱不给，我就从塔吊上跳下去"})
    assert read["complaint"]["level"] == "P0" and read["complaint"]["urgent"]
    assert read["why"]["danger"]["kind"] == "self_harm"
