"""The Turn when a handler, the ledger or the connection fails."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.channels.base import Answer, NotKept
from storage import dialogues
from storage.db import Database
from storage.models import Dialogue
from tests.postgres import Server
from tests.small_house import NOW, House, said, text_of

PRIVATE = "我叫欧阳建平"


@pytest.fixture
def house(db: Database) -> House:
    return House(db)


async def test_a_handler_that_fails(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise KeyError("a mistake of ours")

    house.breaks = broken
    await house.turns.take(said("加", 0))
    answer = await house.turns.take(said(f"坏 {PRIVATE}"))
    incident = re.search(r"[2-9A-HJ-NP-Z]{5}", text_of(answer))
    assert incident
    assert await house.counted() == 1
    logged = capsys.readouterr().err
    assert "a mistake of ours" in logged and "Traceback" in logged and f"incident={incident[0]}" in logged
    assert PRIVATE not in logged
    again = await house.turns.take(said(f"坏 {PRIVATE}"))
    assert again == Answer(answer.words, repeated=True)
    messages, _ = await house.rows()
    assert [(one.status, one.tries, one.incident) for one in messages][1:] == [("kept", 1, incident[0])]
    # The state it set is taken back too: this is no answer to a question.
    assert text_of(await house.turns.take(said("40", 2))) == "听到2字：40"


async def test_a_handler_that_hangs_is_given_up_like_one_that_fails(house: House) -> None:
    house.breaks = lambda: asyncio.sleep(60)
    answer = await asyncio.wait_for(house.turns.take(said("坏")), 10)
    assert re.search(r"[2-9A-HJ-NP-Z]{5}", text_of(answer))
    assert text_of(await house.turns.take(said("加", 2))) == "共1次\n1 再来"


async def test_a_question_of_an_older_release_is_forgotten(house: House) -> None:
    await house.turns.take(said("加"))
    async with house.db.unit() as session:
        talk = await dialogues.of_sender(session, "test", "one", "张三")
        assert talk
        talk.state, talk.data = "Gone:question", {"draft": {"asked": "nothing we know"}}
        await dialogues.save(session, talk, NOW)
    assert text_of(await house.turns.take(said("40", 2))) == "听到2字：40"
    async with house.db.reading() as session:
        assert (await session.exec(select(Dialogue.state))).one() is None


async def test_without_a_ledger_nothing_is_acknowledged_and_nothing_half_written(house: House) -> None:
    await house.turns.take(said("加", 0))
    await house.db.close()
    for _ in range(2):
        with pytest.raises(NotKept):
            await house.turns.take(said("加"))
    await house.db.open()
    answer = await house.turns.take(said("加"))
    assert text_of(answer) == "共2次\n1 再来" and not answer.repeated


async def test_a_ledger_that_breaks_inside_a_turn(sqlite: Database) -> None:
    """A full disk: the message is not acknowledged, not even with an apology, and counts as new later."""
    house = House(sqlite)
    await house.turns.take(said("加", 0))

    async def fill_the_disk(pages: int) -> None:
        async with sqlite.unit() as session:
            await session.execute(text(f"PRAGMA max_page_count={pages}"))

    await fill_the_disk(1)
    with pytest.raises(NotKept):
        await house.turns.take(said("长" * 100_000))
    await fill_the_disk(1_000_000)
    assert not (await house.turns.take(said("加"))).repeated
    assert await house.counted() == 2


@pytest.mark.postgres
async def test_a_server_that_restarts_inside_a_turn(postgres: Server, postgres_url: str, ring: None) -> None:
    if postgres.cluster is None:
        pytest.skip("a server that is not ours is not to be stopped")
    db = Database(postgres_url)
    await db.open()
    house = House(db)
    restart = postgres.cluster.restart

    def once() -> Any:
        house.breaks = lambda: None
        return asyncio.to_thread(restart)

    house.turns._timeout = 20
    house.breaks = once
    try:
        assert text_of(await house.turns.take(said("坏"))).endswith("好了")
        assert await house.counted() == 1
        await asyncio.to_thread(postgres.cluster.stop)
        with pytest.raises(NotKept):
            await house.turns.take(said("40", 2))
        await asyncio.to_thread(postgres.cluster.start)
        assert text_of(await house.turns.take(said("40", 2))) == "40岁"
    finally:
        await db.close()


async def test_whoever_hangs_up_takes_nothing_with_them(house: House) -> None:
    """The connection that delivered a message is cut: the same message, waiting beside it, is still done."""
    first = asyncio.create_task(house.turns.take(said("问", 1)))
    behind = asyncio.create_task(house.turns.take(said("加", 2)))
    twin = asyncio.create_task(house.turns.take(said("问", 1)))
    await asyncio.sleep(0.01)
    first.cancel()
    answers = await asyncio.wait_for(asyncio.gather(twin, behind), 5)
    assert [text_of(answer) for answer in answers] == ["多大了？", "共1次\n1 再来"]
    with pytest.raises(asyncio.CancelledError):
        await first
