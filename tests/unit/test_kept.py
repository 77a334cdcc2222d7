"""Kept messages: tried again from the inbox, in order, and in the end put before staff."""

from __future__ import annotations

import pytest
from aiogram import Router
from aiogram.types import Message
from sqlmodel import col, select

from bot.channels.base import Inbound
from bot.inject import inject
from bot.kept import KeptWorker
from bot.metrics import Metrics
from bot.switchboard import Switchboard
from bot.turn import Turns
from storage import evidence, inbox
from storage.db import Database, LedgerDown
from storage.models import Case, Inbox, Outbox, vault
from storage.outbox import open_body
from tests.sending import Hands, Post, Town


class House:
    """Turns whose one handler fails on demand, and the worker that tries again."""

    def __init__(self, db: Database, now: Hands) -> None:
        self.db, self.now = db, now
        self.heard: list[str] = []
        self.fails: dict[str, list[Exception]] = {}
        router = Router()
        router.message.register(self._hear)
        self.turns = Turns(db, Switchboard([router], inject), now, Metrics(), abilities={})
        self.worker = KeptWorker(db, self.turns, now)

    async def _hear(self, message: Message) -> None:
        text = message.text or ""
        if self.fails.get(text):
            raise self.fails[text].pop(0)
        self.heard.append(text)
        await message.answer(f"听到：{text}")

    def inbound(self, text: str, sender: str = "zhang", **more: object) -> Inbound:
        facts = {"channel": "fake", "account": "one", "kind": "text", "at": self.now(), "text": text, **more}
        return Inbound(sender=sender, message_id=f"{sender}:{text}", **facts)  # type: ignore[arg-type]  # a table of test values

    async def statuses(self) -> dict[str, int]:
        async with self.db.reading() as session:
            rows = (await session.exec(select(Inbox.status))).all()
        return {status: list(rows).count(status) for status in set(rows)}

    async def said(self) -> list[str]:
        async with self.db.reading() as session:
            rows = (await session.exec(select(Outbox).order_by(col(Outbox.id)))).all()
        return [open_body(row.id, row.body).text or row.kind for row in rows]

    async def cases(self) -> list[Case]:
        async with self.db.reading() as session:
            return list((await session.exec(select(Case))).all())


@pytest.fixture
async def house(db: Database) -> House:
    post = Post(db)
    town = Town(post)
    await town.build()
    await town.staff("clerk", on_duty=True)
    return House(db, post.now)


async def test_what_was_only_kept_is_worked_on_once(house: House) -> None:
    await house.turns.keep(house.inbound("找活"))
    assert (await house.turns.keep(house.inbound("找活"))).repeated
    assert await house.worker.drain() == 1
    assert await house.worker.drain() == 0
    assert house.heard == ["找活"] and await house.statuses() == {"done": 1}
    again = await house.turns.take(house.inbound("找活"))
    assert again.repeated and [words.text for words in again.words] == ["听到：找活"]


async def test_a_handler_that_recovers_answers_late(house: House) -> None:
    house.fails["找活"] = [ValueError("x"), ValueError("x")]
    await house.turns.take(house.inbound("找活"))
    assert await house.worker.drain() == 0
    house.now.on(seconds=5)
    await house.worker.drain()
    assert house.heard == []
    house.now.on(seconds=29)
    assert await house.worker.drain() == 0
    house.now.on(seconds=1)
    await house.worker.drain()
    assert house.heard == ["找活"] and (await house.said())[-1] == "听到：找活"


async def test_after_three_tries_staff_see_the_words(house: House) -> None:
    house.fails["老板不给钱"] = [ValueError("x")] * 9
    await house.turns.take(house.inbound("老板不给钱"))
    for _ in range(5):
        house.now.on(minutes=1)
        await house.worker.drain()
    assert await house.statuses() == {"parked": 1} and len(house.fails["老板不给钱"]) == 6
    [case] = await house.cases()
    assert (case.kind, case.text, case.urgency) == ("parked", "老板不给钱", "P2")
    assert {"parked", "case_new"} <= set(await house.said())


@pytest.mark.parametrize(
    ("text", "kind", "urgency", "told"),
    [("我不想活了", "text", "P0", "我不想活了"), ("", "photo", "P2", "（照片）")],
)
async def test_a_parked_message_is_as_urgent_as_its_words(
    house: House, text: str, kind: str, urgency: str, told: str
) -> None:
    house.fails[text] = [ValueError("x")] * 9
    await house.turns.keep(house.inbound(text, kind=kind, media="m1"))
    for _ in range(3):
        await house.worker.drain()
        house.now.on(minutes=1)
    [case] = await house.cases()
    assert (case.urgency, case.text) == (urgency, told)
    async with house.db.reading() as session:
        assert await evidence.counts(session, case) == ({"photo": 1} if kind == "photo" else {})


async def test_a_message_overtaken_by_a_newer_one_is_not_replayed(house: House) -> None:
    house.fails["一"] = [ValueError("x")]
    await house.turns.take(house.inbound("一"))
    await house.turns.take(house.inbound("二"))
    house.now.on(seconds=5)
    await house.worker.drain()
    assert house.heard == ["二"] and await house.statuses() == {"parked": 1, "done": 1}
    assert len(await house.cases()) == 1


async def test_one_persons_trouble_holds_nobody_else_but_keeps_their_order(house: House) -> None:
    house.fails["一"] = [ValueError("x")]
    for text, sender in (("一", "zhang"), ("二", "zhang"), ("三", "li")):
        await house.turns.keep(house.inbound(text, sender))
    await house.worker.drain()
    assert house.heard == ["三"]
    house.now.on(seconds=5)
    await house.worker.drain()
    assert house.heard == ["三", "一", "二"]


async def test_the_ledger_away_costs_no_try(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.turns.keep(house.inbound("一"))
    real, troubles = house.turns.redo, [LedgerDown("full")] * 5

    async def redo(message: inbox.Kept, inbound: Inbound) -> None:
        if troubles:
            raise troubles.pop()
        await real(message, inbound)

    monkeypatch.setattr(house.turns, "redo", redo)
    for _ in range(5):
        with pytest.raises(LedgerDown):
            await house.worker.drain()
    await house.worker.drain()
    assert house.heard == ["一"]


async def test_two_processes_work_on_a_kept_message_once(house: House) -> None:
    await house.turns.keep(house.inbound("一"))
    async with house.db.reading() as session:
        [message] = await inbox.kept(session, house.now())
    await house.turns.redo(message, house.inbound("一"))
    await house.turns.redo(message, house.inbound("一"))
    assert house.heard == ["一"]


async def test_an_unreadable_row_stops_nobody(house: House) -> None:
    await house.turns.keep(house.inbound("一"))
    async with house.db.unit() as session:
        row = (await session.exec(select(Inbox))).one()
        row.raw = vault().seal(f"inbox.raw:{row.id}", b"not json")
        session.add(row)
    await house.turns.keep(house.inbound("二", "li"))
    house.now.on(seconds=1)
    assert await house.worker.drain() == 2
    assert house.heard == ["二"] and await house.statuses() == {"parked": 1, "done": 1}
