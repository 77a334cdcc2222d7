"""How a form is wired to the switchboard: what is said in its state, and the taps of its choices."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.filters import Tapped
from handlers.forms.parts import Here, here_of
from storage.db import Session

VERBS = ("pick", "card", "edit", "resume", "steer")

Hear = Callable[[Here], Awaitable[None]]
Tap = Callable[[Here, str, str], Awaitable[None]]


def register(router: Router, name: str, at: State, hear: Hear, tap: Tap) -> None:
    """`name` is the head of the form's choices: "register.pick:trade:0"."""

    async def heard(
        message: Message, state: FSMContext, session: Session, now: datetime, address_id: int, channel: str
    ) -> None:
        await hear(here_of(message, state, session, now, address_id, channel))

    router.message.register(heard, StateFilter(at))
    for verb in VERBS:
        router.callback_query.register(_tapped(verb, tap), Tapped(f"{name}.{verb}"))


def _tapped(verb: str, tap: Tap) -> Callable[..., Awaitable[None]]:
    async def tapped(
        query: CallbackQuery,
        picked: str,
        state: FSMContext,
        session: Session,
        now: datetime,
        address_id: int,
        channel: str,
    ) -> None:
        await tap(here_of(query, state, session, now, address_id, channel), verb, picked)

    return tapped
