"""What goes back in the response to a message, where a network waits for one, and what takes another way.

Where only one message goes back, it carries first what waited for this person's next word, then the answer;
what finds no room waits for 更多.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from aiogram.types import CallbackQuery, Message

from bot.channels.base import Abilities, Answer, Choice, Patience, Words, pairs
from bot.sending import ready
from bot.sending.bundle import bundle, head, without
from handlers.filters import bare
from handlers.phrases import words as phrase_words
from storage import inbox, outbox, outbox_held
from storage.db import Session
from storage.dialogues import Talk
from storage.outbox import Body
from storage.outbox_queue import Claimed, Finish

AGAIN = 1000
"""Places of bubbles that are said once more; no answer has so many."""
REST = "rest"
"""The kind of a row that holds what was left of an answer."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A row that waited, and how it reads now."""

    words: Words
    row: Claimed


def wants_more(event: Message | CallbackQuery) -> bool:
    """更多: the rest of what they were told, nothing new."""
    return isinstance(event, Message) and bare(event.text or "") in _MORE


_MORE = frozenset(phrase_words("bundle.words"))
_CAN_WAIT = ("notice", "alert")


async def waiting(session: Session, talk: Talk, now: datetime, *, more: bool) -> list[Saying]:
    """What this person has not heard yet and is still true, as it reads now. The others are closed.

    Whoever says something new is done with the rest of an older answer.
    """
    found = []
    for row in await outbox_held.held(session, talk.address_id, now):
        if row.kind == REST and row.sort == "reply" and not more:
            await outbox_held.close_held(session, row.id, Finish("dropped", "passed by"))
            continue
        decided = await ready.decide(session, row, now, in_touch=True)
        if isinstance(decided, Finish):
            await outbox_held.close_held(session, row.id, decided)
        elif more or not (talk.state and row.sort in _CAN_WAIT and decided.words.choices):
            # Else its numbers would stand in for those of the question they are answering.
            found.append(Saying(decided.words, row))
    return found


async def respond(
    session: Session,
    talk: Talk,
    message: int,
    said: Sequence[Words],
    held: Sequence[Saying],
    abilities: Abilities,
    patience: Patience | None,
    now: datetime,
) -> Answer:
    """Lay out the answer to inbox row `message`: in the response, or as rows that the sender takes up."""
    here = abilities.answers_in_response and (patience is None or patience.holds())
    if here and abilities.one_answer:
        return await _in_one(session, talk, message, said, held, abilities.one_answer, now)
    await by_rows(session, talk, message, said, now, answered=here)
    if held:
        await outbox_held.release_held(session, talk.address_id, now)
    return Answer(tuple(said), here=here)


async def by_rows(
    session: Session,
    talk: Talk,
    message: int,
    said: Sequence[Words],
    now: datetime,
    *,
    answered: bool = False,
    first: int = 0,
) -> None:
    """A row for each bubble: `answered` when the response carries it, else the sender takes it up."""
    for place, words in enumerate(said, first):
        await _put(session, talk, message, place, words, now, answered=answered)


async def _in_one(
    session: Session,
    talk: Talk,
    message: int,
    said: Sequence[Words],
    held: Sequence[Saying],
    most: int,
    now: datetime,
) -> Answer:
    held = [replace(one, words=without(one.words, said)) for one in held]
    told = _fitted([one.words for one in held], said, most)
    bubbles = [*(one.words for one in held[: told.held]), *said]
    for place, words in enumerate(bubbles):
        row = held[place].row if place < told.held else None
        cut = told.rest if place == told.whole else None
        if place > told.whole or (place == told.whole and cut is None):
            if row is None:  # else it waits on
                await outbox.put_rest(
                    session, talk.address_id, f"rest:{message}:{place}", _body(words), now, inbox_id=message
                )
            continue
        if row and not cut:
            await _heard(session, row, words, now)
            continue
        heard = head(words, cut) if cut else words
        await _put(session, talk, message, place, heard, now, answered=True)
        if row and cut:
            await outbox_held.shorten(session, row.id, _body(cut).pack(row.id))
        elif cut:
            await outbox.put_rest(
                session, talk.address_id, f"rest:{message}:{place}", _body(cut), now, inbox_id=message
            )
    if told.words.choices:
        talk.menu = list(pairs(told.words))
    if held:
        await outbox_held.in_touch(session, talk.address_id)
    if held or told.whole < len(bubbles):
        await inbox.keep_answer(session, message, told.words.text, pairs(told.words))
    return Answer((told.words,) if bubbles else ())


@dataclass(frozen=True, slots=True)
class _Fitted:
    words: Words
    held: int
    """So many of those that waited go along, before the answer."""
    whole: int
    rest: Words | None


def _fitted(held: Sequence[Words], said: Sequence[Words], most: int) -> _Fitted:
    """The answer has room before all that waited: it is what they asked for."""
    for count in range(len(held), 0, -1) if said else ():
        told = bundle([*held[:count], *said], most, behind=len(held) - count)
        if told.whole == count + len(said):
            return _Fitted(told.words, count, told.whole, told.rest)
    count = 0 if said else len(held)
    told = bundle(said or held, most, behind=len(held) - count)
    return _Fitted(told.words, count, told.whole, told.rest)


async def again(
    session: Session,
    talk: Talk,
    seen: inbox.Seen | None,
    abilities: Abilities,
    patience: Patience | None,
    now: datetime,
) -> Answer:
    """The same answer for a repeated message; none where it took another way.

    It was delivered again because its answer did not arrive. Where nobody waits for it now either, it leaves
    by itself.
    """
    if seen is None:
        raise LookupError("a message that came before is not there any more")
    answer = await _given(session, seen, abilities)
    if not answer.words or patience is None or patience.holds():
        return answer
    for place, words in enumerate(answer.words):
        await _put(session, talk, seen.id, AGAIN + place, words, now, answered=False)
    return replace(answer, here=False)


async def _given(session: Session, seen: inbox.Seen, abilities: Abilities) -> Answer:
    if not abilities.one_answer:
        bodies = await outbox.replies_to(session, seen.id)
        return Answer(tuple(map(_words, bodies)), repeated=True)
    if seen.answer:
        text, choices = inbox.open_answer(seen.id, seen.answer)
        return Answer((Words(text, tuple(Choice(*pair) for pair in choices)),), repeated=True)
    given = await outbox.replies_to(session, seen.id, answered=True)
    told = bundle([_words(body) for body in given], abilities.one_answer)
    return Answer((told.words,) if given else (), repeated=True)


def _words(body: Body) -> Words:
    return Words(body.text or "", tuple(Choice(*pair) for pair in body.choices))


async def _put(
    session: Session, talk: Talk, message: int, place: int, words: Words, now: datetime, *, answered: bool
) -> None:
    await outbox.put_reply(
        session, talk.address_id, message, place, words.text, pairs(words), now, answered=answered
    )


async def _heard(session: Session, row: Claimed, words: Words, now: datetime) -> None:
    body = _body(words).pack(row.id)
    await outbox_held.close_held(session, row.id, Finish("answered", sent_at=now, body=body))


def _body(words: Words) -> Body:
    return Body({}, words.text, pairs(words))
