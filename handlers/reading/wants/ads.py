"""A post by its looks, with no word of hiring in it: 摘火龙果 250一天 晚上打灯 女的也行.

Whoever offers work names pay, what is given with it, who may come, where to call; one of them says nothing.
"""

from __future__ import annotations

import re
from functools import cache

from handlers.reading.wants.table import table

SURE, LIKELY = 3, 2
SHORTEST = 6


def looks_like_ad(said: str, enough: int = SURE) -> tuple[int, int] | None:
    """Where it first looks so; None when too little does."""
    other = table("ads").pattern("not looks")
    if len(said) < SHORTEST or (other and other.search(said)):
        return None
    found = [one.span() for look in _looks() if (one := look.search(said))]
    return min(found) if len(found) >= enough else None


@cache
def _looks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row.pattern) for row in table("ads").rows if row.wish == "looks")
