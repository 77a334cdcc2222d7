"""The form of a gig post: the shared manners, and what a post has of its own.

A card in three lines instead of seven, words that may not stand, an answer told by half (which of several
trades, paid by what, until when), a time that has passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from handlers.ask import SHANGHAI
from handlers.employer import asking, doubts, paying, publishing, quoting, refusing
from handlers.employer.asking import Filled
from handlers.employer.card import card, one_shown
from handlers.filters import bare
from handlers.forms import Form, Here, Question, draft
from handlers.forms.draft import Draft
from handlers.phrases import say, words
from handlers.reading.hands.heads import read_heads
from handlers.reading.pay.pay import read_pay
from handlers.reading.phone import read_phone
from handlers.reading.posts.gig import either_sex
from handlers.reading.posts.posts import Post, several_posts
from handlers.reading.posts.skills import read_skills
from handlers.reading.times.when import read_when
from handlers.reading.wants.hirer import firm_said
from handlers.reading.wants.wanting import looks_like_post
from storage.rules import posting

KINDS = ("shop", "company", "household", "farm", "agency")
MOST_OF_IT = 3
SHARED = ("day", "hours", "last", "place", "settle", "contact")
"""What several posts of one message have in common, wherever in it that was said."""
_WHOLE = {"which": "trade", "unit": "pay", "end": "hours"}
"""Questions that complete the answer of another one."""


class PostForm(Form):
    """`Form` with a compact card and checks between the questions."""

    def card_lines(self, filled: dict[str, Any]) -> str:
        return card(filled, quote=True)

    async def _go_on(self, here: Here, now: Draft, lead: str = "") -> None:
        for half, whole in _WHOLE.items():
            if half in now.filled:
                _complete(now.filled, half, now.filled.pop(half))
                now.asked = whole if now.asked == half else now.asked
        paying.settled(now.filled)
        wrong = _conflict(now.filled, here.now)
        quoting.settled(now.filled)
        await super()._go_on(here, now, say(f"post.{wrong}") if wrong else lead)

    def together(self, question: Question) -> tuple[str, ...]:
        """On the card the day and its hours are one thing."""
        return ("day", "hours") if question.name == "day" else super().together(question)

    async def _take(self, here: Here, now: Draft, text: str) -> None:
        if await self._said_apart(here, now, text):
            return
        if now.asked == "day" and asking.gone_by(text, here.now):
            await self._repeat(here, now, say("post.day_past"))
            return
        if now.asked == "pay" and (half := paying.half_fen(text)):
            now.filled["half"] = half
            await self._go_on(here, now)
            return
        if now.asked == "day" and (hours := await asking.hours(text, here)):
            now.filled["hours"] = hours  # those of the last gig give way to what is said now
        note_days(now, text, here.now)
        quoting.heard(now.filled, text, here.now)
        await super()._take(here, note_doubts(now, text), text)

    async def _correct(self, here: Here, now: Draft, text: str) -> None:
        if bare(text) in words("my_gigs.cancel_words"):
            await self._leave(here, now)
            return
        if await self._said_apart(here, now, text):
            return
        note_doubts(now, text)
        note_days(now, text, here.now)
        quoting.heard(now.filled, text, here.now)
        found = read_heads(text)
        if found and draft.edit_place(text) is not None:  # 改3个 means three people, 改3 the third line
            now.filled["heads"] = found.high
            await self._go_on(here, now, say("form.corrected"))
        elif asking.gone_by(text, here.now):
            await self._repeat(here, now, say("post.day_past"))
        else:
            await super()._correct(here, now, text)

    async def _said_apart(self, here: Here, now: Draft, text: str) -> bool:
        """What is no answer to the open question: words that may not stand, 男工也行, a whole other post."""
        if await refusing.refused(here, text):
            return True
        if either_sex(text):
            await self._repeat(here, now, say("post.either_sex"))
            return True
        return await self._another(here, now, text)

    async def _another(self, here: Here, now: Draft, text: str) -> bool:
        """A whole post is more than an answer; one of another trade comes first, what was open waits."""
        if not looks_like_post(text):
            return False
        posts = await self.posts_told(here, text)
        several, trade = len(posts) > 1, now.filled.get("trade")
        ours = next((one for one in posts if trade is None or one.get("trade") == trade), None)
        if ours is None and (several or posts[0].keys() >= {"trade", "heads", "pay"}):
            others, open_ = posts[1:], [now.filled]
            now = Draft(filled=posts[0], at=here.now.isoformat())
        elif ours and (several or (trade is None and "trade" in ours and len(ours) >= MOST_OF_IT)):
            others, open_ = [{**shared(now.filled), **one} for one in posts if one is not ours], []
            now.filled.update(ours)
        else:
            return False
        for one in (now, *(Draft(filled=other) for other in others)):
            note_doubts(one, text)
        await publishing.wait(here, [*others, *open_], first=True)
        first = say("post.this_first") if ours is None else ""
        await self._go_on(here, now, self.lead(now.filled, several=len(posts), first=first))
        return True

    async def told(self, here: Here, text: str) -> Filled:
        """Every field that a sentence tells, the optional ones too."""
        if not text.strip():
            return {}
        filled = {**await self.swept(text, here), **extras(text), **days_after(text, here.now)}
        quoting.heard(filled, text, here.now)
        return filled

    async def posts_told(self, here: Here, text: str) -> list[Filled]:
        """What each post of a message tells, with what they share; the whole of it when it holds but one."""
        whole = await self.told(here, text)
        each = [{**shared(whole), **await self._told_of(here, one)} for one in several_posts(text)]
        return each or [whole]

    async def _told_of(self, here: Here, post: Post) -> Filled:
        trade = await asking.trade(post.name, here)
        known = {"heads": post.heads.high} if post.heads else {}
        return {**await self.told(here, post.text), **known, **({"trade": trade} if trade else {})}

    def lead(self, filled: Filled, *, several: int = 1, first: str = "") -> str:
        """Said before the next question: how many posts were told, which comes first, what is known of it."""
        said = say("post.several", n=several) if several > 1 else ""
        understood = say("post.understood", card=card(filled)) if filled and self.missing(filled) else ""
        return "\n".join(filter(None, (said, first, understood)))

    async def tapped(self, here: Here, verb: str, picked: str) -> None:
        """对，没错 tapped once more has nothing left to publish."""
        gone = verb == "card" and await draft.current(here.state, self.name) is None
        if gone and (gig := await publishing.just_posted(here)):
            await publishing.already(here, gig)
            return
        await super().tapped(here, verb, picked)

    async def listen(self, here: Here, text: str) -> bool:
        """Take words that were not typed: those we offered instead. False when the form is not open."""
        now = await draft.current(here.state, self.name)
        if now is None:
            return False
        await (self._correct(here, now, text) if now.asked == "card" else self._take(here, now, text))
        return True


def shared(filled: Filled) -> Filled:
    """What holds for the other posts of a message too."""
    return {name: filled[name] for name in SHARED if name in filled}


def worded(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions, each showing its answer as the card does."""

    def show(name: str) -> Callable[[Any], str]:
        return lambda value: one_shown(name, {name: value})

    return tuple(replace(one, show=show(one.name)) for one in questions)


