"""What somebody wrote, folded for reading, with the way back to their own words."""

from collections.abc import Iterable
from functools import lru_cache

from storage.lexicon.writing import Plain, written

# One message goes through a dozen readers within a turn; a long memory would keep what people asked to erase.
once_a_turn = lru_cache(maxsize=8)
"""For a pure reader that several conversations ask about the same sentence."""


plain = once_a_turn(written)
__all__ = ["Plain", "blank", "once_a_turn", "plain"]


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The same text with these stretches made unreadable, so that a phone is never taken for pay."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)
