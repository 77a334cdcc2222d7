"""Every state of every conversation, against whatever people send: a kind answer, and a clean way on.

The states are collected from the conversations themselves, so a new one is tested the day it is written. A
form is entered at each of its questions; any other state with an empty memory, as after an update that
changed what is remembered. What needs something in the ledger is entered by words (`OPENINGS`).
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiogram.filters import StateFilter
from aiogram.fsm.state import State

from bot.channels.console import Spoken
from bot.inject import inject
from bot.switchboard import Switchboard
from handlers import conversations
from handlers.forms import Form
from storage import dialogues
from storage.dialogues import Talk
from tests.wires import Direct

GLOBALS = ("帮助", "菜单", "人工", "停", "查进度", "返回", "再说一遍")
SENT = {
    "nonsense": Spoken("text", "阿巴阿巴 #@! 9z"),
    "empty": Spoken("text", ""),
    "picture": Spoken("photo"),
    "cancel": Spoken("text", "取消"),
    "novel": Spoken("text", "我家里的事情说来话长" * 10_000),
    "place": Spoken("location", lat=24.5, lon=113.5, label="桥头"),
    **{word: Spoken("text", word) for word in GLOBALS},
}
WHO = ("新来的", "小陈")
OPENINGS = {"Complaining:asking": "老板欠我三千块工资不给"}


@dataclass(frozen=True)
class Situation:
    """A state, and what the dialogue remembers in it."""

    state: str
    form: str = ""
    asked: str = ""

    def __str__(self) -> str:
        return f"{self.state}-{self.asked}" if self.asked else self.state

    def data(self, remembered: dict[str, Any]) -> dict[str, Any]:
        """The open question, and what was filled on the way to it."""
        if not self.form:
            return {}
        filled = dict(remembered.get("draft", {}).get("filled", {}))
        filled.pop(self.asked, None)
        return {"form": self.form, "draft": {"asked": self.asked, "filled": filled}}


def states() -> dict[str, set[str]]:
    """Every state that some handler listens in, and where those handlers are written."""
    found: dict[str, set[str]] = defaultdict(set)
    for router in conversations():
        for handler in router.message.handlers:
            for part in handler.filters or ():
                listed = part.callback.states if isinstance(part.callback, StateFilter) else [part.callback]
                for one in listed:
                    if isinstance(one, State) and one.state:
                        found[one.state].add(router.name)
    return found


def situations() -> list[Situation]:
    kept_alive = conversations()
    forms = [one for one in gc.get_objects() if isinstance(one, Form)]
    del kept_alive
    asked = {
        Situation(form.state.state or "", form.name, name)
        for form in forms
        for name in (*form.by_name, *(["card"] if form.card else []))
    }
    return sorted({*asked, *(Situation(name) for name in states())}, key=str)


@pytest.fixture
async def wire(sqlite_url: str, ring: None, tmp_path: Path) -> AsyncIterator[Direct]:
    wire = Direct()
    await wire.start(sqlite_url, tmp_path)
    yield wire
    await wire.stop()


async def stand(wire: Direct, who: str, situation: Situation, remembered: dict[str, Any]) -> None:
    talk = await talk_of(wire, who)
    async with wire.app.db.unit() as session:
        talk.state, talk.data, talk.menu = situation.state, situation.data(remembered), []
        await dialogues.save(session, talk, wire.now())


async def talk_of(wire: Direct, who: str) -> Talk:
    async with wire.app.db.reading() as session:
        talk = await dialogues.of_sender(session, *wire.where(who))
    assert talk
    return talk


@pytest.mark.parametrize("situation", situations(), ids=str)
async def test_whatever_is_sent_is_answered_kindly(wire: Direct, situation: Situation) -> None:
    knows = Switchboard(conversations(), inject).knows
    for who in WHO:
        await wire.say(who, Spoken("text", OPENINGS.get(situation.state, "你好")))
        remembered = (await talk_of(wire, who)).data
        for name, said in SENT.items():
            await stand(wire, who, situation, remembered)
            await wire.heard()
            await wire.say(who, said)
            everybody = await wire.heard()
            heard = everybody.pop(who, [])
            passed_on = [line for texts in everybody.values() for text in texts for line in text.split("\n")]
            assert name not in passed_on, f"{who} said {name} to us, and somebody else heard it"
            assert not wire.incidents(), f"{who} sent {name}: a handler failed"
            assert heard and all(text.strip() for text in heard), f"{who} sent {name}: no answer"
            talk = await talk_of(wire, who)
            assert knows(talk.state)
            assert talk.state or "form" not in talk.data, f"{who} sent {name}: left, yet the form is open"
        await wire.say(who, Spoken("text", "菜单"))
        assert (await wire.heard()).get(who), f"{who}: 菜单 was not answered"


def test_no_two_conversations_share_a_state() -> None:
    """aiogram names a state by its class alone: two classes Registering would hear each other's answers."""
    shared = {state: names for state, names in states().items() if len(names) > 1}
    assert not shared
