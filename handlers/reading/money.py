"""Sums that are owed: 欠我三千八, 合计6万4, 一万二. Money is whole fen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.reading.counts import head_spans
from handlers.reading.figures import COUNTED, ROOM, Figure, figures
from handlers.reading.phone import phones_in
from handlers.reading.plain import blank, plain
from handlers.reading.rates import rate
from handlers.reading.when import time_spans

_OWED = re.compile(r"(?:合计|一共|总共|共计|共|总计|加起来|拢共)[^\d,。]{0,6}$")
_DEBT = re.compile(r"(?:欠|拖|差|没[给付发结]|未[付发结]|赖|压|扣|拿不到|不给)[^,。]{0,14}$")
_BESIDE = re.compile(
    r"(?:押金|保证金|补贴?|[全满]勤奖?|奖金?|提成|罚款?|扣|年薪|介绍费|服装费|体检费?|年龄|身高|第|加班费?|预付|满|费)[:\s是]*$"
)
"""Other money than what was owed for the work."""
_LEAST = 100
"""Below this a figure without 元 is no sum."""
_DAILY = 1_500


@dataclass(frozen=True, slots=True)
class Amount:
    low_fen: int
    high_fen: int
    words: str


def read_amount(text: str) -> Amount | None:
    """A sum that is owed: the total if one is named, else what stands with the debt, else the largest sum."""
    heard = plain(text)
    spans = [(phone.start, phone.end) for phone in phones_in(heard)]
    body = blank(heard.text, spans + time_spans(heard) + head_spans(heard))
    sums = list(_sums(heard.text, body))
    if not sums:
        return None
    for mark in (_OWED, _DEBT):
        marked = [(figure, start, end) for figure, start, end in sums if mark.search(body[: figure.start])]
        if marked:
            sums = marked
            break
    figure, start, end = max(sums, key=lambda one: one[0].high)
    low, high = 100 * figure.low, 100 * figure.high
    if low != low.to_integral_value() or high != high.to_integral_value():
        return None
    return Amount(int(low), int(high), heard.words(start, end))


def _sums(text: str, body: str) -> Iterator[tuple[Figure, int, int]]:
    for figure in figures(body):
        unit, start, end = rate(text, figure)
        near = body[max(figure.start - 6, 0) : figure.start]
        # 200一天 tells what a day is worth, not what is owed.
        if _BESIDE.search(near) or (unit in ("hour", "day") and figure.high <= _DAILY):
            continue
        if end == figure.end and ROOM.search(near):
            continue
        bare = unit is None and not figure.money and not figure.plus
        if figure.money or (figure.low >= _LEAST and not (bare and COUNTED.match(text, figure.end))):
            yield figure, start, end
