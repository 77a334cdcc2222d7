"""Taps that no menu of ours would make: whatever somebody crafts is answered, and no handler falls over.

The data of a tap is text that a stranger may have written. Every head the switchboard knows is tapped with
every rest, by somebody new, by who leads a station and by an employer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import Inbound, Kind
from bot.channels.console import Spoken
from bot.inject import inject
from bot.switchboard import Switchboard
from handlers import conversations
from handlers.filters import plain_day, plain_number
from storage import dialogues, employers, gigs, people
from tests.test_states import situations, stand, talk_of
from tests.wires import Direct

TOO_LARGE = ("9" * 19, str(2**63), "9" * 40)
HOSTILE = (
    *TOO_LARGE,
    "",
    "²",
    "-1",
    "0",
    "1:2",
    "١",
    "１",
    " 1",
    "1_0",
    "a",
    "1.5",
    ":::",
    "\x00",
    "好" * 60,
)
DEEPER = {
    "find.list": ("mine:{}", "砖{}", "mine:2026-11-22:{0}:{0}", "all:{}", "all:9999-12-31", "all:0001-01-01"),
    "review.why": ("1:{}", "{}:1"),
    "case.withdraw": ("yes:{}", "no:{}", "{}:1"),
    "my_gigs.do": ("{}:cancel", "1:{}"),
}
WHO = ("新来的", "王站长", "老周")
POST = "明天要3个小工 城东工地 180元一天 日结 早上7点到下午5点"
VERBS = ("more", "to", "pay", "day", "cancel", "fixed", "__class__")
VALUES = (*HOSTILE, "-501", "501", "1:year", "99999999999:day", "10000101", "9999-12-31", "0001-01-01")


def heads() -> list[str]:
    return sorted(Switchboard(conversations(), inject).callback_query.heads)


@pytest.fixture
async def wire(sqlite_url: str, ring: None, tmp_path: Path) -> AsyncIterator[Direct]:
    wire = Direct()
    await wire.start(sqlite_url, tmp_path)
    yield wire
    await wire.stop()


@pytest.fixture
async def either_wire(url: str, ring: None, tmp_path: Path) -> AsyncIterator[Direct]:
    wire = Direct()
    await wire.start(url, tmp_path)
    yield wire
    await wire.stop()


async def falls(wire: Direct, who: str, data: str, kind: Kind = "tap") -> bool:
    """Whether this ends in an apology."""
    before = wire.incidents()
    await wire.app.turns.take(Inbound(*wire.where(who), wire.fresh_id(), kind, wire.now(), text=data))
    return wire.incidents() > before


async def forget(wire: Direct, who: str) -> None:
    """A fresh dialogue."""
    async with wire.app.db.unit() as session:
        talk = await dialogues.of_sender(session, *wire.where(who))
        if talk:
            talk.state, talk.data, talk.menu = None, {}, []
            await dialogues.save(session, talk, wire.now())


def test_only_plain_digits_within_an_id_are_a_number() -> None:
    assert [plain_number(one) for one in ("0", "17", "007", str(2**63 - 1))] == [0, 17, 7, 2**63 - 1]
    assert {plain_number(one) for one in HOSTILE if one != "0"} == {None}


def test_only_a_day_a_clock_can_reckon_with_is_a_day() -> None:
    assert str(plain_day("2026-11-22")) == "2026-11-22"
    assert {plain_day(one) for one in ("20261122", "2026-13-01", "9999-12-31", "2026-W48", "", "²")} == {None}


@pytest.mark.parametrize("who", WHO)
async def test_no_crafted_tap_brings_a_handler_down(wire: Direct, who: str) -> None:
    fallen = []
    for head in heads():
        await forget(wire, who)
        deeper = [shape.format(one) for shape in DEEPER.get(head, ()) for one in HOSTILE]
        taps = [head, *(f"{head}:{rest}" for rest in (*HOSTILE, *deeper))]
        fallen += [tap for tap in taps if await falls(wire, who, tap)]
    assert fallen == []


async def test_no_number_too_large_for_an_id_reaches_a_driver(either_wire: Direct) -> None:
    fallen = []
    for head in heads():
        taps = [f"{head}:{rest}" for rest in TOO_LARGE[1:]]
        fallen += [tap for tap in taps if await falls(either_wire, "王站长", tap)]
    said = ("报名999999999999", "999999999999号", "报名9999999999万万", "看 999999", "999999号不要了")
    fallen += [text for text in said if await falls(either_wire, "老周", text, "text")]
    assert fallen == []


async def test_no_crafted_wish_brings_the_change_of_a_gig_down(wire: Direct) -> None:
    for said in (POST, "对"):
        await wire.say("老周", Spoken("text", said))
    async with wire.app.db.reading() as session:
        address = await people.address(session, *wire.where("老周"))
        employer = await employers.of(session, address.person_id) if address else None
        (gig,) = await gigs.live_of(session, employer.id, wire.now()) if employer else []
    wishes = [f"{verb}:{value}" for verb in VERBS for value in VALUES]
    assert [one for one in wishes if await falls(wire, "老周", f"my_gigs.do:{gig.id}:{one}")] == []


async def test_no_crafted_tap_brings_an_open_form_down(wire: Direct) -> None:
    await wire.say("新来的", Spoken("text", "你好"))
    remembered = (await talk_of(wire, "新来的")).data
    fallen = []
    for open_ in (one for one in situations() if one.form):
        named = {one.asked for one in situations() if one.form == open_.form}
        taps = [f"pick:{open_.asked}:{rest}" for rest in HOSTILE]
        taps += [f"{verb}:{name}" for verb in ("edit", "pick") for name in named]
        for tap in (*taps, "card:²", "resume:²", "steer:²"):
            await stand(wire, "新来的", open_, remembered)
            if await falls(wire, "新来的", f"{open_.form}.{tap}"):
                fallen.append(f"{open_}: {tap}")
    assert fallen == []
