"""What a form is made of: the person in front of it, and its questions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from handlers.ask import choices
from storage.db import Session

Option = tuple[str, Any]


@dataclass(slots=True)
class Here:
    """The person in front of a form, and everything needed to serve them."""

    message: Message
    state: FSMContext
    session: Session
    now: datetime
    person_id: int
    address_id: int
    channel: str

    async def answer(self, text: str, *pairs: tuple[str, str]) -> None:
        await self.message.answer(text, reply_markup=choices(*pairs) if pairs else None)


Read = Callable[[str, Here], Awaitable[Any]]
"""Reads an answer; a JSON value, or None when it was not understood."""


async def _no_options(here: Here, filled: dict[str, Any]) -> Sequence[Option]:
    del here, filled
    return ()


def _shown(value: Any) -> str:
    return str(value)


@dataclass(frozen=True)
class Question:
    """One thing to know: asked with the phrase `<form>.ask_<name>`, on the card as `<form>.label_<name>`.

    `ask` words a question that needs facts (or its own file); `on_card=False` keeps it off the card;
    `counted=False` is no step: it completes another answer, or asks for consent. `brief` is the phrase that
    asks again in few words what took many.
    """

    name: str
    read: Read
    show: Callable[[Any], str] = _shown
    options: Callable[[Here, dict[str, Any]], Awaitable[Sequence[Option]]] = _no_options
    ask: Callable[[Here, dict[str, Any]], Awaitable[str]] | None = None
    brief: str = ""
    optional: bool = False
    on_card: bool = True
    counted: bool = True
    needed: Callable[[dict[str, Any]], bool] = lambda filled: True
    locate: Callable[[float, float, str, Here], Awaitable[Any]] | None = None
    sweep: Read | None = None
    """How to find it inside a longer sentence; None: only when asked."""
    missed: Callable[[str, Here], Awaitable[None]] | None = None
    """Told of words that were no answer to it."""


def here_of(
    event: Message | CallbackQuery,
    state: FSMContext,
    session: Session,
    now: datetime,
    address_id: int,
    channel: str,
) -> Here:
    """What handlers are given, in one piece."""
    message = event if isinstance(event, Message) else event.message
    if not isinstance(message, Message) or event.from_user is None:
        raise TypeError("The bridge gives every tap the message and person it belongs to.")
    return Here(message, state, session, now, event.from_user.id, address_id, channel)
