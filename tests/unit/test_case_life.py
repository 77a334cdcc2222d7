"""Urgency and the words a case's clock shows (rules 1.4, Q2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.reading.complaints.urgency import cannot_wait
from storage.rules import case_life

BEGUN = datetime(2026, 11, 23, 2, tzinfo=UTC)
UNTIL = BEGUN + timedelta(minutes=40)


@pytest.mark.parametrize(
    ("people", "signs", "day", "urgency"),
    [
        (None, False, date(2026, 11, 23), "P2"),
        (9, False, date(2026, 11, 23), "P2"),
        (10, False, date(2026, 11, 23), "P1"),
        (None, True, date(2026, 11, 23), "P1"),
        (1, False, date(2027, 1, 6), "P2"),  # 2027: the lunar year begins on 6 February
        (1, False, date(2027, 1, 7), "P1"),
        (1, False, date(2027, 2, 6), "P1"),
        (1, False, date(2027, 2, 7), "P2"),
    ],
)
def test_urgency(people: int | None, signs: bool, day: date, urgency: str) -> None:
    assert case_life.urgency(people, signs, day) == urgency


@pytest.mark.parametrize(
    ("status", "minute", "chip"),
    [
        ("open", 0, "calm"), ("open", 29, "calm"), ("open", 30, "soon"), ("claimed", 40, "soon"),
        ("claimed", 41, "late"), ("waiting", 99, "paused"), ("closed", 99, "done"), ("withdrawn", 99, "done"),
    ],
)  # fmt: skip
def test_chip(status: str, minute: int, chip: str) -> None:
    assert case_life.chip(status, BEGUN, UNTIL, BEGUN + timedelta(minutes=minute)) == chip


@pytest.mark.parametrize(
    "text",
    [
        "老板跑了", "包工头跑路了", "老板失联了", "电话打不通", "找不到人", "厂子倒闭了", "在搬设备",
        "没钱吃饭", "没饭吃了", "没路费回家", "等钱看病", "他威胁我们", "我怀孕了", "我67岁了", "才17岁",
        "六十多岁",
    ],
)  # fmt: skip
def test_cannot_wait(text: str) -> None:
    assert cannot_wait(text)


@pytest.mark.parametrize(
    "text", ["", "老板欠我3000", "欠了两个月工资", "我37岁", "工地在桥头", "查进度", "没给钱"]
)
def test_can_wait_its_turn(text: str) -> None:
    assert not cannot_wait(text)
