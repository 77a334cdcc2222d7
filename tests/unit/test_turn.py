"""The Turn: one message, one effect, in order, whatever is said."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text, update

from bot.channels.base import Answer, Inbound, Patience
from bot.metrics import Metrics
from bot.turn import Turns
from storage import dialogues
from storage.db import Database
from storage.models import Outbox
from tests.small_house import NOW, House, said, text_of


@pytest.fixture
def house(db: Database) -> House:
    return House(db)


async def test_ten_deliveries_at_once_have_one_effect_and_one_answer(house: House) -> None:
    answers = await asyncio.gather(*(house.turns.take(said("加")) for _ in range(10)))
    assert await house.counted() == 1
    assert {answer.words for answer in answers} == {answers[0].words}
    assert text_of(answers[0]) == "共1次\n1 再来"
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * 9


async def test_a_delivery_after_a_restart_gets_the_same_answer(house: House, url: str) -> None:
    first = await house.turns.take(said("加"))
    other = Database(url)
    await other.open()
    try:
        again = await House(other).turns.take(said("加"))
    finally:
        await other.close()
    assert again == Answer(first.words, repeated=True)
    assert await house.counted() == 1


@pytest.mark.postgres
async def test_two_processes_get_the_same_message(postgres_url: str, ring: None) -> None:
    ledgers = [Database(postgres_url) for _ in range(3)]
    houses = [House(db) for db in ledgers]
    for db in ledgers:
        await db.open()
    try:
        for n in range(5):
            message = said("加", n, who=f"新人{n}")
            answers = await asyncio.gather(*(house.turns.take(message) for house in houses))
            assert {answer.words for answer in answers} == {answers[0].words}
            assert sorted(answer.repeated for answer in answers) == [False, True, True]
        assert await houses[0].counted() == 5
    finally:
        for db in ledgers:
            await db.close()


@pytest.mark.postgres
async def test_the_second_process_goes_on_where_the_first_one_stopped(
    postgres_url: str, ring: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for the other's Turn, and must not see the conversation as it was before."""
    one, other = House(Database(postgres_url)), House(Database(postgres_url))
    await one.db.open()
    await other.db.open()
    asks, answers = asyncio.Event(), asyncio.Event()
    save = dialogues.save

    async def slow(*args: Any) -> None:
        await save(*args)
        asks.set()
        await answers.wait()

    try:
        await one.turns.take(said("加", 0))
        monkeypatch.setattr("bot.turn.dialogues.save", slow)
        question = asyncio.create_task(one.turns.take(said("问", 1)))
        await asks.wait()
        heard = asyncio.create_task(other.turns.take(said("40", 2)))
        await waits_for_a_lock(one.db)
        answers.set()
        assert text_of(await question) == "多大了？"
        assert text_of(await heard) == "40岁"
    finally:
        await one.db.close()
        await other.db.close()


async def waits_for_a_lock(db: Database) -> None:
    async with db.reading() as session:
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not (await session.execute(waiting)).scalar():
            await session.rollback()


async def test_two_messages_of_one_person_are_served_in_order(house: House) -> None:
    answers = await asyncio.gather(
        *(house.turns.take(said(*one)) for one in (("问", 1), ("40", 2), ("加", 3)))
    )
    assert house.order == ["问", "40"]
    assert [text_of(answer) for answer in answers] == ["多大了？", "40岁", "共1次\n1 再来"]


async def test_fifty_at_once_lose_nothing(house: House) -> None:
    await asyncio.gather(*(house.turns.take(said("加", n, who=f"p{n % 5}")) for n in range(50)))
    assert await house.counted() == 50


