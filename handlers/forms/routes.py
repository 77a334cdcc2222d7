"""How a form is wired to the switchboard: what is said in its state, and the taps of its choices."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State

from handlers.filters import Tapped
from handlers.forms.parts import Here

VERBS = ("pick", "card", "edit", "resume", "steer")

Hear = Callable[[Here], Awaitable[None]]
Tap = Callable[[Here, str, str], Awaitable[None]]


def register(router: Router, name: str, at: State, hear: Hear, tap: Tap) -> None:
    """`name` is the head of the form's choices: "register.pick:trade:0"."""

    async def heard(here: Here) -> None:
        await hear(here)

    router.message.register(heard, StateFilter(at))
    for verb in VERBS:
        router.callback_query.register(_tapped(verb, tap), Tapped(f"{name}.{verb}"))


def _tapped(verb: str, tap: Tap) -> Callable[..., Awaitable[None]]:
    async def tapped(here: Here, picked: str) -> None:
        await tap(here, verb, picked)

    return tapped
