"""The Turn: one message, one effect, in order, whatever is said and whatever breaks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import Message
from sqlalchemy import text
from sqlmodel import select

from bot.channels.base import Answer, Inbound, Kind, NotKept
from bot.inject import inject
from bot.metrics import Metrics
from bot.switchboard import Switchboard
from bot.turn import Turns
from handlers.ask import choices
from storage import dialogues
from storage.db import Database, Session
from storage.models import Counter, Dialogue, Inbox, Outbox
from tests.postgres import Server

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
ASKED = State("asked", group_name="Test")
PRIVATE = "我叫欧阳建平"


class Begins(Filter):
    """The message begins with this."""

    def __init__(self, word: str) -> None:
        self._word = word

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").startswith(self._word)


class House:
    """A Turn with a small conversation of its own behind it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.order: list[str] = []
        self.breaks: Callable[[], Any] = lambda: None
        self.metrics = Metrics()
        self.turns = Turns(
            db,
            Switchboard([self._conversation()], inject),
            lambda: NOW,
            self.metrics,
            answers_in_response=frozenset({"test"}),
            timeout=0.5,
        )

    async def add(self, message: Message, session: Session) -> None:
        """加: what has effect in the ledger."""
        query = select(Counter).where(Counter.name == "n").with_for_update()
        counter = (await session.exec(query)).first() or Counter(name="n", value=0)
        counter.value += 1
        session.add(counter)
        await message.answer(f"共{counter.value}次", reply_markup=choices(("再来", "again:1")))

    async def break_(self, message: Message, session: Session, state: FSMContext) -> None:
        """坏: does something first, then fails (unless mended meanwhile)."""
        await self.add(message, session)
        await state.set_state(ASKED)
        await session.flush()
        done = self.breaks()
        if done is not None:
            await done
        await message.answer("好了")

    async def ask(self, message: Message, state: FSMContext) -> None:
        self.order.append(message.text or "")
        await asyncio.sleep(0.02)
        await state.set_state(ASKED)
        await message.answer("多大了？")

    async def hear(self, message: Message, state: FSMContext) -> None:
        self.order.append(message.text or "")
        await state.set_state(None)
        await message.answer(f"{message.text}岁")

    async def echo(self, message: Message) -> None:
        heard = message.text or message.caption or message.content_type
        await message.answer(f"听到{len(heard)}字：{heard[:20]}")

    def _conversation(self) -> Router:
        router = Router()
        router.message.register(self.add, Begins("加"))
        router.message.register(self.break_, Begins("坏"))
        router.message.register(self.ask, Begins("问"))
        router.message.register(self.hear, StateFilter(ASKED))
        router.message.register(self.echo)
        return router

    async def counted(self) -> int:
        async with self.db.reading() as session:
            return sum((await session.exec(select(Counter.value))).all())

    async def rows(self) -> tuple[list[Inbox], list[Outbox]]:
        async with self.db.reading() as session:
            messages = (await session.exec(select(Inbox).order_by(Inbox.id))).all()  # type: ignore[arg-type]  # a column
            answers = (await session.exec(select(Outbox).order_by(Outbox.id))).all()  # type: ignore[arg-type]  # a column
            return list(messages), list(answers)


@pytest.fixture
def house(db: Database) -> House:
    return House(db)


def said(text: str, number: object = 1, who: str = "张三", kind: Kind = "text", **more: Any) -> Inbound:
    return Inbound("test", "one", who, f"m{number}", kind, NOW, text=text, **more)


def text_of(answer: Answer) -> str:
    return "|".join(words.text for words in answer.words)


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
        ("长" * 1_000_000, f"听到20000字：{'长' * 20}"),
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


async def test_who_answers_in_the_response_and_who_by_the_sender(house: House) -> None:
    await house.turns.take(said("加"))
    await house.turns.take(Inbound("slow", "one", "张三", "m1", "text", NOW, text="加"))
    _, answers = await house.rows()
    assert [(one.sort, one.status) for one in answers] == [("reply", "answered"), ("reply", "due")]


class Deaf(Turns):
    """Does everything around a Turn but the Turn."""

    async def _take(self, inbound: Inbound) -> Answer:
        await asyncio.sleep(0)
        return Answer(())


async def test_fifty_thousand_people_leave_nothing_behind(sqlite: Database) -> None:
    house = House(sqlite)
    turns = Deaf(sqlite, house.turns._switchboard, lambda: NOW, Metrics(), answers_in_response=frozenset())
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
