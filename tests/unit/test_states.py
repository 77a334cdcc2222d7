"""Dialogue states are kept by name: two conversations with one name would answer for each other."""

from collections import Counter

from aiogram.filters import StateFilter
from aiogram.fsm.state import State

from handlers import conversations


def test_no_two_conversations_share_a_state() -> None:
    listening: Counter[str] = Counter()
    for router in conversations():
        filters = [one.callback for handler in router.message.handlers for one in handler.filters or ()]
        states = {
            state.state or ""
            for one in filters
            for state in (one.states if isinstance(one, StateFilter) else [one])
            if isinstance(state, State)
        }
        listening.update(states)
    assert listening and not [state for state, count in listening.items() if count > 1]
