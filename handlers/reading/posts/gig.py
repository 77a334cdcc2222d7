"""A gig post in one paragraph, read field by field; what was not said stays empty."""

import re
from dataclasses import dataclass
from datetime import datetime

from handlers.reading.hands.heads import Heads, read_heads
from handlers.reading.pay.pay import Pay, read_pay
from handlers.reading.pay.settle import SettleBy, read_settle
from handlers.reading.phone import Phone, read_phone
from handlers.reading.places.division import division
from handlers.reading.places.places import Place, read_place
from handlers.reading.plain import plain
from handlers.reading.posts.board import read_board
from handlers.reading.posts.skills import read_skills
from handlers.reading.times.day import Day
from handlers.reading.times.when import read_when
from handlers.reading.times.worktime import Hours
from handlers.reading.trades.trade import read_trades

# 招男工也行 says who may come, not what they do.
_EITHER = re.compile(
    r"(?:那|也)?[招要收用]?[男女][工的人性]?(?:也|都)(?:行|可以|要得?|好|得行?|能[来做]|招|收)[的啊呀吧嘛哈]?"
    r"|男女(?:工|的)?(?:都|均|也)?(?:不限|行|可以|要得?|招|收)[的啊呀吧嘛哈]?"
)


@dataclass(frozen=True, slots=True)
class GigDraft:
    """`trades` are certain, best first; for an ambiguous or a vague word there are only `choices`."""

    trades: tuple[str, ...]
    choices: tuple[str, ...]
    heads: Heads | None
    place: Place | None
    division: str | None  # code of the area that the place lies in
    day: Day | None
    last: Day | None  # the last of several days, or the one until which work lasts
    hours: Hours | None
    pay: Pay | None
    settle: SettleBy | None
    phone: Phone | None
    meals: str | None
    lodging: str | None
    transport: str | None
    skills: str | None

    @property
    def trade(self) -> str | None:
        return self.trades[0] if self.trades else None


def read_gig(text: str, now: datetime, area: str | None = None) -> GigDraft:
    """`area`: code of the county whose station is spoken to."""
    place, when = read_place(text, area), read_when(text, now)
    certain, choices = read_trades(text)
    board = read_board(text)
    return GigDraft(
        trades=certain,
        choices=choices,
        heads=read_heads(text),
        place=place,
        division=division(place.words, area, text) if place else None,
        day=when.day,
        last=when.last,
        hours=when.hours,
        pay=read_pay(text),
        settle=read_settle(text),
        phone=read_phone(text),
        meals=board.meals,
        lodging=board.lodging,
        transport=board.transport,
        skills=read_skills(text),
    )


def either_sex(text: str) -> bool:
    """招男工也行 on its own: nothing of a post changes, both may come anyway."""
    return _EITHER.fullmatch(plain(text).text.strip(" 。.,!")) is not None
