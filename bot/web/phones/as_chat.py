"""A conversation of the phones page as a `.chat` file (docs/chats.md): what was tried becomes a test."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.channels.console import written
from bot.clock_words import SHANGHAI
from bot.shown import Shown
from bot.web.phones.desk import Bubble
from handlers.phrases import say, words

_AT_ONCE = timedelta(minutes=1)
_LONGEST_NAME = 60
Talk = Mapping[int, Bubble]
"""Bubbles by their rows in the ledger, whose numbers grow as they come to be."""


class _Told(NamedTuple):
    row: int
    at: datetime
    who: str
    bubble: Bubble


def speakers(who: Mapping[str, str], founded: Mapping[str, str]) -> dict[str, str]:
    """What each is called in the chat: the founded by the name the player will find them under."""
    names: dict[str, str] = {}
    for one, name in who.items():
        plain = founded.get(one) or _one_word(name)
        taken = {*founded.values(), *names.values()} if one not in founded else ()
        names[one] = newcomer(one) if plain in taken else plain
    return names


def newcomer(who: str) -> str:
    """What somebody is called whose name nobody knows, or nobody may take: `new:3` is 新人3."""
    return _one_word(say("console.newcomer", number=who.partition(":")[2]))


def file_name(title: str) -> str:
    """讨薪 1 → tao_xin_1.chat: a name that `pytest -k` takes, which knows no Chinese."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin  # late: 40 ms and 10 MB that only saving needs

    letters = unicodedata.normalize("NFD", " ".join(lazy_pinyin(unicodedata.normalize("NFKC", title))))
    plain = "_".join(re.findall(r"[a-z0-9]+", letters.encode("ascii", "ignore").decode().lower()))
    return f"{plain[:_LONGEST_NAME].strip('_') or 'saved'}.chat"


def as_chat(
    title: str, founded: datetime | None, talks: Mapping[str, Talk], remarks: Sequence[str] = ()
) -> str:
    """What these people said and heard, each thing behind what caused it.

    `founded` is when the invented county began: the player begins there, so that the same gigs are open.
    """
    heads = [f"# {' '.join(title.split()) or say('console.saved')}"]
    if founded:
        heads.append(f"# {say('console.county', at=_second(founded))}")
    heads += [f"# {remark}" for remark in remarks]
    return "\n".join([*heads, *_lines(_answers_first(_in_order(talks)))]) + "\n"


def _in_order(talks: Mapping[str, Talk]) -> list[_Told]:
    """By row: an answer stands behind its question, however late the network brought it.

    What had to wait (for the morning, for a deadline) stands where it was heard.
    """
    told, waited = [], []
    for who, talk in talks.items():
        for row, bubble in talk.items():
            made = bubble.made or bubble.at
            if bubble.at - made < _AT_ONCE:
                told.append(_Told(row, made, who, bubble))
            else:
                waited.append(_Told(row, bubble.at, who, bubble))
    told.sort()
    for one in sorted(waited, key=lambda one: (one.at, one.row)):
        behind = (n for n, other in enumerate(told) if other.row > one.row and other.at > one.at)
        told.insert(next(behind, len(told)), one)
    return told


def _answers_first(told: list[_Told]) -> list[_Told]:
    """After each message what its sender hears, then the others: the player takes both, people read this."""
    step, actor, clock = 0, "", ""
    steps = []
    for one in told:
        minute = _minute(one.at)
        if one.bubble.mine or minute != clock:
            step, actor, clock = step + 1, one.who, minute
        steps.append((step, one.who != actor))
    return [one for _, one in sorted(zip(steps, told, strict=True), key=lambda pair: pair[0])]


def _lines(told: list[_Told]) -> Iterator[str]:
    clock = ""
    shown: defaultdict[str, Shown] = defaultdict(Shown)
    for one in told:
        minute = _minute(one.at)
        if minute < clock[: len(minute)]:
            yield f"# {say('console.clock_back')}"
        if not clock.startswith(minute) or (one.bubble.mine and clock == minute):
            wanted = _second(one.at) if one.bubble.mine else minute
            if wanted != clock:
                yield f"@ {wanted}"
            clock = wanted
        if one.bubble.mine:
            yield _said(one.who, _spoken(one.bubble, shown[one.who]))
        else:
            shown[one.who].add((option.label, option.data) for option in one.bubble.choices)
            yield written(one.who, one.bubble.text)


def _minute(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _second(at: datetime) -> str:
    """Never the full minute for what came after it: a deadline may stand between the two."""
    second = at.second + (at.microsecond > 0)
    return _minute(at) + (f":{min(second, 59):02}" if second else "")


def _said(who: str, text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([f"{who} > {first}", *(f"  {line}" if line.strip() else "|" for line in rest)])


def _spoken(bubble: Bubble, shown: Shown) -> str:
    if bubble.kind == "photo":
        return f"[{words('console.photo')[0]}]{bubble.text and ' ' + bubble.text}"
    if bubble.kind == "location":
        label = " ".join(bubble.text.replace("]", " ").split())
        place = f"{words('console.location')[0]} {_degrees(bubble.lat)},{_degrees(bubble.lon)}"
        return f"[{place} {label}]" if label else f"[{place}]"
    if bubble.tapped:
        return f"[{words('console.tap')[0]} {shown.name(bubble.tapped) or bubble.text}]"
    return bubble.text


def _degrees(value: float | None) -> str:
    return f"{value or 0:.6f}".rstrip("0").rstrip(".")


def _one_word(name: str) -> str:
    """A speaker's name as a chat can write it: without spaces and signs."""
    return "".join(char for char in name if not char.isspace() and char not in "#@|<>:") or "?"
