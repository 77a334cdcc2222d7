"""A bare answer to whatever was asked: 是的, 3个, 明天早上七点, 黄秀英, 梅县松口. Nothing else is said."""

from __future__ import annotations

import re

from handlers.reading.choice import yes_no
from handlers.reading.going import read_going
from handlers.reading.heads import read_heads
from handlers.reading.numerals import NUMBER
from handlers.reading.pay import read_pay
from handlers.reading.people import read_name, read_name_beside
from handlers.reading.phone import read_phone
from handlers.reading.places import read_place
from handlers.reading.plain import plain
from handlers.reading.settle import read_settle
from handlers.reading.wants.mandarin import mandarin
from storage.lexicon import areas, trades

LONGEST = 24
_MARKS = " 。.,!?;:、~…\n"
_BARE = re.compile(
    rf"第?\s?(?:{NUMBER}|\d+(?:\.\d+)?)\s?[个号位名人岁元块天年月日项条套台号]*(?:左右|以上|以下|吧|多|半|钟)?"
    r"|(?:我)?(?:今年)?\d{2}(?:多)?岁?(?:了)?|[男女](?:的|性|生)?|(?:有|没有?|没得|无)(?:的)?(?:证|经验|车|电动车|摩托|身份证|健康证|手机|驾照|工具|了)?"
    r"|(?:都|随便|都可以|哪都|什么时候都|哪里都|任意)?(?:可以|行|随便|不限|无所谓|都行)(?:的)?"
    r"|(?:不|没|还没|已经|刚|就|都)?(?:会|能|清楚|知道|晓得|记得|确定|一定|有|在|到)(?:的|了)?"
    r"|(?:日|周|月|天|半月|完工|现)结|(?:今|明|后|大后)天(?:早上|上午|中午|下午|晚上)?|(?:早上|上午|中午|下午|晚上|白天|全天|半天)"
    r"|(?:已婚|未婚|初中|小学|高中|大专|本科|中专|文盲|汉族|壮族|党员|群众)"
)
_WHEN = re.compile(
    r"(?:(?:今|明|后|大后)[天早晚日]|(?:这|下|本)?(?:周|星期|礼拜)[一二三四五六日天末]?|\d{1,2}月\d{1,2}[日号]?|\d{1,2}[号日]|早上|上午|中午|下午|晚上|凌晨|傍晚"
    r"|[\d一二两三四五六七八九十]{1,3}(?:点|:|：|时)(?:半|钟|[\d一二三四五六七八九十]{1,3}分?)?|到|至|-|~|左右|开始|钟|以后|前|的)+"
)
_THERE = re.compile(
    r"(?:在|到|就在|我在|住|去|我住在?)?(?P<place>.+?)(?:那边|这边|附近|那里|这里|那块|一带|的)?"
)
_NO_ANSWER = re.compile(r"怎|吗|谁|哪|什么|啥|几点|多少|\?|招|找|要人|活")


def only_answers(text: str) -> bool:
    said = mandarin(text).strip(_MARKS)
    if not said or len(said) > LONGEST or _NO_ANSWER.search(said):
        return False
    if yes_no(text) is not None or read_going(text) == "fine" or _BARE.fullmatch(said):
        return True
    if _WHEN.fullmatch(said.replace(" ", "")) or (read_settle(text) and len(said) <= 4):
        return True
    return _is_number(text, said) or _is_person(text, said) or _is_place(said)


def _is_number(text: str, said: str) -> bool:
    """A phone, so many hands, so much money: all of the message is in it."""
    read = (read_phone(text), read_heads(text), read_pay(text))
    return any(one is not None and len(one.words.strip(_MARKS)) >= len(said) - 2 for one in read)


def _is_person(text: str, said: str) -> bool:
    if trades.load().find(plain(text).text):
        return False
    return read_name(text, asked=True) is not None or read_name_beside(text) is not None


def _is_place(said: str) -> bool:
    found = _THERE.fullmatch(said)
    place = found["place"] if found else said
    if areas.load().find(place):
        return True
    read = read_place(said)
    return read is not None and len(read.words) >= len(place) - 1
