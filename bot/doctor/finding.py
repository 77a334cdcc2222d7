"""One line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.operator import tell

State = Literal["ok", "note", "warn", "fail"]
"""A note is good to know and needs nobody now: with nothing worse the doctor ends with 0."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, what was found, and what to do about it."""

    name: str
    state: State
    said: str
    next: str = ""


def finding(name: str, state: State, key: str = "", /, **values: Any) -> Finding:
    """Worded by "doctor.<name>_<key, or the state>"; the part after | says what to do."""
    return _worded("doctor", name, state, key, values)


def checked(name: str, state: State, key: str = "", /, **values: Any) -> Finding:
    """The same, worded by "check.<name>_…": a line of `wechat check`."""
    return _worded("check", name, state, key, values)


def _worded(book: str, name: str, state: State, key: str, values: dict[str, Any]) -> Finding:
    said, _, following = tell(f"{book}.{name}_{key or state}", **values).partition("|")
    return Finding(name, state, said, following)
