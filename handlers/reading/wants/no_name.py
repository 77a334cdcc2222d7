"""Why a word cannot be taught as the name of a trade: it is said every day and means something else.

What is taught counts for everybody at once: with 找活 taught, nobody who says it finds work any more.
"""

from __future__ import annotations

from typing import Literal

from handlers.reading.choice import yes_no
from handlers.reading.complaints.wages import is_wage_complaint
from handlers.reading.figures import figures
from handlers.reading.pay.pay import pay_spans
from handlers.reading.plain import plain
from handlers.reading.times.when import time_spans
from handlers.reading.times.worktime import read_hours
from handlers.reading.trades.unknown_word import says_nothing
from handlers.reading.wants.danger import danger
from handlers.reading.wants.intent import Meant, meant
from handlers.reading.words import global_word

NoName = Literal["marks", "command", "danger", "wages", "measure", "wish"]

_AROUND = " 。.，,！!？?"
_COUNTED = frozenset("元块钱毛角分个人名位天日月年号时点周岁米斤吨楼层平")
_PAID = frozenset({"terms", "money", "welfare"})
_NAMED = frozenset({"only a trade", "trade"})


def why_no_name(word: str) -> NoName | None:
    """None when it may be the name of a trade."""
    said = word.strip(_AROUND)
    if not said.isalnum():
        return "marks"
    if danger(said):
        return "danger"
    if global_word(said):
        return "command"
    told = meant(said)
    if is_wage_complaint(said) or told.intent == "complain":
        return "wages"
    if _is_measure(said) or _is_of_pay(said, told):
        return "measure"
    plainly = says_nothing(said) or yes_no(said) is not None
    return "wish" if plainly or _is_wish(told) else None


def _is_measure(said: str) -> bool:
    """今天, 三百, 10个人, 八点, 夜班: no letter of it is left over."""
    heard = plain(said)
    if (hours := read_hours(said)) and hours.words == said:
        return True
    spans = [*time_spans(heard), *pay_spans(said), *((one.start, one.end) for one in figures(heard.text))]
    told = {place for start, end in spans for place in range(start, end)}
    return bool(told) and all(
        place in told or char in _COUNTED or char.isdecimal() for place, char in enumerate(heard.text)
    )


def _is_of_pay(said: str, told: Meant) -> bool:
    """工资, 日结; 点工 is a trade beside."""
    signs = {one.sign for one in told.spoke if one.words == said}
    return bool(signs & _PAID) and not signs & _NAMED


def _is_wish(told: Meant) -> bool:
    if told.intent in ("other", "answer"):
        return any(one.sign == "chat" for one in told.spoke)
    return told.intent not in ("find", "post") or told.by not in _NAMED
