"""Where the work is, in the person's own words: 江南市场, 信宜钱排. Never a place that was not said."""

import re
from dataclasses import dataclass

from handlers.reading.counts import head_spans
from handlers.reading.phone import phones_in
from handlers.reading.plain import blank, plain
from handlers.reading.when import time_spans
from storage.lexicon import areas, trades

_TOWN = "街道|镇|乡|村|屯|社区"
_SITE = (
    "市场|工地|小区|工业园|工业区|产业园|物流园|园区|公园|花园|果园|茶园|桥头|大桥|广场|车站|高铁站|服务区|新区|开发区|大道|路口"
    "|路|街|巷|码头|学校|中学|小学|大学|医院|酒店|饭店|超市|商场|大厦|茶场|农场|林场|基地|新城|[区县市城苑府湾坑塘]|步行街|仓库"
    r"|卫生院|敬老院|养老院|办事处|村委会?|居委会|菜场|幼儿园|加油站|银行|祠堂|水库|门口|路\d{1,4}号|号楼|\d栋"
)
_NEAR = (
    r"(?:附近|旁边?|边上|斜?对面|隔壁|门口|[前后正侧大]门|那边|这边|[里前后]面|里头|背后|内"
    r"|楼[上下]|(?:[一二三四五六七八九十]|\d{1,2})楼){0,3}"
)
_WORD = r"[\u4e00-\u9fffa-z0-9]"
# 河堤路18号, 幸福小区3栋502: where the house is belongs to the name; 河堤路18号260一天 ends before the pay.
_HOUSE = (
    r"(?:\d{1,4}(?:号楼?|栋|幢|座|单元|弄|楼|层|室|房)){0,4}"
    r"(?:(?<=[栋幢座元楼层])\d{3,4}(?!\d|元|块|一|/|每|日|天))?"
)
_TOLD = re.compile(rf"(?:地址|地点|位置|上班地方|干活的?地方)\s?[:是在]{{0,2}}\s?(?P<place>{_WORD}{{2,20}})")
_LED = re.compile(
    rf"(?:在|到|去|来)(?P<place>{_WORD}{{1,15}}(?:{_TOWN}|{_SITE}){_HOUSE}{_NEAR})"
    r"(?=$|[^\u4e00-\u9fff]|[要招找请缺干做搬卸装洗扫打的]|上班|集合|开工|见)"
)
_CHUNK = re.compile(rf"{_WORD}+")
_NAMED = re.compile(rf"(?:{_WORD}{{1,18}}(?:{_TOWN}|{_SITE}){_HOUSE}|{_WORD}{{3,18}}[厂店]){_NEAR}")
# 桥头镇新街菜市场 (好再来饭店): what stands in brackets behind a place says more of it.
_BRACKETS = re.compile(r"\s?\((?P<place>[\u4e00-\u9fffa-z]{2,12}\d{0,3})\)")
_HIRING = re.compile(r"(?<=.{4})[招聘]")
_TOWNSHIP = re.compile(rf"{_WORD}{{1,10}}?(?:{_TOWN})")
_OPENING = re.compile(
    r"^(?:(?:工地|地址|地点|位置|上班|[我他她]们?|人|就|工作|干活)?(?:在|于|到|去|来|喺)|[要招找请缺急需聘]+(?=.{2,}[镇街村区路]))"
)
_NO_PLACE = re.compile(
    r"[招聘]|^(?:包|日结|周结|月结|工资|每|全|不|没|有|做|干|会(?!城)|想|找|要|我)|工资|师傅|一条街|超市$(?<=^超市)"
)
_WORKING = re.compile(r"[拆搬砌贴洗扫挖装卸打刷修做种收砍摘采割养送看管煮烧焊电水木油杂小大普]")
_AND_THEN = re.compile(r"$|\d|的|要|找|请|缺|急|需|干活|做|卸|搬|洗|打扫|上班|开工|集合|见")
_LEAD = re.compile(r"(?:地址|地点|位置|就|在|是|到|于|[:：,，\s])+")
_NO_TOWNSHIP = re.compile(r"^(?:乡镇|农村|本村|街道)$|(?:老|同|家|下|回|返|城|思)乡$|(?:农|全)村$")
_BESIDE = 14
"""More words than this beside a place tell something else."""
_SENTENCE = 16  # a chunk longer than this is a sentence, not a name


