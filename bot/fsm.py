"""aiogram's dialogue storage, kept in the Turn: loaded with the address, written once with its commit."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.dialogues import Talk

current: ContextVar[Talk] = ContextVar("talk")
"""The dialogue of the Turn that is running in this task."""


class TurnStorage(BaseStorage):
    """Only the dialogue of the running Turn can be read or written: nobody else's is locked."""

    def _talk(self, key: StorageKey) -> Talk:
        talk = current.get()
        if key.chat_id != talk.address_id:
            raise LookupError("A handler may only touch the dialogue of the person in front of it.")
        return talk

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        talk = self._talk(key)
        talk.state = state.state if isinstance(state, State) else state
        # A new question makes the numbers of the last menu mean nothing.
        talk.menu = []

    async def get_state(self, key: StorageKey) -> str | None:
        return self._talk(key).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._talk(key).data = dict(data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        return dict(self._talk(key).data)

    async def close(self) -> None:
        """Nothing is held."""
