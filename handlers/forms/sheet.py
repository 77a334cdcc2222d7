"""What a form says: its questions, the card, the choices around them. What it hears is in form.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiogram.fsm.state import State

from handlers.forms import draft, wording
from handlers.forms.draft import Draft
from handlers.forms.parts import Here, Question
from handlers.phrases import say
from handlers.reading.wants.wishes import Intent


@dataclass(frozen=True)
class Sheet:
    """The questions of a form and how they are asked."""

    name: str
    state: State
    questions: tuple[Question, ...]
    save: Callable[[Here, dict[str, Any]], Awaitable[None]]
    hand_over: Callable[[Here, str], Awaitable[None]]
    card: bool = True
    corrects: bool = True
    """Whether an earlier answer may be told anew while another question is open: 不对，是6个."""
    yields: frozenset[Intent] = frozenset(
        {"human", "stop", "erase", "progress", "policy", "station", "complain"}
    )
    """What is answered at once when it is said instead of an answer; the question stays open."""
    by_name: dict[str, Question] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {question.name: question for question in self.questions})

    async def _offer(self, here: Here, old: Draft) -> None:
        """Whoever comes back is shown what is filled, and chooses."""
        old.misses = old.repeats = 0
        await draft.open_(here.state, self.state, self.name, old)
        await here.answer(say("form.resume", card=self.card_lines(old.filled)), *wording.resume(self.name))

    async def _ask(
        self, here: Here, now: Draft, question: Question, lead: str = "", *, brief: bool = False
    ) -> None:
        if now.asked and now.asked != question.name and now.asked in self.by_name and now.asked in now.filled:
            now.trail.append(now.asked)
        now.asked = question.name
        step = wording.step(self.questions, now, question)
        await draft.open_(here.state, self.state, self.name, now)
        text = "\n".join(part for part in (lead, step, await self._words(here, now, question, brief)) if part)
        options = await question.options(here, now.filled)
        await here.answer(text, *wording.picks(self.name, question, options))

    async def _words(self, here: Here, now: Draft, question: Question, brief: bool = False) -> str:
        if brief and question.brief:
            return say(question.brief)
        return (
            await question.ask(here, now.filled) if question.ask else say(f"{self.name}.ask_{question.name}")
        )

    def missing(self, filled: dict[str, Any]) -> bool:
        """Whether anything is still to be asked."""
        return any(q.name not in filled and q.needed(filled) for q in self.questions)

    def _on_card(self, filled: dict[str, Any]) -> list[Question]:
        """What a card shows: an answer that the others have made pointless is no longer part of it."""
        return [q for q in self.questions if q.on_card and q.name in filled and q.needed(filled)]

    def card_lines(self, filled: dict[str, Any]) -> str:
        """What is filled so far, one numbered-by-label line each."""
        known = self._on_card(filled)
        return "\n".join(f"{say(f'{self.name}.label_{q.name}')}：{q.show(filled[q.name])}" for q in known)

    async def _read_back(self, here: Here, now: Draft, lead: str = "") -> None:
        now.asked = "card"
        await draft.open_(here.state, self.state, self.name, now)
        card = say(f"{self.name}.card", card=self.card_lines(now.filled))
        ways = wording.of_card(self.name, worn=now.repeats >= wording.PATIENCE)
        await here.answer("\n".join(part for part in (lead, card) if part), *ways)

    async def _show_ways(self, here: Here, now: Draft, question: Question | None, lead: str) -> None:
        await draft.open_(here.state, self.state, self.name, now)
        options = await question.options(here, now.filled) if question else ()
        ask = await self._words(here, now, question, True) if question else ""
        text = "\n".join(part for part in (lead, ask) if part)
        await here.answer(text, *wording.ways(self.name, question, options))
