"""A form in a chat: questions one at a time, with the manners people expect of every one of them.

A Form is told once (questions, how each is read and shown, what happens at the end); its routes do the rest:
ask only what is missing, take several answers from one sentence, 返回 跳过 再说一遍 取消, read a card back,
correct by plain words ("电话138…", "改2"), keep the draft for seven days, hand over to a human after three
misses. The draft lives in the dialogue, so a restart loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler

from handlers import held
from handlers.filters import plain_number
from handlers.forms import draft, wording
from handlers.forms.draft import Draft
from handlers.forms.parts import Here, Question
from handlers.forms.routes import register
from handlers.forms.sheet import Sheet
from handlers.phrases import say
from handlers.reading.choice import yes_no
from handlers.reading.wants.asides import Aside, aside
from handlers.reading.wants.intent import meant
from handlers.reading.words import global_word


@dataclass(frozen=True)
class Form(Sheet):
    """The whole of it. `name` is also its phrase file, the head of its choices and the key of its draft."""

    async def begin(self, here: Here, filled: dict[str, Any] | None = None, lead: str = "") -> None:
        """Open the form; what is known already is never asked. An old draft is offered first."""
        old = await draft.kept(here.state, self.name, here.now)
        if old and old.filled and not filled:
            await self._offer(here, old)
            return
        now = Draft(filled={**(filled or {})}, at=here.now.isoformat())
        await self._go_on(here, now, lead)

    async def _go_on(self, here: Here, now: Draft, lead: str = "") -> None:
        """Ask the next thing that is missing, or read the card back."""
        now.before, now.repeats = {}, 0
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
            await held.hold(here.message, here.state, here.now)
            await self._repeat(here, now, wording.got(here.message))
        elif question := aside(text):
            await self._explain(here, now, question)
        elif self._is_elsewhere(text):
            raise SkipHandler
        elif now.asked == "card":
            await self._correct(here, now, text)
        else:
            await self._take(here, now, text)

    def _is_elsewhere(self, text: str) -> bool:
        """我要找真人, 你们几点下班: no answer to any question of ours, and somebody else's to hear."""
        wish = meant(text)
        return wish.intent in self.yields and wish.sure

    async def _explain(self, here: Here, now: Draft, question: Aside) -> None:
        """A question back, 要钱吗, 你谁啊: a short true answer, then ours again."""
        await self._repeat(here, now, say(f"aside.{question}"))

    async def _steer(self, here: Here, now: Draft, word: str) -> None:
        question = self.by_name.get(now.asked)
        if word == "cancel":
            await self._leave(here, now)
        elif word == "help":
            await self._repeat(here, now, say("form.help"))
        elif word == "repeat":
            await self._repeat(here, now, whole=True)
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
        now.asked, now.repeats = "", 0
        await self._ask(here, now, self.by_name[last])

    async def _repeat(self, here: Here, now: Draft, lead: str = "", *, whole: bool = False) -> None:
        """The open question once more, in few words; the third time with every way on, and a human."""
        now.repeats += 1
        question = self.by_name.get(now.asked)
        if now.asked == "card":
            await self._read_back(here, now, lead)
        elif question is None:
            await self._go_on(here, now, lead)
        elif now.repeats >= wording.PATIENCE:
            await self._show_ways(here, now, question, lead)
        else:
            await self._ask(here, now, question, lead, brief=not whole)

    async def _located(self, here: Here, now: Draft) -> bool:
        question, place = self._of_place(now), here.message.location
        if question is None or question.locate is None or place is None:
            return False
        value = await question.locate(place.latitude, place.longitude, here.message.caption or "", here)
        if value is None:
            return False
        told = wording.noted([question.show(value)], True)
        lead = (
            ""
            if question.name == now.asked
            else say("form.corrected")
            if question.name in now.filled
            else told
        )
        now.filled[question.name] = value
        await self._go_on(here, now, lead)
        return True

    def _of_place(self, now: Draft) -> Question | None:
        """The question that a location answers: the open one, else one that would come to it later."""
        asked = self.by_name.get(now.asked)
        if asked and asked.locate:
            return asked
        later = (q for q in self.questions if q.locate and (now.asked == "card" or q.name not in now.filled))
        return next(later, None)

    async def _take(self, here: Here, now: Draft, text: str) -> None:
        question = self.by_name.get(now.asked)
        value = await question.read(text, here) if question else None
        if question and value is not None:
            now.filled[question.name] = value
        found = await self.swept(text, here, now.asked)
        anew = self.corrects and value is None
        fresh = {n: v for n, v in found.items() if n not in now.filled or (anew and now.filled[n] != v)}
        if value is None and not fresh:
            if question and question.missed:
                await question.missed(text, here)
            await self._missed(here, now, text)
            return
        changed = bool(fresh.keys() & now.filled.keys())
        now.filled.update(fresh)
        now.misses = 0
        if question and question.brief and value is None:
            await self._repeat(here, now)  # they may agree first: nothing is said to be noted before
            return
        shown = [q.show(now.filled[q.name]) for q in self._on_card(now.filled) if q.name in fresh]
        await self._go_on(
            here, now, say("form.corrected") if changed else wording.noted(shown, value is None)
        )

    async def swept(self, text: str, here: Here, asked: str = "") -> dict[str, Any]:
        """Everything one sentence tells, by the questions that can be found inside a sentence.

        `asked` is the open question: what it is about decides what a bare number or name means.
        """
        del asked
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
        else:
            await self._show_ways(here, now, question, say("form.missed_again"))

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
        now.asked, now.steps, now.repeats = "", [], 0
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
        elif verb == "pick" and name == now.asked and name in self.by_name:
            await self._pick(here, now, self.by_name[name], plain_number(place))
        else:
            await self._repeat(here, now, say("form.past"))

    async def _resume(self, here: Here, now: Draft, verb: str) -> None:
        if verb == "leave":
            await self._leave(here, now)
        else:
            await self._go_on(here, now if verb == "on" else Draft(at=here.now.isoformat()))

    async def _pick(self, here: Here, now: Draft, question: Question, place: int | None) -> None:
        options = await question.options(here, now.filled)
        if place is None or place >= len(options):
            await self._repeat(here, now, say("form.past"))
            return
        now.filled[question.name] = options[place][1]
        now.misses = 0
        await self._go_on(here, now)

    def routes(self, router: Router) -> None:
        """Hear everything said in this form's state, and its taps in any."""
        register(router, self.name, self.state, self.hear, self.tapped)
