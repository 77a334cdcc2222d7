"""A sentence in the words of the textbook, character for character, so that one table hears all dialects.

冇嘢做 is 没事做, 𠊎唔去 is 我不去, 抱名 is 报名. Only small words and slips that no trade and no place is
made of; what people are quoted with is still what they wrote.
"""

from __future__ import annotations

import re
from functools import cache

from handlers.reading.plain import once_a_turn, plain
from handlers.reading.slips import mended
from handlers.reading.wants.table import data


@once_a_turn
def mandarin(text: str) -> str:
    """As long as `plain(text).text`: places in the one are places in the other."""
    small, pairs, slips = _words()
    return slips.sub(lambda found: pairs[found[0]], mended(plain(text).text).translate(small))


@cache
def _words() -> tuple[dict[int, int], dict[str, str], re.Pattern[str]]:
    told = data("mandarin")
    pairs = dict(pair.split("=") for pair in told["pairs"].split())
    longest_first = sorted(pairs, key=len, reverse=True)
    return str.maketrans(*told["small"]), pairs, re.compile("|".join(longest_first))
