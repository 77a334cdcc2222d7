"""What somebody wrote, folded for reading, with the way back to their own words."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import ParamSpec, TypeVar

from storage.lexicon.writing import Plain, written

P = ParamSpec("P")
T = TypeVar("T")

_readers: list[Callable[[], None]] = []


def once_a_turn(reader: Callable[P, T]) -> Callable[P, T]:
    """For a pure reader that several conversations ask about the same sentence.

    One message goes through a dozen readers within a turn; a long memory would keep what people asked to
    erase.
    """
    remembering = lru_cache(maxsize=8)(reader)
    _readers.append(remembering.cache_clear)
    return remembering  # type: ignore[return-value]  # the same arguments, all of them hashable


def forget() -> None:
    """Read anew what was read a moment ago: the lexicon has changed."""
    for clear in _readers:
        clear()


plain = once_a_turn(written)
__all__ = ["Plain", "blank", "forget", "once_a_turn", "plain"]


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The same text with these stretches made unreadable, so that a phone is never taken for pay."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)
