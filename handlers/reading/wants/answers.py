"""A bare answer to whatever was asked: 是的, 3个, 明天早上七点, 黄秀英, 梅县松口. Nothing else is said."""

from __future__ import annotations

import re

from handlers.reading.choice import yes_no
from handlers.reading.hands.heads import read_heads
from handlers.reading.numerals import NUMBER
from handlers.reading.pay.pay import read_pay
from handlers.reading.pay.settle import read_settle
from handlers.reading.people.names import read_name, read_name_beside
from handlers.reading.phone import read_phone
from handlers.reading.places.places import read_place
from handlers.reading.plain import plain
from handlers.reading.wants.going import read_going
from handlers.reading.wants.mandarin import mandarin
from handlers.reading.wants.table import table
from storage.lexicon import areas, trades

LONGEST = 24
MOST_DIGITS = 5
"""A longer row of figures is a phone, or a slip."""
_MARKS = " 。.,!?;:、~…\n"
_PARTS = re.compile(r"[,，;；。!\n]+")
_FIGURE = re.compile(
    rf"第?\s?(?:{NUMBER}|\d{{1,{MOST_DIGITS}}}(?:\.\d+)?)\s?(?:[个号位名人岁元块天年月日项条套台]+)?(?:左右|以上|以下|出头|吧|多|半|钟)*"
)
_WHEN = re.compile(
    r"(?:(?:今|明|后|大后)[天早晚日]|(?:这|下|本)?个?(?:周|星期|礼拜)[一二三四五六日天末]?"
    r"|[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}[日号]?|\d{1,2}[号日]|早上|上午|中午|下午|晚上"
    r"|凌晨|傍晚|早|晚|[\d一二两三四五六七八九十]{1,3}(?:点|:|：|时)?(?:半|钟|[\d一二三四五六七八九十]{1,3}分?)?"
    r"|到|至|-|~|左右|开始|钟|以后|前|的)+"
)
_THERE = re.compile(
    r"(?:在|到|就在|我在|住|去|我住在?)?(?P<place>.+?)(?:那边|这边|附近|那里|这里|那块|一带|的|那个路口)?"
)
_NO_ANSWER = re.compile(r"怎|吗|谁|哪|什么|啥|几点|多少|\?|招|找|要人|活(?!动)|转让|出租|出售")
_HAN = re.compile(r"[\u3400-\u9fff]")


def only_answers(text: str) -> bool:
    """All of it, or each of its parts: 罗秀珍，五十岁."""
    if len(text) > LONGEST or _NO_ANSWER.search(mandarin(text)):
        return False
    return _answers(text) or all(_answers(part) for part in _PARTS.split(text) if part.strip(_MARKS))


def _answers(text: str) -> bool:
    said = mandarin(text).strip(_MARKS)
    bare = table("answers").pattern("bare")
    if not said or yes_no(text) is not None or read_going(text) == "fine":
        return bool(said)
    if _FIGURE.fullmatch(said) or _WHEN.fullmatch(said.replace(" ", "")) or (bare and bare.fullmatch(said)):
        return True
    if read_settle(text) and len(said) <= len("完工结算"):
        return True
    return _is_figure(text, said) or _is_person(text) or _is_place(said)


def _is_figure(text: str, said: str) -> bool:
    """A phone, so many hands, so much money: all of the message is in it."""
    read = (read_phone(text), read_heads(text), read_pay(text))
    return any(one is not None and len(one.words.strip(_MARKS)) >= len(said) - 2 for one in read)


def _is_person(text: str) -> bool:
    if not _HAN.search(text) or trades.load().find(plain(text).text):
        return False
    return read_name(text, asked=True) is not None or read_name_beside(text) is not None


def _is_place(said: str) -> bool:
    found = _THERE.fullmatch(said)
    place = found["place"] if found else said
    if areas.load().find(place):
        return True
    read = read_place(said)
    return read is not None and len(read.words) >= len(place) - 1
