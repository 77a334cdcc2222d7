"""Hands told as a share of all of them: 10个人，一半卸水泥一半扫仓库; 8个人，3个搬砖，其余拌灰."""

from __future__ import annotations

import re

from handlers.reading.hands.counts import Count, head_counts
from handlers.reading.plain import plain

_DOING = r"(?:的?人|工人)?(?:是|去|做|来|负责|搞|就|都){0,3}"
_HALVES = re.compile(
    rf"(?P<one>(?:其中)?(?<!另)(?<!另外)一半{_DOING})(?P<what>[一-龥]{{2,10}}?)[,、;\s和]{{0,2}}(?:还有)?(?P<two>另?外?一半{_DOING})(?=[一-龥])"
)
_REST = re.compile(rf"(?:其[他它余]|剩下|余下|剩余)(?:的|几个)?{_DOING}(?=[一-龥]{{2}})(?!男|女|人)")
_NEAR = 12


def shares(text: str, counts: list[Count]) -> tuple[Count | None, list[Count]]:
    """The count of all of them, and that of each share in its place; nothing when it tells no shares."""
    said = plain(text).text
    if len(counts) == 1 and (found := _HALVES.search(said)):
        whole = counts[0]
        half = whole.low // 2
        if whole.low == whole.high > 1 and not whole.each:
            return whole, [
                Count(half, half, False, *found.span("one")),
                Count(whole.low - half, whole.low - half, False, *found.span("two")),
            ]
    every = list(head_counts(text))
    found = _REST.search(said)
    if found and len(every) > 1 and not any(one.each for one in every):
        whole, *some = every
        left = whole.low - sum(one.low for one in some)
        last = some[-1]
        exact = all(one.low == one.high for one in every)
        if exact and left > 0 and last.end <= found.start() <= last.end + _NEAR:
            return whole, [*some, Count(left, left, False, *found.span())]
    return None, counts
