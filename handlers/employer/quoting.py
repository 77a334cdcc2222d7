"""What the poster said, under what was understood of it where the two look unlike: 您说：听日，一百八.

`filled["said"]` holds for each answer their words and the value that came of them: when the answer has
changed since, by a choice or by another sentence, the words are not shown any more.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from handlers.phrases import say, words
from handlers.reading.hands.heads import read_heads
from handlers.reading.pay.pay import read_pay
from handlers.reading.pay.settle import read_settle
from handlers.reading.plain import plain
from handlers.reading.times.when import read_when
from handlers.reading.trades.trade import trade_matches

KEY = "said"
LONGEST = 12
"""Characters of a quote; a longer one would hide what was understood."""
_FIGURES = re.compile(r"\d+")


def heard(filled: dict[str, Any], text: str, now: datetime) -> None:
    """Keep the words of this text behind each thing that it tells; which value they got is not known yet."""
    when, heads = read_when(text, now), read_heads(f"- {text}")
    found = {
        "heads": _words(heads) if heads and heads.low != heads.high else "",  # 两个 is 2, 三四个 may be 4
        "pay": _words(read_pay(text)),
        "settle": _words(read_settle(text)),
        "day": _words(when.day),
        "hours": _words(when.hours),
    }
    told: dict[str, Any] = {name: [said, None] for name, said in found.items() if 0 < len(said) <= LONGEST}
    if trades := _trades(text):
        told["trade"] = [trades, None]
    if told:
        filled[KEY] = {**filled.get(KEY, {}), **told}


def settled(filled: dict[str, Any]) -> None:
    """The answers stand: words belong to the value that they have now; of what was not taken they go."""
    said: dict[str, Any] = filled.get(KEY, {})
    for name in list(said):
        if said[name][1] is None and name in filled:
            said[name][1] = filled[name]
        elif name not in filled:
            del said[name]


def line(shown: dict[str, str], filled: dict[str, Any]) -> str:
    """Their words for all that is shown otherwise; "" when it reads as they said it."""
    unlike = (_unlike(name, text, filled) for name, text in shown.items())
    found = dict.fromkeys(said for said in unlike if said)
    return say("post.you_said", words="，".join(found)) if found else ""


def _unlike(name: str, shown: str, filled: dict[str, Any]) -> str:
    said, value = filled.get(KEY, {}).get(name, ("", None))
    if name == "trade":
        said = said.get(value, "") if said and isinstance(value, str) else ""
    same = value == filled[name] and said not in words("post.plain_words")
    return said if said and same and not _alike(said, shown) else ""


def _alike(said: str, shown: str) -> bool:
    """200一天 and 200元一天: the same figures; 日结 and 日结: the same word."""
    figures = _FIGURES.findall(said)
    if figures:
        return set(figures) <= set(_FIGURES.findall(shown))
    bare = said.lstrip(say("post.verbs_of_hiring"))
    return bare in shown or shown in said


def _trades(text: str) -> dict[str, str]:
    """Each trade as they wrote it, slip and all."""
    heard = plain(text)
    found = [one for one in trade_matches(text) if one.at >= 0]
    ends = [min(one.at + len(one.name), len(heard.text)) for one in found]  # a slip may be shorter
    return {one.trade: heard.words(one.at, end)[:LONGEST] for one, end in zip(found, ends, strict=True)}


def _words(found: Any) -> str:
    return found.words if found else ""
