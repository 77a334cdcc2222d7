"""The questions of a complaint: at most five, each may be skipped, every answer is in the case at once.

The case itself is the draft: nothing is lost when somebody stops, and what they told already is never asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiogram.fsm.state import State, StatesGroup

from handlers import places
from handlers.ask import yuan
from handlers.complaint import telling
from handlers.complaint.follow_up import pass_on
from handlers.complaint.telling import said_in
from handlers.filters import bare
from handlers.forms import Form, Here, Question, draft
from handlers.forms.draft import Draft
from handlers.phrases import say, words
from handlers.reading.complaints.owed import (
    SHORT,
    is_all,
    is_firm,
    is_only_a_claim,
    is_only_a_number,
    is_only_a_time,
    is_pay_in_words,
    is_unknown,
    tells_more_than,
    trimmed,
)
from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.people import contact
from handlers.reading.phone import phones
from handlers.reading.wants.asides import Aside
from handlers.reading.wants.wishes import Intent
from handlers.reading.words import global_word
from storage import case_news, cases
from storage.models import Case

LONGEST = 200
"""Characters of one answer that stand in a field; the whole of it is in the case's history."""


class Complaining(StatesGroup):
    story = State()
    asking = State()


def known(case: Case) -> dict[str, Any]:
    """What the case has already, for the form: it is never asked again."""
    told = {
        "employer": case.employer,
        "amount": case.amount_fen,
        "period": case.period,
        "place": case.place,
        "contact": case.contact,
    }
    return {"case": case.id, **{name: value for name, value in told.items() if value}}


@dataclass(frozen=True)
class Story(Form):
    """The form of a complaint: the case itself is its draft, so nothing is lost when somebody stops."""

    yields: frozenset[Intent] = frozenset({"human", "stop", "erase"})
    """All else that is said belongs to the case."""

    async def hear(self, here: Here) -> None:
        now = await draft.current(here.state, self.name)
        case = await self._case(here, now) if now else None
        if now is None or case is None:
            await draft.close(here.state, self.name, keep=False)
            await here.answer(say("wages.past"))
            return
        text = said_in(here.message)
        if not global_word(text) and await cases.last_move(here.session, case, "replied", "waiting"):
            # Staff have spoken: this is for them, and the form's question is theirs to ask now.
            await draft.close(here.state, self.name, keep=False)
            await pass_on(here.message, here.state, here.session, case, here.now, text)
            return
        kind, count = await telling.keep_evidence(here.session, case, here.message, here.now)
        if kind == "location" and (now.asked == "place" or "place" not in now.filled):
            await super().hear(here)
        elif kind and (kind != "voice" or not text.strip()):
            if text.strip() and kind in ("photo", "video"):
                await cases.note(here.session, case, "said", here.now, words=text)
            now.repeats = 0  # whoever sends something goes on
            await self._repeat(here, now, say(f"wages.got_{kind}", n=count))
        elif bare(text) in words("wages.trigger"):
            await self._repeat(here, now)
        else:
            await super().hear(here)

    async def _case(self, here: Here, now: Draft) -> Case | None:
        return await cases.get(here.session, now.filled.get("case", 0))

    async def _explain(self, here: Here, now: Draft, question: Aside) -> None:
        key = "aside.safe_wages" if question == "safe" else f"aside.{question}"
        await self._repeat(here, now, say(key))

    async def _take(self, here: Here, now: Draft, text: str) -> None:
        case = await self._case(here, now)
        if case:
            await telling.write_down(here.session, case, text, here.now, now.asked)
            if case.place and now.filled.get("place"):
                now.filled["place"] = case.place  # said more exactly now
            if case.contact and now.filled.get("contact"):
                now.filled["contact"] = case.contact  # the other half of it may have been told now
        if is_all(text):
            await self._finish(here, now)
            return
        if is_unknown(text) and not telling.facts(text, now.asked):
            await self._steer(here, now, "skip")
            return
        await super()._take(here, now, text)

    async def swept(self, text: str, here: Here, asked: str = "") -> dict[str, Any]:
        """What the words tell beside the answer; which phone or name it is depends on what was asked."""
        del here
        told = telling.facts(text, asked)
        found = {"amount" if name == "amount_fen" else name: value for name, value in told.items()}
        return {name: value for name, value in found.items() if name in self.by_name}

    async def _go_on(self, here: Here, now: Draft, lead: str = "") -> None:
        case = await self._case(here, now)
        if case:
            amount, filled = now.filled.get("amount"), now.filled
            if "contact" in filled and "caller" in filled:
                filled["contact"] = contact.merged(filled["contact"], filled["caller"])
            told = {name: filled.get(name) for name in ("employer", "period", "place", "contact")}
            await cases.fill(
                here.session, case, amount_fen=amount if isinstance(amount, int) else None, **told
            )
        await super()._go_on(here, now, lead)

    async def _missed(self, here: Here, now: Draft, text: str = "") -> None:
        """It was no answer, but it is kept: asked once more, then left to the people who have the case."""
        now.misses += 1
        if now.misses == 1:
            await self._repeat(here, now, say("form.missed" if is_only_a_number(text) else "wages.noted"))
            return
        now.misses = 0
        now.skipped.append(now.asked)
        await self._go_on(here, now)

    async def _leave(self, here: Here, now: Draft) -> None:
        case = await self._case(here, now)
        await draft.close(here.state, self.name, keep=False)
        await here.answer(say("wages.left", number=case.number if case else ""))


