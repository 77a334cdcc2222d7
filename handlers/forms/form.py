"""A form in a chat: questions one at a time, with the manners people expect of every one of them.

A Form is told once (questions, how each is read and shown, what happens at the end); its routes do the rest:
ask only what is missing, take several answers from one sentence, 返回 跳过 再说一遍 取消, read a card back,
correct by plain words ("电话138…", "改2"), keep the draft for seven days, hand over to a human after three
misses. The draft lives in the dialogue, so a restart loses nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiogram import Router
from aiogram.fsm.state import State

from handlers.forms import draft, wording
from handlers.forms.draft import Draft
from handlers.forms.parts import Here, Question
from handlers.forms.routes import register
from handlers.phrases import say
from handlers.reading.choice import yes_no
from handlers.reading.words import global_word


@dataclass(frozen=True)
class Form:
    """The whole of it. `name` is also its phrase file, the head of its choices and the key of its draft."""

    name: str
    state: State
    questions: tuple[Question, ...]
    save: Callable[[Here, dict[str, Any]], Awaitable[None]]
    hand_over: Callable[[Here, str], Awaitable[None]]
    card: bool = True
    corrects: bool = True
    """Whether an earlier answer may be told anew while another question is open: 不对，是6个."""
    by_name: dict[str, Question] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {question.name: question for question in self.questions})

    async def begin(self, here: Here, filled: dict[str, Any] | None = None, lead: str = "") -> None:
        """Open the form; what is known already is never asked. An old draft is offered first."""
        old = await draft.kept(here.state, self.name, here.now)
        if old and old.filled and not filled:
            await self._offer(here, old)
            return
        now = Draft(filled={**(filled or {})}, at=here.now.isoformat())
        await self._go_on(here, now, lead)

    async def _offer(self, here: Here, old: Draft) -> None:
        """Whoever comes back is shown what is filled, and chooses."""
        await draft.open_(here.state, self.state, self.name, old)
        await here.answer(say("form.resume", card=self.card_lines(old.filled)), *wording.resume(self.name))

    async def _go_on(self, here: Here, now: Draft, lead: str = "") -> None:
        """Ask the next thing that is missing, or read the card back."""
        now.before = {}
        now.at = here.now.isoformat()
        for question in self.questions:
            if question.name in now.filled or question.name in now.skipped or not question.needed(now.filled):
                continue
            await self._ask(here, now, question, lead)
            return
        if self.card:
            await self._read_back(here, now, lead)
        else:
            await self._finish(here, now)

    async def _ask(self, here: Here, now: Draft, question: Question, lead: str = "") -> None:
        if now.asked and now.asked != question.name and now.asked in self.by_name and now.asked in now.filled:
            now.trail.append(now.asked)
        now.asked = question.name
        step = wording.step(self.questions, now, question)
        await draft.open_(here.state, self.state, self.name, now)
        text = "\n".join(part for part in (lead, step, await self._words(here, now, question)) if part)
        options = await question.options(here, now.filled)
        await here.answer(text, *wording.picks(self.name, question, options))

    async def _words(self, here: Here, now: Draft, question: Question) -> str:
        return (
            await question.ask(here, now.filled) if question.ask else say(f"{self.name}.ask_{question.name}")
        )

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
        await here.answer(
            "\n".join(part for part in (lead, card) if part),
            (say("form.card_ok"), f"{self.name}.card:ok"),
            (say("form.card_edit"), f"{self.name}.card:edit"),
        )

    async def _finish(self, here: Here, now: Draft) -> None:
        await draft.close(here.state, self.name, keep=False)
        await self.save(here, now.filled)

    async def hear(self, here: Here) -> None:
        """Whatever was said while the form is open."""
        now = await draft.current(here.state, self.name)
        if now is None:
            await self.begin(here)
            return
        text = here.message.text or here.message.caption or ""
        word = global_word(text)
        if word in ("back", "cancel", "skip", "repeat", "help"):
            await self._steer(here, now, word)
        elif here.message.location and await self._located(here, now):
            return
        elif not text.strip():
            await self._repeat(here, now, wording.got(here.message))
        elif now.asked == "card":
            await self._correct(here, now, text)
        else:
            await self._take(here, now, text)

    async def _steer(self, here: Here, now: Draft, word: str) -> None:
        question = self.by_name.get(now.asked)
        if word == "cancel":
            await self._leave(here, now)
        elif word == "help":
            await self._repeat(here, now, say("form.help"))
        elif word == "repeat":
            await self._repeat(here, now)
        elif word == "back":
            await self._back(here, now)
        elif question is None or not question.optional:
            await self._repeat(here, now, say("form.must"))
        else:
            now.skipped.append(question.name)
            await self._go_on(here, now)

    async def _leave(self, here: Here, now: Draft) -> None:
        await draft.close(here.state, self.name, keep=bool(now.filled))
        await here.answer(say("form.left_kept" if now.filled else "form.left"))

    async def _back(self, here: Here, now: Draft) -> None:
        if now.before:
            now.filled.update(now.before)
            await self._go_on(here, now)
            return
        if now.asked == "card":
            order = [q.name for q in self.questions if q.name in now.filled]
            now.trail = now.trail or order
        if not now.trail:
            await self._leave(here, now)
            return
        last = now.trail.pop()
        now.filled.pop(last, None)
        now.asked = ""
        await self._ask(here, now, self.by_name[last])

    async def _repeat(self, here: Here, now: Draft, lead: str = "") -> None:
        if now.asked == "card":
            await self._read_back(here, now, lead)
        elif now.asked in self.by_name:
            await self._ask(here, now, self.by_name[now.asked], lead)
        else:
            await self._go_on(here, now, lead)

    async def _located(self, here: Here, now: Draft) -> bool:
        question, place = self.by_name.get(now.asked), here.message.location
        if question is None or question.locate is None or place is None:
            return False
        value = await question.locate(place.latitude, place.longitude, here.message.caption or "", here)
        if value is None:
            return False
        now.filled[question.name] = value
        await self._go_on(here, now)
        return True

    async def _take(self, here: Here, now: Draft, text: str) -> None:
        question = self.by_name.get(now.asked)
        value = await question.read(text, here) if question else None
        if question and value is not None:
            now.filled[question.name] = value
        found = await self.swept(text, here)
        anew = self.corrects and value is None
        fresh = {n: v for n, v in found.items() if n not in now.filled or (anew and now.filled[n] != v)}
        if value is None and not fresh:
            await self._missed(here, now, text)
            return
        noted = say("form.corrected" if fresh.keys() & now.filled.keys() else "form.noted")
        now.filled.update(fresh)
        now.misses = 0
        await self._go_on(here, now, noted if value is None else "")

    async def swept(self, text: str, here: Here) -> dict[str, Any]:
        """Everything one sentence tells, by the questions that can be found inside a sentence."""
        found = {q.name: await q.sweep(text, here) for q in self.questions if q.sweep}
        return {name: value for name, value in found.items() if value is not None}

    async def _missed(self, here: Here, now: Draft, text: str = "") -> None:
        if now.filled and draft.rested(now, here.now):
            now.at = here.now.isoformat()
            await self._offer(here, now)
            return
        now.misses += 1
        if now.misses >= 3:
            filled = self.card_lines(now.filled)
            await draft.close(here.state, self.name, keep=True)
            await self.hand_over(here, filled)
            return
        question = self.by_name.get(now.asked)
        options = await question.options(here, now.filled) if question else ()
        if now.misses == 1:
            await self._repeat(here, now, wording.missed(text, options))
            return
        await draft.open_(here.state, self.state, self.name, now)
        ask = await self._words(here, now, question) if question else ""
        text = "\n".join(part for part in (say("form.missed_again"), ask) if part)
        await here.answer(text, *wording.ways(self.name, question, options))

    async def _correct(self, here: Here, now: Draft, text: str) -> None:
        """On the card: yes, no, 改2, or the corrected thing in plain words."""
        found = await self.swept(text, here)
        said = yes_no(text)
        place = draft.edit_place(text)
        known = self._on_card(now.filled)
        if place is not None and 1 <= place <= len(known):
            await self._again(here, now, known[place - 1])
        elif found:
            now.filled.update(found)
            now.misses = 0
            await self._go_on(here, now, say("form.corrected"))
        elif said is True:
            await self._finish(here, now)
        elif said is False or place == 0:
            await self._which(here, now)
        else:
            await self._missed(here, now, text)

    async def _again(self, here: Here, now: Draft, question: Question) -> None:
        now.before = {n: now.filled.pop(n) for n in self.together(question) if n in now.filled}
        now.asked, now.steps = "", []
        await self._ask(here, now, question)

    def together(self, question: Question) -> tuple[str, ...]:
        """The answers that are asked anew with this one."""
        return (question.name,)

    async def _which(self, here: Here, now: Draft) -> None:
        await draft.open_(here.state, self.state, self.name, now)
        known = self._on_card(now.filled)[:6]
        pairs = ((say(f"{self.name}.label_{q.name}"), f"{self.name}.edit:{q.name}") for q in known)
        await here.answer(say("form.edit_which"), *pairs)

    async def tapped(self, here: Here, verb: str, picked: str) -> None:
        """A choice of this form; one of a question long past is told so, and changes nothing."""
        now = await draft.current(here.state, self.name)
        name, _, place = picked.partition(":")
        if now is None:
            await here.answer(say("form.past"))
        elif verb == "card" and now.asked == "card":
            await (self._finish(here, now) if name == "ok" else self._which(here, now))
        elif verb == "edit" and name in self.by_name:
            await self._again(here, now, self.by_name[name])
        elif verb == "resume":
            await self._resume(here, now, name)
        elif verb == "steer" and name == "human":
            await draft.close(here.state, self.name, keep=True)
            await self.hand_over(here, self.card_lines(now.filled))
        elif verb == "steer":
            await self._steer(here, now, name)
        elif verb == "pick" and name == now.asked:
            await self._pick(here, now, self.by_name[name], place)
        else:
            await self._repeat(here, now, say("form.past"))

    async def _resume(self, here: Here, now: Draft, verb: str) -> None:
        if verb == "leave":
            await self._leave(here, now)
        else:
            await self._go_on(here, now if verb == "on" else Draft(at=here.now.isoformat()))

    async def _pick(self, here: Here, now: Draft, question: Question, place: str) -> None:
        options = await question.options(here, now.filled)
        if not place.isdigit() or int(place) >= len(options):
            await self._repeat(here, now, say("form.past"))
            return
        now.filled[question.name] = options[int(place)][1]
        now.misses = 0
        await self._go_on(here, now)

    def routes(self, router: Router) -> None:
        """Hear everything said in this form's state, and its taps in any."""
        register(router, self.name, self.state, self.hear, self.tapped)
