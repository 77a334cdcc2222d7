"""`understand`: JSON lines in, one line out for each, whatever stands in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from handlers.reading import plain
from storage.lexicon import trades
from tests.given import alone_with

LABELLED = Path(__file__).parents[1] / "reading/labelled"

FIELDS = {"intent", "trades", "trade_choices", "gig", "gigs", "moderation", "complaint", "why"}
GIG = {
    "trade", "headcount", "headcount_max", "place_text", "division", "start", "end", "shift", "hours",
    "pay_amount", "pay_max", "pay_unit", "settle", "phone", "meals", "lodging",
}  # fmt: skip


def told(*lines: Any, code: int = 0, options: tuple[str, ...] = ()) -> list[Any]:
    raw = b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in lines)
    result = CliRunner().invoke(app, ["understand", *options], input=raw)
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
        {"text": "老板拖欠我工资八千"}, b"", b"{", {"text": 3}, {"text": "我会贴瓷砖"}, code=1,
    )  # fmt: skip
    assert [("error" in line) for line in lines] == [False, True, True, False]
    assert lines[0]["complaint"]["is_wage_complaint"] and lines[0]["complaint"]["amount"] == 8000
    assert "第3行" in lines[1]["error"] and lines[-1]["trades"] == ["瓷砖工"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "第1行：读到第2个字读不下去"),
        ("明天要三个小工".encode(), "不是完整的 JSON"),
        (b"[" * 100_000, "花括号"),
        (b"[]", "花括号"),
        (b"7", "花括号"),
        (b"1" * 5000, "花括号"),
        (b"null", "花括号"),
        (b"\xff", "UTF-8"),
        ('{"text": "小工"}'.encode("gbk"), "UTF-8"),
        ('{"text": "x"}'.encode("utf-16"), "UTF-8"),
        ({"words": "x"}, "缺 text"),
        ({"Text": "x"}, "没有 Text 这个字段，要写的是不是 text"),
        ({"text": 3}, "text 要写成"),
        ({"text": None}, "text 要写成"),
        ({"text": "x", "now": 5}, "now 要写成"),
        ({"text": "x", "now": 0}, "now 要写成"),
        ({"text": "x", "now": "gestern"}, "now 要写成"),
        ({"text": "x", "now": "0001-01-01T00:00:00+08:00"}, "now 要写成"),
        ({"text": "x", "Now": "2026-11-20"}, "是不是 now"),
        ({"text": "x", "nwo": "2026-11-20"}, "是不是 now"),
        ({"text": "x", "regoin": "梅江区"}, "是不是 region"),
        ({"text": "x", "region": ["梅江区"]}, "region 要写成"),
        ({"text": "x", "region": "火星市"}, "「火星市」没有这个地方"),
        ({"text": "x", "region": "火" * 9999}, "火…」没有这个地方"),
        ({"text": "x", "region": "鼓楼区"}, "有4个地方，例如 江苏省南京市鼓楼区、江苏省徐州市鼓楼区"),
        ({"text": "x", "region": "朝阳"}, "北京市朝阳区"),
        ({"text": "x", "region": "太平镇"}, "有14个地方"),
    ],
)
def test_what_is_wrong_is_said_in_one_kind_line(line: Any, said: str) -> None:
    answers = told(line, code=1)
    error = answers[0]["error"]
    assert said in error and error.startswith("第1行：") and len(error) < 130
    assert not re.search(r"indices|codec|Error|'", error)


@pytest.mark.parametrize("region", ["", None, "梅江区", "吉林", "吉林市", "长沙", "罗定", "福州鼓楼区"])
def test_a_region_that_is_one_place_is_taken(region: str | None) -> None:
    assert "error" not in told({"text": "明天要三个小工", "region": region})[0]


def test_fields_of_labelled_rows_and_of_other_tables_are_passed_over() -> None:
    files = [*LABELLED.glob("examples/*.jsonl"), *LABELLED.glob("street/*.jsonl")]
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    fields = {field for row in rows for field in row} - {"text", "now", "region"}
    assert {"id", "expected", "origin", "kind", "level"} <= fields
    assert "error" not in told({"text": "我会贴瓷砖", **dict.fromkeys((*fields, "context", "no"), "x")})[0]


own_folder = pytest.fixture(alone_with)


@pytest.fixture
def own_ledger(
    own_folder: None, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """What is laid over counts for the whole process: as printed before it and behind it."""
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("YIZHAN_DATABASE_URL", sqlite_url)
    as_printed()
    yield
    as_printed()


def as_printed() -> None:
    trades.lay_over(())
    plain.forget()


@pytest.mark.usefixtures("own_ledger")
def test_taught_words_are_known_with_the_ledger_alone() -> None:
    assert CliRunner().invoke(app, ["trades", "add", "蚂蚁仔", "搬运工"]).exit_code == 0
    assert told({"text": "蚂蚁仔"})[0]["trades"] == []
    assert told({"text": "蚂蚁仔"}, options=("--ledger",))[0]["trades"] == ["搬运工"]


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
