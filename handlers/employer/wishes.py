"""What an employer wishes of a posted gig, in words or in a tap: 工价200 · 再加2个 · 改到后天 · 够了."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message

from handlers.employer.paying import MOST_FEN, UNITS
from handlers.filters import bare, plain_day, plain_number
from handlers.phrases import words
from handlers.reading.complaints.case_number import named
from handlers.reading.hands.counts import MOST
from handlers.reading.hands.head_change import read_change
from handlers.reading.pay.pay import read_pay
from handlers.reading.times.day import read_day
from handlers.reading.wants import gig_wish


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to happen with a gig, small enough for the data of a choice: "more:2", "pay:20000:day"."""

    verb: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.verb}:{self.value}".rstrip(":")


def read_wish(text: str, now: datetime) -> Wish | None:
    if gig_wish.asks(text):
        return None  # 工价200行不行 wants an answer, not a change that everybody is told of
    said = bare(text)
    for verb in ("full", "cancel"):
        if said in words(f"my_gigs.{verb}_words"):
            return Wish(verb)
    if gig_wish.cancels(text) is not None:
        return Wish("cancel")
    if change := read_change(text):
        return Wish("more", str(change.by)) if change.by is not None else Wish("to", str(change.to))
    if gig_wish.changes_fixed(text):
        return Wish("fixed")
    told = gig_wish.paid_to(text)
    pay = told[1] if told else read_pay(text) if said.startswith(tuple(words("my_gigs.pay_words"))) else None
    if pay:
        unit, fen = pay.unit if pay.stated else "", pay.low_fen
        return Wish("pay", f"{fen}:{unit or ''}") if fen and fen <= MOST_FEN else None
    if said.startswith(tuple(words("my_gigs.day_words"))) and (day := read_day(text, now)):
        return Wish("day", day.date.isoformat())
    return Wish("fixed") if gig_wish.at_another_hour(text) else None


def wish_in(data: str) -> Wish | None:
    """The wish in a tap; None when it is none that we could have offered."""
    verb, _, value = data.partition(":")
    match verb:
        case "full" | "cancel" | "drop":
            good = not value
        case "more":
            good = 0 < (plain_number(value.removeprefix("-")) or 0) <= MOST
        case "to":
            good = 0 < (plain_number(value) or 0) <= MOST
        case "pay" | "paid":
            fen, _, unit = value.partition(":")
            good = 0 < (plain_number(fen) or 0) <= MOST_FEN and unit in ("", *UNITS)
        case "day":
            good = plain_day(value) is not None
        case _:
            good = False
    return Wish(verb, value) if good else None


def _which(text: str) -> tuple[int | None, str]:
    """1号不要了, 取消1号: the number of the gig, and the wish without it."""
    if told := named(text):
        return told
    for word in sorted(words("my_gigs.cancel_words"), key=len, reverse=True):
        if text.startswith(word) and (told := named(text.removeprefix(word))) and not told[1]:
            return told[0], word
    return None, text


class Wishes(Filter):
    async def __call__(self, message: Message, now: datetime) -> bool | dict[str, Any]:
        number, text = _which((message.text or "").strip())
        wish = read_wish(text, now)
        return {"wish": wish, "number": number} if wish else False
