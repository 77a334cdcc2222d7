"""Unpaid wages: is this such a story? Recall first: who is not heard goes away, a false one costs a question.

People seldom say 工资: 做咗成个月走嗰阵话唔计钱, 280块没了找谁. So besides words that are enough alone
there are words that are it only together: work that was done, or money, with an excuse. The words:
tables/wages.txt.
"""

import re
from dataclasses import dataclass

from handlers.reading.plain import Plain, once_a_turn, plain
from handlers.reading.slips import mended
from handlers.reading.weighing import weigh
from handlers.reading.wordings import pattern

_CALM, _OVER, _THANKS, _BUT = (pattern("wages", kind) for kind in ("calm", "paid", "thanks", "but"))
_EMPLOYER, _SETTLED = pattern("wages", "employer"), pattern("wages", "settled")
_OTHER_DEBT, _OF_WORK, _HEARSAY = (pattern("wages", kind) for kind in ("other_debt", "of_work", "hearsay"))
_LEFT, _SEEKS, _STILL = (pattern("wages", kind) for kind in ("left", "seeks", "still"))
_ALONE = tuple((kind, pattern("wages", kind)) for kind in ("owed", "unpaid", "short", "gone", "asked"))
_TOGETHER = tuple(
    (one, pattern("wages", one), other, pattern("wages", other))
    for one, other in (("excuse", "work"), ("excuse", "pay"), ("loss", "pay"))
)
# Who hires speaks of pay too: then only somebody's own loss counts.
_HIRES = re.compile(
    r"(?:急|诚|高薪|长期|现|大量)?招(?!工把|工的时候|呼|牌|工老板)|急聘|诚聘|急需|缺人|要\d+[个名人]|[需要请]+(?:[\d一二两三四五六七八九十]+)[个名人位]|包吃住?|男女不限"
)
_OWN = re.compile(
    r"[欠拖压押扣差争]了?(?:我|俺|涯|咱)|(?:我|俺|涯|咱)(?!们?(?:一分|[厂店公单这]))[^,。]{0,12}(?:没|不|未|冇)"
    r"|结果|[干做搬]完(?!结|就结|付|日结|当)|(?:没|冇|未)(?:给|结|发|拿到|兑现)|跑了|不认|讨薪|投诉"
)
"""Somebody's own loss, beside words of hiring."""

_SURELY, _HEAVY, _TOO_LIGHT = 1.5, 0.5, -2.0
"""From where on the weight of all its words makes a sentence one, or none though a family hears it."""
_SELF = re.compile("[我俺咱涯阮偃]")


@dataclass(frozen=True, slots=True)
class Claim:
    """Why a sentence is heard as unpaid wages: the kinds of words and the person's own."""

    kinds: tuple[str, ...]
    words: tuple[str, ...]


def is_wage_complaint(text: str) -> bool:
    return claim(text) is not None


@once_a_turn
def claim(text: str) -> Claim | None:
    heard = plain(text)
    said = mended(heard.text)
    body = _CALM.sub(_hide, said)
    found = _found(heard, body) or _weighed(text)
    if found and weigh(text)["wages"].score < _TOO_LIGHT:
        return None
    if found is None or _is_over(body) or _by_the_employer(body) or _of_something_else(said):
        return None
    told = weigh(text)["wages"].score > _SURELY or _OWN.search(body)
    return found if told or not _HIRES.search(body) else None


def _found(heard: Plain, body: str) -> Claim | None:
    for kind, alone in _ALONE:
        if found := alone.search(body):
            return Claim((kind,), (heard.quote(found),))
    for one, its, other, others in _TOGETHER:
        if (found := its.search(body)) and (beside := others.search(body)):
            return Claim((one, other), (heard.quote(found), heard.quote(beside)))
    return None


def _weighed(text: str) -> Claim | None:
    told = weigh(text)["wages"]
    return Claim(("weighed",), told.words) if told.score > _HEAVY else None


def _is_over(body: str) -> bool:
    """工资拿到了，谢谢: unless there is a "but"."""
    return bool(_THANKS.search(body) and _OVER.search(body) and not _BUT.search(body))


def _by_the_employer(body: str) -> bool:
    return bool(_EMPLOYER.search(body) and _SETTLED.search(body))


def _of_something_else(said: str) -> bool:
    """A friend's debt, a film; or a boss left behind, by somebody who looks for another."""
    if _OTHER_DEBT.search(said) and not _OF_WORK.search(said):
        return True
    if _HEARSAY.search(said) and not _SELF.search(said):
        return True
    return bool(_LEFT.search(said) and _SEEKS.search(said)) and not _STILL.search(said)


def _hide(found: re.Match[str]) -> str:
    return "\0" * len(found[0])
