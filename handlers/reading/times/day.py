"""On which days: one (明早, 22号, 正月初八, 下周一), one to another (12号~15号), or until one (做到20号).

A day that is told for something else is none: when wages come (15号发), until when to answer, a birthday,
每周六. What was taken back does not count, and of several the one on which work begins leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from handlers.reading.phone import phones_in
from handlers.reading.plain import Plain, blank, once_a_turn, plain
from handlers.reading.times.dates import After, dates, weekdays
from handlers.reading.times.day_words import at_once, near_days
from handlers.reading.times.festivals import feasts
from handlers.reading.times.lunar import moons

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Until four in the morning people still live in the day before: their "tomorrow" starts at sunrise.
NIGHT_ENDS = 4


@dataclass(frozen=True, slots=True)
class Day:
    """`night`: 今晚, whose two o'clock is the next date's; `to_the_hour`: 31号早上6点 at the end of a range;
    `open`: 11月开始, of which nobody knows the end.
    """

    date: date
    words: str
    night: bool = False
    to_the_hour: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    after: After
    night: bool = False
    days: int = 1  # 国庆7天
    near: int | None = None  # days ahead, when it is told by today
    now: bool = False  # 马上来: any day that is named says more
    feast: bool = False  # 儿童节活动: the occasion, unless there is a date


@dataclass(frozen=True, slots=True)
class _Told:
    """One day, or those from one to another; `until` is told by an end alone."""

    start: int
    end: int
    first: Day
    last: Day | None = None
    until: bool = False
    now: bool = False
    feast: bool = False


_CLOCK = r"(?:[早晚上中下午夜里昼凌晨]{0,2}\s?(?:[\d一二三四五六七八九十两]{1,3}(?:[点时:][\d半]{0,2})?)?)"
_UNTIL = re.compile(r"(?:[干做忙住摘收卖]|持续|延续)到$|直到$")
_ENDS = re.compile(
    r"(?:当天|那天)?(?:就|要|必须)?(?:完工|结束|收工|收尾|交工|竣工|做完|干完|为止|止|拆场|收摊)(?!结|就?发|给)"
)
# Not a day of work: until when to answer, when to talk, when somebody was born, who rests.
_ASIDE_AFTER = re.compile(
    rf"{_CLOCK}(?:(?:之|以)?前(?![台厅场面厨就能后去来到开进上]|报到)|截止|内[有给回完]|(?:再|就|来|可以|统一|先)?"
    r"(?:面试|答复|回复|回话|登记|看房|考试(?!中心)|休息|放假|体检(?!中心|科|站|车)|签合同|打电话|联系|来电|报名|报价)"
    r"|生日|出生|[生出]的|停[水电工]|的?(?:工资|工钱|货款|尾款)|不[上用]班|休(?!息?日)|[又]?(?:没|冇)[来开])"
)
_ASIDE_BEFORE = re.compile(
    r"(?:截止到?|截至|最[迟晚]|预产期?|生日|出生|生于|每|逢|(?<!不)[过离]完?|自从|属|有效期|不[是要]|别|没说|唔系|离)[:是在为]?$"
)
_BACK = re.compile(r"不对|说错|打错|写错|记错|搞错|更正|改[到成为]")
_BEGINS = re.compile(rf"{_CLOCK}[,\s]?(?:就|再|正式)?(?:开[工始园业]|动工|进场|上[班工岗]|到岗|起(?!步|租))")
_SAME = re.compile(r"[\s(]{0,2}")
_TO = re.compile(
    r"\)?(?:开[工始]|起|动工|进场|上班)?[,\s]?(?P<clock>[早晚上中下午夜里昼凌晨]{0,2}\s?[\d一二三四五六七八九十两]{1,3}[点时:][\d半]{0,2}(?:开[工始])?)?"
    r"\s?(?:-{1,3}|(?:一?直)?[干做忙住]?[到至])\s?(?:(?:次|明|来|翌|隔|第二)年(?:的)?)?"
)
_AND = re.compile(r"\)?[\s,、和跟及同]{0,2}(?:还有)?")


def read_day(text: str, now: datetime) -> Day | None:
    return read_days(text, now)[0]


@once_a_turn
def read_days(text: str, now: datetime) -> tuple[Day | None, Day | None]:
    """The first day and, when told, the last one; neither is ever in the past."""
    heard = plain(text)
    body = blank(heard.text, ((phone.start, phone.end) for phone in phones_in(heard)))
    told = list(_all_told(heard, body, now.astimezone(SHANGHAI)))
    until = next((one.first for one in told if one.until), None)
    begins = [one for one in told if not one.until]
    if not begins:
        return None, until
    lead = _lead(begins, body)
    last = lead.last or until
    return lead.first, last if last and last.date > lead.first.date else None


def _lead(told: list[_Told], body: str) -> _Told:
    """The day on which work begins: 今天报名，后天开工; 明天，不对，后天."""
    named = [one for one in told if not one.now] or told
    named = [one for one in named if not one.feast or one.last] or named
    lead = named[0]
    for before, one in pairwise(named):
        if _BACK.search(body[before.end : one.start]):
            lead = one
    if not _BEGINS.match(body, lead.end):
        lead = next((one for one in named if _BEGINS.match(body, one.end)), lead)
    # 五一期间，5月1-5号: the same day, told better.
    return next((one for one in named if one.last and one.first.date == lead.first.date), lead)


def _all_told(heard: Plain, body: str, here: datetime) -> Iterator[_Told]:
    tokens, today = _tokens(body, here), here.date()
    at = 0
    while at < len(tokens):
        token = tokens[at]
        first, run, clock = token.after(today), 1, False
        if first:
            run, clock = _run(tokens, at, body, first)
        to = tokens[at + run - 1]
        at += run
        before = body[max(token.start - 5, 0) : token.start]
        if first is None or _ASIDE_BEFORE.search(before) or _ASIDE_AFTER.match(body, to.end):
            continue
        until = run == 1 and bool(_UNTIL.search(before) or (_ENDS.match(body, token.end) and token.near != 0))
        end = (to.after(first) if run > 1 and token.days == 1 else None) or first + timedelta(token.days - 1)
        last = Day(end, heard.words(to.start, to.end), to_the_hour=clock) if end > first else None
        closing = body[to.end : to.end + 1] == ")" and "(" in body[token.start : to.end]
        words = heard.words(token.start, token.end if until else to.end + closing)
        day = Day(first, words, token.night, open=body[token.end - 1] in "月份")
        yield _Told(token.start, to.end, day, last, until, token.now, token.feast)


def _run(tokens: list[_Token], at: int, body: str, first: date) -> tuple[int, bool]:
    """How many belong together: 12号到15号, 6号7号两天; and whether an hour stands with the first."""
    run, day = 1, first
    while at + run < len(tokens) and not tokens[at].now:
        token, gap = tokens[at + run], body[tokens[at + run - 1].end : tokens[at + run].start]
        following = token.after(day)
        if following is None or token.now or len(gap) > 16:
            break
        if day == first and (to := _TO.fullmatch(gap)):
            return run + 1, to["clock"] is not None
        if following == day and _SAME.fullmatch(gap):  # 14号（周六）
            run += 1
            continue
        if following != day + timedelta(days=1) or not _AND.fullmatch(gap):
            break
        run, day = run + 1, following
    return run, False


def _tokens(body: str, here: datetime) -> list[_Token]:
    """Every day that is named, in order; of two readings of the same words the first kind wins."""
    today = here.date()
    living = today - timedelta(days=here.hour < NIGHT_ENDS)
    found = [_Token(start, end, moon.after) for start, end, moon in moons(body)]
    found += [
        _Token(start, end, feast.after, days=days, feast=True) for start, end, feast, days in feasts(body)
    ]
    for start, end, ahead, night in near_days(body):
        found.append(
            _Token(start, end, _fixed(max(living + timedelta(days=ahead), today)), night, near=ahead)
        )
    found += [_Token(*told) for told in (*dates(body, today), *weekdays(body, living))]
    found += [_Token(start, end, _fixed(today), now=True) for start, end in at_once(body)]
    taken = bytearray(len(body) + 1)
    kept = []
    for token in found:
        if not any(taken[token.start : token.end]):
            taken[token.start : token.end] = b"\1" * (token.end - token.start)
            kept.append(token)
    return sorted(kept, key=lambda token: token.start)


def _fixed(day: date) -> After:
    return lambda since: day if day >= since else None
