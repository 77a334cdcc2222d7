"""What a story of unpaid wages tells. Empty rather than guessed."""

import re
from dataclasses import dataclass

from handlers.reading.complaints.amount import Amount, read_amount
from handlers.reading.complaints.employer import read_employer
from handlers.reading.complaints.project import read_project
from handlers.reading.complaints.region import read_region
from handlers.reading.hands.claimants import read_claimants
from handlers.reading.hands.heads import Heads
from handlers.reading.phone import Phone, phones_in
from handlers.reading.places.places import read_place
from handlers.reading.plain import plain
from handlers.reading.slips import mended
from handlers.reading.times.period import read_period

# 去年在桥头工地 is not the place 年在桥头工地.
_YEAR = re.compile("[去前今]年")
_THEIRS = re.compile(r"(?:老板|工头|他|她|经理|负责人|公司|对方|项目部)[^,。我]{0,8}$")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the story tells; each field in the person's own words or as a reading that keeps them."""

    employer: str | None
    project: str | None
    amount: Amount | None
    people: Heads | None
    phone: Phone | None  # of the person who complains
    boss_phone: Phone | None
    period: str | None
    region: str | None  # the areas that are named
    place: str | None  # where it was, as near as it was told

    @property
    def amount_fen(self) -> int | None:
        return self.amount.high_fen if self.amount else None


def read_complaint(text: str, *, asked_period: bool = False) -> Complaint:
    heard = plain(text)
    right = mended(heard.text)
    numbers = phones_in(heard)
    theirs = [
        phone for phone in numbers if _THEIRS.search(heard.text[max(phone.start - 14, 0) : phone.start])
    ]
    own = [phone for phone in numbers if phone not in theirs]
    period = read_period(heard, asked=asked_period)
    region = read_region(heard)
    place = read_place(_YEAR.sub(" ", text.replace(period, " ") if period else text))
    return Complaint(
        employer=read_employer(heard, right),
        project=read_project(heard, right),
        amount=read_amount(text),
        people=read_claimants(heard, right),
        phone=own[0] if own else None,
        boss_phone=theirs[0] if theirs else None,
        period=period,
        region=region,
        place=place.words if place else region,
    )