@dataclass(frozen=True, slots=True)
class Place:
    words: str


def read_place(text: str) -> Place | None:
    heard = plain(text)
    spans = [(phone.start, phone.end) for phone in phones_in(heard)]
    body = blank(heard.text, spans + time_spans(heard) + head_spans(heard))
    for pattern in (_TOLD, _LED):
        for found in pattern.finditer(body):
            if pattern is _TOLD or not _NO_PLACE.search(found["place"]):
                return Place(heard.quote(found, "place"))
    best = min(_candidates(body), default=None)
    if best is None:
        return None
    more = _BRACKETS.match(body, best[2])
    return Place(
        heard.words(best[1], more.end() if more and not _NO_PLACE.search(more["place"]) else best[2])
    )


def read_address(text: str) -> str | None:
    """The answer to "where": all of it when nothing stands beside the place but more of where it is."""
    found = read_place(text)
    if found is None:
        return None
    said = " ".join(text.split())
    opening = _LEAD.match(said)
    said = said[opening.end() :] if opening else said
    before, _, behind = said.partition(found.words)
    beside = before + behind
    whole = found.words in said and len(beside) <= _BESIDE and not trades.load().find(beside)
    return said if whole else found.words


def _candidates(body: str) -> list[tuple[int, int, int]]:
    """Rank, start and end: 0 names a township, 1 is an area, 2 a named site, 3 begins with an area."""
    found = []
    for chunk in _CHUNK.finditer(body):
        start, end = chunk.start(), chunk.end()
        if opening := _OPENING.match(body[start:end]):
            start += opening.end()
        words = body[start:end]
        if _township(words) and (hiring := _HIRING.search(words)):
            end = start + hiring.start()
            words = body[start:end]
        if len(words) < 2 or _NO_PLACE.search(words):
            continue
        if (length := _township(words)) and not _NO_TOWNSHIP.search(words[:length]):
            whole = _NAMED.fullmatch(words) or _is_corner(words[length:])
            found.append((0, start, end if whole else start + max(length, _site(words))))
        elif _is_area(words):
            found.append((1, start, end))
        elif length := _site(words):
            found.append((2, start, start + length))
        elif length := _leading_area(words):
            found.append((3, start, start + length))
    return found


def _site(words: str) -> int:
    """江南市场 of 江南市场要: a named site, alone or with what is wanted there."""
    named = _NAMED.match(words)
    if named is None or len(named[0]) > _SENTENCE or not _AND_THEN.match(words, named.end()):
        return 0
    return named.end()


def _township(words: str) -> int:
    found = _TOWNSHIP.match(words)
    if found is None or len(found[0]) < 3:
        return 0
    further = _TOWNSHIP.match(words, found.end())  # 龙岩新罗区西陂街道: as far as the townships go
    return further.end() if further and len(further[0]) >= 3 else found.end()


def _is_corner(rest: str) -> bool:
    """大朗镇巷头 has a corner of the town at its end, 石扇镇拆旧屋 has work."""
    return len(rest) <= 3 and not _WORKING.match(rest) and not trades.load().find(rest)


def _is_area(words: str) -> bool:
    return len(words) <= 12 and bool(areas.load().find(words))


def _leading_area(words: str) -> int:
    """平远大柘脐橙打包: two names of areas, one in the other; a single short name may be anything."""
    return next((length for length in range(min(len(words), 10), 3, -1) if _is_area(words[:length])), 0)