async def test_ids_that_come_out_of_order_are_all_worked_on(house: House) -> None:
    for n in (5, 3, 4, 1, 2, 3, 5):
        await house.turns.take(said("加", n))
    assert await house.counted() == 5


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("👷‍♂️🧱", "听到5字：👷‍♂️🧱"),
        ("مرحبا", "听到5字：مرحبا"),
        ("a\u202eb\u200bc", "听到5字：a\u202eb\u200bc"),
        ("半\x00截", "听到2字：半截"),
        ("\ud83d半个", "听到2字：半个"),
        ("", "听到7字：unknown"),
        ("\x00", "听到7字：unknown"),
        ("１２３　全角", "听到6字：１２３　全角"),
        ("' OR 1=1; --", "听到12字：' OR 1=1; --"),
        ("{name} %s <b>", "听到13字：{name} %s <b>"),
        ("字" * 1_000_000, f"听到20000字：{'字' * 20}"),
    ],
    ids=lambda text: None if len(text) < 20 else "long",
)
async def test_whatever_is_typed_is_kept_and_heard(house: House, text: str, heard: str) -> None:
    await house.turns.take(said("加", 0))  # a menu is open: the text is compared with its labels
    async with asyncio.timeout(5):
        answer = await house.turns.take(said(text))
    assert text_of(answer) == heard
    assert await house.turns.take(said(text)) == Answer(answer.words, repeated=True)


@pytest.mark.parametrize(
    "message",
    [
        said("\ud83d半个:1\x00", kind="tap"),
        said("长" * 5000, kind="tap"),
        said("", kind="photo", media="p1"),
        said("\x00\udc00", kind="photo", media="p1"),
        said("说的话", kind="voice", media="v1"),
        said("", kind="location", lat=24.5, lon=113.5, label="桥\x00头\ud83d"),
        said("", kind="location"),
        said("", kind="event"),
    ],
    ids=lambda message: message.kind,
)
async def test_whatever_arrives_breaks_nothing(house: House, message: Inbound) -> None:
    await house.turns.take(message)
    assert house.metrics.registry.get_sample_value(
        "yizhan_turns_total", {"channel": "test", "outcome": "done"}
    )


async def test_who_answers_in_the_response_and_who_by_the_sender(house: House) -> None:
    await house.turns.take(said("加"))
    await house.turns.take(Inbound("slow", "one", "张三", "m1", "text", NOW, text="加"))
    _, answers = await house.rows()
    assert [(one.sort, one.status) for one in answers] == [("reply", "answered"), ("reply", "due")]


async def test_what_waited_for_the_person_may_leave_when_they_write(house: House) -> None:
    await house.turns.take(Inbound("slow", "one", "张三", "m1", "text", NOW, text="加"))
    async with house.db.unit() as session:
        await session.execute(update(Outbox).values(status="held"))
    await house.turns.take(Inbound("slow", "one", "李四", "m2", "text", NOW, text="加"))
    assert [one.status for one in (await house.rows())[1]] == ["held", "due"]
    await house.turns.take(Inbound("slow", "one", "张三", "m3", "text", NOW, text="加"))
    assert [one.status for one in (await house.rows())[1]] == ["due", "due", "due"]


class Deaf(Turns):
    """Does everything around a Turn but the Turn."""

    async def _take(self, inbound: Inbound, patience: Patience | None) -> Answer:
        await asyncio.sleep(0)
        return Answer(())


async def test_fifty_thousand_people_leave_nothing_behind(sqlite: Database) -> None:
    house = House(sqlite)
    turns = Deaf(sqlite, house.turns._switchboard, lambda: NOW, Metrics(), abilities={})
    for first in range(0, 50_000, 1000):
        crowd = (said("你好", n, who=f"p{n}") for n in range(first, first + 1000))
        await asyncio.gather(*map(turns.take, crowd))
    assert turns._running == {} and len(turns._in_order) == 0
    await asyncio.gather(*(house.turns.take(said("加", n, who=f"p{n // 2}")) for n in range(100)))
    assert house.turns._running == {} and len(house.turns._in_order) == 0


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to a thread."""
    handed: list[str] = []
    loop_class = asyncio.SelectorEventLoop
    real = loop_class.run_in_executor

    def counting(loop: Any, executor: Any, function: Any, *arguments: Any) -> Any:
        handed.append(str(getattr(function, "args", (function,))))
        return real(loop, executor, function, *arguments)

    monkeypatch.setattr(loop_class, "run_in_executor", counting)
    return handed


async def test_no_turn_goes_to_a_thread_but_its_commit(house: House, threads: list[str]) -> None:
    for n, typed in enumerate(("加", "问", "40", "加", "再来", "什么", "坏")):
        await house.turns.take(said(typed, n))
    assert [one for one in threads if "COMMIT" not in one] == []
    assert bool(threads) == house.db.sqlite
