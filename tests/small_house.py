"""A Turn with a small conversation of its own behind it, for tests of the Turn itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import Message
from sqlmodel import col, select

from bot.channels.base import Abilities, Answer, Inbound, Kind
from bot.inject import inject
from bot.metrics import Metrics
from bot.switchboard import Switchboard
from bot.turn import Turns
from handlers.ask import choices
from storage.db import Database, Session
from storage.models import Counter, Inbox, Outbox

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
ASKED = State("asked", group_name="Test")


RESPONDS = Abilities(answers_in_response=True)
LONG = "今天有活。" * 380


class Begins(Filter):
    """The message begins with this."""

    def __init__(self, word: str) -> None:
        self._word = word

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").startswith(self._word)


class House:
    """A Turn with a small conversation of its own behind it."""

    def __init__(self, db: Database, able: Abilities = RESPONDS) -> None:
        self.db = db
        self.order: list[str] = []
        self.breaks: Callable[[], Any] = lambda: None
        self.metrics = Metrics()
        self.turns = Turns(
            db,
            Switchboard([self._conversation()], inject),
            lambda: NOW,
            self.metrics,
            abilities={"test": able},
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

    async def talk(self, message: Message) -> None:
        """长: more than one message of WeChat, and a question behind it."""
        await message.answer(LONG)
        await message.answer("去吗？", reply_markup=choices(("去", "go:1"), ("不去", "go:0")))

    async def echo(self, message: Message) -> None:
        heard = message.text or message.caption or message.content_type
        await message.answer(f"听到{len(heard)}字：{heard[:20]}")

    def _conversation(self) -> Router:
        router = Router()
        router.message.register(self.add, Begins("加"))
        router.message.register(self.break_, Begins("坏"))
        router.message.register(self.ask, Begins("问"))
        router.message.register(self.talk, Begins("长"))
        router.message.register(self.hear, StateFilter(ASKED))
        router.message.register(self.echo)
        return router

    async def counted(self) -> int:
        async with self.db.reading() as session:
            return sum((await session.exec(select(Counter.value))).all())

    async def rows(self) -> tuple[list[Inbox], list[Outbox]]:
        async with self.db.reading() as session:
            messages = (await session.exec(select(Inbox).order_by(col(Inbox.id)))).all()
            answers = (await session.exec(select(Outbox).order_by(col(Outbox.id)))).all()
            return list(messages), list(answers)


def said(text: str, number: object = 1, who: str = "张三", kind: Kind = "text", **more: Any) -> Inbound:
    return Inbound("test", "one", who, f"m{number}", kind, NOW, text=text, **more)


def text_of(answer: Answer) -> str:
    return "|".join(words.text for words in answer.words)
