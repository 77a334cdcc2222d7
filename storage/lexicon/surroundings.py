"""Do the words around a slip speak for a trade? 做保结的 does; amid a sentence 保结 may be anything."""

from __future__ import annotations

import re

from storage.lexicon.name_index import Hit

_AS_ANSWER, _FRAMED, _HALF_FRAMED, _BARE = 0.69, 0.8, 0.86, 0.88
"""How close to a name a slip must be, as the whole answer, between two words that speak for it, one, none."""
SHORT = 0.82
"""How close one of two characters must be, between two such words."""
_SIGHT = 16  # as far as words around it count

_OPENING = re.compile(
    r"^(?:我|想|要|会|能|可以|是|做|做过|干|干过|找|招|请|当|去|学|过|个|有|在|来|有没有|哪里|急|长期|专业|熟练|一个|那个"
    r"|那种|的|你好|老板)+"
)
_CLOSING = re.compile(
    r"(?:的|了|吗|呢|吧|啊|呀|嘛|活|工作|师傅|师付|阿姨|学徒|熟手|几个|有吗|多少钱|要吗|要人吗|招人吗|还要吗|一个|一名"
    r"|\d+个|\d+名)+$"
)
_BEFORE = re.compile(
    r"(?:^|[\W_]|[做当干搞会学懂招聘找请要缺雇寻揾个名位开是的嘅种叫去过想识系熟修搞]|那个|那种|师傅|专业|没有|[请招要找雇叫]人|\d)$"
)
_BEHIND = re.compile(
    r"^(?:$|[\W_]|师傅|师付|阿姨|学徒|司机|[工员师的嘅活吗么招几证班熟厂店]|多少|要[人吗不]|\d|包吃|日结"
    r"|[一两二三四五六]个|[一两二三四五六七八九十几]+(?:多|来)?年|安装|维修|清洗|有没|可以|就是|也会|都)"
)
_PERSON_BEHIND = re.compile("^(?:[工师员嫂佬]|司机|阿姨|学徒)")
_LETTER = re.compile("[a-z]")
_PAUSE = re.compile(r"[\W_]")


def speak_for(said: str, hit: Hit, known: set[int], *, common: bool) -> bool:
    """`known` are the places that names explain; a short name is only read alone when it is `common`."""
    written = said[hit.at : hit.end]
    if written.isascii():  # zuo baoan is no zuobao an
        torn = " " in written and (_LETTER.match(said, hit.end) or _LETTER.match(said[hit.at - 1 : hit.at]))
        return hit.close >= (_AS_ANSWER if _is_answer(said, hit) else SHORT) and not torn
    short = len(hit.name) == 2
    behind = said[hit.end : hit.end + _SIGHT]
    if short and not common and not _PERSON_BEHIND.match(behind):
        return False
    if _is_answer(said, hit):
        return hit.close >= _AS_ANSWER
    beside = _BEFORE.search(said[max(0, hit.at - 2) : hit.at]) is not None if hit.at else True
    before = beside or (not short and hit.at - 1 in known)
    framed = before + (hit.end in known or _BEHIND.match(behind) is not None)
    if short:
        return framed == 2 and hit.close >= SHORT
    return hit.close >= (_BARE, _HALF_FRAMED, _FRAMED)[framed]


def _is_answer(said: str, hit: Hit) -> bool:
    """Nothing stands beside it up to the next pause but 我会 and 师傅."""
    before = _PAUSE.split(said[max(0, hit.at - _SIGHT) : hit.at])[-1]
    behind = _PAUSE.split(said[hit.end : hit.end + _SIGHT], maxsplit=1)[0]
    return not core(before, closing=False) and not core(behind, opening=False)


def core(piece: str, *, opening: bool = True, closing: bool = True) -> str:
    """What is left of an answer without 我会 and 师傅有吗."""
    piece = _OPENING.sub("", piece) if opening else piece
    return _CLOSING.sub("", piece) if closing else piece