def extras(text: str) -> Filled:
    """What a sentence tells beside the answers: a phone, and what is asked of the worker."""
    filled: Filled = {}
    phone, skills, pay = read_phone(text), read_skills(text), read_pay(text)
    if phone:
        filled["contact"] = phone.number
    if half := paying.half_fen(text):
        filled["half"] = half
    # 120元一次: the ledger knows pieces only, their own words tell which.
    own_words = [pay.words] if pay and pay.unit == "piece" and pay.low_fen else []
    if notes := [*own_words, *([skills] if skills else [])]:
        filled["skills"] = "，".join(notes)
    return filled


def days_after(text: str, now: datetime) -> Filled:
    """The last of several days: a gig is of one day, so this one goes along in words."""
    when = read_when(text, now)
    return {"last": when.last.date.isoformat()} if when.day and when.last else {}


def note_days(now: Draft, text: str, at: datetime) -> None:
    """Another day that is told comes with its own last one, or with none."""
    if read_when(text, at).day:
        now.filled.pop("last", None)
        now.filled.update(days_after(text, at))


def note_doubts(now: Draft, text: str) -> Draft:
    """Words that staff should see travel with the draft."""
    doubts.note(now.filled, text)
    if (firm := firm_said(text)) and (kind := kind_in(firm)):
        now.filled["kind"] = kind  # 我开饭店的: who posts is not asked that again
    return now


def kind_in(text: str) -> str | None:
    """The first kind of employer one of whose words is in it."""
    return next(
        (kind for kind in KINDS if any(word in text for word in words(f"employer.{kind}_words"))), None
    )


def _complete(filled: dict[str, Any], half: str, value: Any) -> None:
    match half:
        case "which":
            filled["trade"] = value
        case "unit" if filled.get("pay"):
            filled["pay"] = [filled["pay"][0], value]
        case "end" if filled.get("hours"):
            filled["hours"] = [filled["hours"][0], value, None]


def _conflict(filled: dict[str, Any], now: datetime) -> str | None:
    """Answers that cannot be true together: the later of the two is asked again."""
    paid = (filled.get("pay") or [0, None])[1]
    if paid and "settle" in filled and posting.bad_settlement(paid, filled["settle"]):
        del filled["settle"]
        return "hourly_settle"
    if "day" in filled and "hours" in filled:
        start = time.fromisoformat(filled["hours"][0])
        if datetime.combine(date.fromisoformat(filled["day"]), start, SHANGHAI) <= now:
            del filled["day"]
            return "time_past"
    return None
