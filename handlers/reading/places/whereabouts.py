"""去哪儿: where somebody would work, as they answer it: 河东那边, 就在县城附近, 哪里都行."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.reading.places.places import read_place
from handlers.reading.places.sites import any_of
from handlers.reading.plain import plain

LONGEST = 30
"""Characters of an answer; who writes more tells something else too."""
_KEPT = 12
_WHICHEVER = any_of(
    "哪里 哪儿 哪块 哪边 哪个地方 哪个镇 哪 边度 边处 佗位 啥地方 什么地方 啥子地方 去哪里? 到哪里? 在哪里?"
)
_FINE = any_of(
    "行 可以 得 好 中 成 要得 去 能去 肯去 愿意去? 会使 会得 没关系 没问题 冇问题 无所谓 冇所谓 一样 干 做"
)
_ANY = re.compile(
    rf"(?:随便|那|就|我)?(?:{_WHICHEVER})(?:里|儿)?[都也拢](?:{_FINE})"
    rf"|[都也拢](?:{_FINE})|"
    + any_of("""
随便(?:哪里?)? 不限(?:地方|地点|区域)? 不[挑拘] 无所谓 冇所谓 没要求 全[县市](?:都[行可][以]?)? 到处都?[行去]?
四处都?[行去]? 远近(?:都行|不限|都可以|无所谓)
远点?(?:的?也|都)?(?:行|可以|没关系|得|去) 哪里?有(?:活|钱|工)(?:就|做|干)?(?:去|到)哪里?
有(?:活|钱|工做?)就[去行做干] 什么地方都行
""")
)
_JOINED = re.compile(r"[啊吧的啦呀嘛哦呢了嘅,，。.!！、\s]+")
_LEAD = re.compile(
    r"^(?:我|人|本人|现在|主要|一般|只想|只|想|要|最好|还是|希望|就|可以|愿意|住|是)*(?:[在去到来喺](?!家)|位于)?"
)
_TAIL = re.compile(
    r"(?:就?(?:行|可以|得|成|中)|就好|[都也](?:行|可以|得|好)|干活|做[事工活]?|找活|找事做?|上班|打工|干|工作|吧|啊|呀|啦|嘛|哦|呢|了|嘅|的)+$"
)
_NEAR = re.compile(
    "附近|周边|周围|一带|[这那嗰呢]边|[这那]里|近|县城|城[里区]|市区|镇上|圩上|街上|村里|乡下|老家|家门口|[里头上]$"
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`words` are empty when anywhere will do."""

    words: str


def read_whereabouts(text: str) -> Whereabouts | None:
    """Only when it is all that was said: 近 in a longer sentence tells of something else."""
    said = plain(text)
    if not said.text.strip() or len(said.text) > LONGEST:
        return None
    parts = [part for part in _JOINED.split(said.text) if part]
    if parts and all(_ANY.fullmatch(part) for part in parts):
        return Whereabouts("")
    lead = _LEAD.match(said.text)
    start = lead.end() if lead else 0
    tail = _TAIL.search(said.text, start)
    words = said.words(start, tail.start() if tail else len(said.text)).strip(" ,，。.!！、")
    if len(words) < 2 or len(words) > _KEPT:
        return None
    return Whereabouts(words) if _NEAR.search(plain(words).text) or read_place(words) else None