async def read_employer(text: str, here: Here) -> str | None:
    """老板叫张大山 is 张大山, 项目部 itself; a sum, a time or a place alone is something else."""
    del here
    told = telling.facts(text, "employer")
    employer: str | None = told.get("employer")
    if employer and "contact" not in told and (theirs := phones(text)):
        return f"{employer} {theirs[0].number}"  # how to reach who owes is worth as much as the name
    named = is_firm(text) or tells_more_than(text, told.get("place", ""))
    return employer or _as_said(text, {*told} - ({"place"} if named else set()))


async def read_period(text: str, here: Here) -> str | None:
    del here
    told = telling.facts(text, "period")
    return told.get("period") or _as_said(text, {*told})


async def read_place(text: str, here: Here) -> str | None:
    """All of a short answer: 鼎盛花园三期 says more than the name in it, and a factory is a place too."""
    del here
    told = telling.facts(text, "place")
    said = trimmed(text)
    if {*told} <= {"place", "employer"} and len(said) <= SHORT:
        place = str(told.get("place", ""))
        return place if place and said.endswith(place) else _as_said(text, set())
    return told.get("place") or _as_said(text, {*told})


async def read_contact(text: str, here: Here) -> str | None:
    """The number and the name, or one of them: then the other is asked."""
    del here
    told = telling.facts(text, "contact")
    return told.get("contact") or _as_said(text, {*told})


async def ask_caller(here: Here, filled: dict[str, Any]) -> str:
    del here
    half = contact.lacks(filled.get("contact", "")) or "name"
    return say(f"wages.ask_caller_{half}")


async def read_sum(text: str, here: Here) -> int | str | None:
    """Fen when it is a sum, else the words: 大概两个月的工资 is an answer too."""
    del here
    told = telling.facts(text, "amount")
    fen: int | None = told.get("amount_fen")
    in_words = is_pay_in_words(text) and not is_only_a_claim(text) and {*told} <= {"period"}
    return fen or (text.strip()[:LONGEST] if in_words else None)


def _as_said(text: str, others: set[str]) -> str | None:
    """The words as they are, none is refused (rule A3): unless they tell something else, or only 没给钱."""
    claim = is_wage_complaint(text) or is_only_a_claim(text)
    beside = claim or is_only_a_time(text) or is_only_a_number(text)
    return None if others or beside else text.strip()[:LONGEST]


async def locate(lat: float, lon: float, label: str, here: Here) -> str:
    area = None if label else await places.sent(lat, lon, label, here.session)
    return f"{area.name if area else label}（{lat:.5f},{lon:.5f}）"


def show_sum(value: Any) -> str:
    return yuan(value) if isinstance(value, int) else str(value)


def show_contact(value: Any) -> str:
    """The number is what can be wrong."""
    numbers = phones(str(value))
    return numbers[0].number if numbers else str(value)


async def finish(here: Here, filled: dict[str, Any]) -> None:
    case = await cases.get(here.session, filled.get("case", 0))
    if case is None:
        return
    step = await cases.note(here.session, case, "told", here.now)
    await case_news.tell_owner(here.session, case, "case_said", step, words=say("wages.filled"))
    await here.answer(say("wages.done", number=case.number))


async def hand_over(here: Here, told: str) -> None:
    """The case is with people already: they ask the rest."""
    del told
    await here.answer(say("wages.rest"))


FORM = Story(
    name="wages",
    state=Complaining.asking,
    questions=(
        Question("employer", read_employer, optional=True),
        Question("amount", read_sum, show=show_sum, optional=True),
        Question("period", read_period, optional=True),
        Question("place", read_place, optional=True, locate=locate),
        Question("contact", read_contact, show=show_contact, optional=True),
        Question(
            "caller",
            read_contact,
            ask=ask_caller,
            optional=True,
            counted=False,
            needed=lambda filled: bool(contact.lacks(filled.get("contact", ""))),
        ),
    ),
    save=finish,
    hand_over=hand_over,
    card=False,
    corrects=False,  # a story goes back and forth; the whole of it is in the history
)
