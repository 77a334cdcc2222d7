"""The switchboard: aiogram's dispatcher, with a table where aiogram tries one handler after the other.

The order of understanding is held here, for every text in every state:
    1. first    handlers flagged "first": words of danger interrupt everything
    2. words    the whole message is a word somebody registered (`Said`), it opens with one (`Opens`), or it
                is a global word (`Global`)
    3. states   the answer to the open question
    4. free     whoever reads free sentences, in the order of handlers/__init__.py; the fallback is last
A tap goes by the head of its data. Within a step the order of registration counts. A Turn costs the same with
twenty handlers or two hundred.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import CallableObject, HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.fsm import TurnStorage
from handlers.filters import LONGEST, Global, Opens, Said, Tapped, bare
from handlers.reading.words import global_word
from storage.dialogues import Talk

Inject = Callable[[HandlerObject, TelegramObject, dict[str, Any]], Awaitable[None]]


class Switchboard(Dispatcher):
    """A dispatcher whose messages and taps are found in tables, built once from ordinary routers."""

    def __init__(self, routers: Iterable[Router], inject: Inject) -> None:
        super().__init__(storage=TurnStorage())
        self.message: Indexed = Indexed(self, "message", inject)
        self.callback_query: Indexed = Indexed(self, "callback_query", inject)
        self.observers |= {"message": self.message, "callback_query": self.callback_query}
        for router in routers:
            self.message.file(router.message.handlers)
            self.callback_query.file(router.callback_query.handlers)

    def is_word(self, text: str, label: str | None = None) -> bool:
        """Whether a conversation listens for exactly this; with the label of a choice, whether for that word
        and what is said behind it: 回复 明天来 holds the answer that the choice 回复 would ask for."""
        if label is None:
            return bool(self.message.words.get(bare(text)))
        more = text.strip().removeprefix(label).strip()
        return label in self.message.leads and 1 < len(more) < len(text.strip())

    async def hear(self, bot: Bot, event: Message | CallbackQuery, talk: Talk, **data: Any) -> bool:
        """Give a message or a tap to its handler; False when nobody listens.

        aiogram's own feed_update would first look the event up in a cache keyed by whole updates, which
        compares them field by field and keeps the last 128 in memory.
        """
        key = StorageKey(bot_id=bot.id, chat_id=talk.address_id, user_id=talk.person_id)
        context = FSMContext(storage=self.storage, key=key)
        observer = self.message if isinstance(event, Message) else self.callback_query
        found = await observer.trigger(event, bot=bot, state=context, raw_state=talk.state, **data)
        return found is not UNHANDLED

    def knows(self, state: str | None) -> bool:
        """Whether some handler listens in this state."""
        return state is None or self.message.listens(state) or self.callback_query.listens(state)


class Indexed(TelegramEventObserver):
    """An observer that files its handlers by what they listen for."""

    def __init__(self, router: Router, event_name: str, inject: Inject) -> None:
        super().__init__(router, event_name)
        self._inject = inject
        self._first: list[HandlerObject] = []
        self.words: dict[str, list[HandlerObject]] = {}
        self._globals: dict[str, list[HandlerObject]] = {}
        self._openings: dict[str, list[HandlerObject]] = {}
        self.leads: set[str] = set()
        self.heads: dict[str, list[HandlerObject]] = {}
        self._states: dict[str, list[HandlerObject]] = {}
        self._free: list[HandlerObject] = []

    def file(self, handlers: Iterable[HandlerObject]) -> None:
        for handler in handlers:
            self.handlers.append(handler)
            states = [state for part in handler.filters or () for state in _states(part.callback)]
            rest = [part for part in handler.filters or () if not _states(part.callback)]
            pruned = HandlerObject(callback=handler.callback, filters=rest, flags=handler.flags)
            pruned.flags.setdefault("name", f"{handler.callback.__module__}.{handler.callback.__name__}")
            for shelf in self._shelves(handler, [part.callback for part in rest], states):
                shelf.append(pruned)

    def listens(self, state: str) -> bool:
        return state in self._states

    def _shelves(
        self, handler: HandlerObject, filters: list[Any], states: list[str]
    ) -> Iterator[list[HandlerObject]]:
        if handler.flags.get("first"):
            yield self._first
            return
        for one in filters:
            if isinstance(one, Said):
                yield from (self.words.setdefault(word, []) for word in one.words)
                return
            if isinstance(one, Global) and not one.idle:
                yield self._globals.setdefault(one.word, [])
                return
            if isinstance(one, Opens):
                self.leads.update(one.openings if one.own_words else ())
                yield from (self._openings.setdefault(start, []) for start in {w[:1] for w in one.openings})
                return
            if isinstance(one, Tapped):
                yield self.heads.setdefault(one.head, [])
                return
        yield from ((self._states.setdefault(state, []) for state in states) if states else (self._free,))

    def _candidates(self, event: TelegramObject, state: str | None) -> Iterator[HandlerObject]:
        if isinstance(event, CallbackQuery):
            yield from self.heads.get((event.data or "").partition(":")[0], ())
        yield from self._first
        if isinstance(event, Message) and event.text:
            said = bare(event.text)
            yield from self.words.get(said, ())
            yield from self._openings.get(said[:1], ())
            word = global_word(event.text) if len(event.text) <= LONGEST else None
            if word:
                yield from self._globals.get(word, ())
        if state is not None:
            yield from self._states.get(state, ())
        yield from self._free

    async def trigger(self, event: TelegramObject, **kwargs: Any) -> Any:
        for handler in self._candidates(event, kwargs.get("raw_state")):
            found = await _asked(handler.filters or (), event, kwargs)
            if found is None:
                continue
            await self._inject(handler, event, kwargs)
            try:
                return await _call(handler, event, {**kwargs, **found, "handler": handler})
            except SkipHandler:
                continue
        return UNHANDLED


async def _asked(
    filters: Iterable[CallableObject], event: TelegramObject, data: dict[str, Any]
) -> dict[str, Any] | None:
    """What the filters found, when all of them hear this event; as aiogram asks them, without its copies."""
    found: dict[str, Any] = {}
    for one in filters:
        heard = await _call(one, event, {**data, **found} if found else data)
        if not heard:
            return None
        if isinstance(heard, dict):
            found |= heard
    return found


async def _call(one: CallableObject, event: TelegramObject, data: dict[str, Any]) -> Any:
    """With what it names. All of ours are coroutines: aiogram would ask, and put others into a thread."""
    if one.varkw:
        return await one.callback(event, **data)
    named = {name: data[name] for name in one.params if name in data}
    return await (one.callback(**named) if "here" in named else one.callback(event, **named))


def _states(filter_: Any) -> list[str]:
    """The states a filter stands for; filing under them replaces asking it."""
    if isinstance(filter_, State):
        return [filter_.state or ""]
    if isinstance(filter_, StateFilter):
        return [one.state or "" if isinstance(one, State) else str(one) for one in filter_.states]
    return []
