"""A change of how many hands a gig needs: 再加2个, 少要一个, 改成5个人."""

import re
from dataclasses import dataclass

from handlers.reading.hands.counts import people
from handlers.reading.numerals import NUMBER
from handlers.reading.plain import blank, plain
from handlers.reading.times.when import time_spans

_CHANGE = re.compile(
    rf"(?P<up>再加|再要|再招|再来|再请|再找|多要|多招|多加|多请|多来|加|增加|还要|还差|还缺)\s?(?P<n>{NUMBER})\s?[个人名位]"
    rf"|(?P<down>少要|少招|少来|减少?|少)\s?(?P<m>{NUMBER})\s?[个人名位]"
    rf"|(?P<to>改成|改为|改到|变成|换成|只要|只需要?|只招)\s?(?P<k>{NUMBER})\s?[个人名位]"
)


@dataclass(frozen=True, slots=True)
class Change:
    """`by` more or fewer, or `to` a new number: one of the two."""

    by: int | None
    to: int | None
    words: str


def read_change(text: str) -> Change | None:
    heard = plain(text)
    found = _CHANGE.search(blank(heard.text, time_spans(heard)))
    pair = people(found["n"] or found["m"] or found["k"]) if found else None
    if found is None or pair is None or pair[0] != pair[1]:
        return None
    number, words = pair[0], heard.quote(found)
    if found["to"]:
        return Change(None, number, words)
    return Change(number if found["up"] else -number, None, words)
