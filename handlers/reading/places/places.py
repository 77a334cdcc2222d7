"""Where the work is, in the person's own words: 江南市场, 信宜钱排. Never a place that was not said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.reading.hands.counts import head_spans
from handlers.reading.phone import phones_in
from handlers.reading.places import place_words as words
from handlers.reading.places import sites
from handlers.reading.places.mentions import is_in, is_somewhere, mention_at
from handlers.reading.plain import blank, plain
from handlers.reading.times.when import time_spans
from storage.lexicon import trades

_CHUNK = re.compile(r"[\u4e00-\u9fffa-z0-9]+")
_TOLD = re.compile(
    r"(?:(?:工作|上班|干活|做事|做工)?(?:地址|地点|(?<![有没个空])位置|坐标)|(?:上班|干活|做工)的?地方)\s?[:是在|-]{0,2}\s?|(?:工地|厂|店|项目|基地|果园|场子?)[是在]"
)
_LEAD = re.compile(r"[在到去来喺嚟佇伫于往搁驻从]|这边是|位于")
_FETCHED = re.compile("[拉送运提接带]")
"""去广州拉货: where it goes, not where it begins."""
_ELSEWHERE = re.compile(r"(?:老板|屋主|东家|家|住|户口|籍贯|公司|总部|现|人).?$")
"""老板在广州: where somebody is, not where the work is."""
_OPENING = re.compile(
    r"^(?:[我他她]们?|人(?=[在到去])|就|工作|干活|急|那个|这边|[要招找请缺急需聘]+(?=.{2,}[镇街村区路]))"
)
_PICK_UP = re.compile(
    r"[口边]?(?:集合|等车|等人|上车|坐车|乘车|搭车|接[人车你]|碰[头面]|见面|汇合|会合|出发|接送|报名|面试)"
)
_BRACKETS = re.compile(r"\s?\((?P<place>[\u4e00-\u9fffa-z]{2,12}\d{0,3})\)")
_TRAILING = re.compile(r"(?:这[边里]|就|的)+$")
_LATIN = re.compile(r"[a-z0-9]+")
_BESIDE = 14
"""More words than this beside a place tell something else."""
_SHORT = 5  # characters of the name of a town or a village
_LONGEST = 60  # characters of a place
_SPACE = tuple(" ·-")
_ADDRESS = 24
"""No address runs on for longer without a comma."""
_CORNER = 4
"""So many characters behind a town are a part of it: 大朗镇巷头."""

TOLD, TOWN, LED, SITE, COUNTY, PICK_UP, VILLAGE, TOWN_CENTRE = range(8)
"""How much a place is worth that was found so, best first."""


@dataclass(frozen=True, slots=True)
class Place:
    words: str


@dataclass(frozen=True, order=True, slots=True)
class _Candidate:
    rank: int
    start: int
    end: int


def read_place(text: str, area: str | None = None) -> Place | None:
    """`area`: code of the county spoken to, whose towns are known by their short names."""
    heard = plain(text)
    spans = [(phone.start, phone.end) for phone in phones_in(heard)]
    body = blank(heard.text, spans + time_spans(heard) + head_spans(heard))
    best = min(_candidates(body, area), default=None)
    if best is None:
        return None
    more = _BRACKETS.match(body, best.end)
    end = more.end() if more and not words.NO_PLACE.search(more["place"]) else best.end
    return Place(heard.words(best.start, end))


def read_address(text: str) -> str | None:
    """The answer to "where": all of it when nothing stands beside the place but more of where it is."""
    found = read_place(text)
    if found is None:
        return None
    said = " ".join(text.split())
    opening = words.LEAD.match(said)
    said = said[opening.end() :] if opening else said
    before, _, behind = said.partition(found.words)
    beside = before + behind
    whole = found.words in said and len(beside) <= _BESIDE and not trades.load().find(beside)
    return said if whole else found.words


def _candidates(body: str, area: str | None) -> Iterator[_Candidate]:
    for told in _TOLD.finditer(body):
        if found := _told(body, told.end(), area):
            yield found
    for chunk in _CHUNK.finditer(body):
        start, end = chunk.span()
        opening = _OPENING.match(chunk[0])
        first = start + (opening.end() if opening else 0)
        if found := _read(body, first, end, area, led=False):
            yield found
        for lead in _LEAD.finditer(body, start, end):
            if found := _read(body, lead.end(), end, area, led=True):
                elsewhere = _ELSEWHERE.search(body, max(start, lead.start() - 3), lead.start())
                fetched = lead[0] in "去往到" and _FETCHED.match(body, found.end)
                yield replace(found, rank=PICK_UP) if elsewhere or fetched else found
        yield from _within(body, first + 1, end, area)


def _told(body: str, start: int, area: str | None) -> _Candidate | None:
    """地址：大坪镇. What follows is the place, whatever it is called."""
    chunk = _CHUNK.match(body, start)
    if chunk is None:
        return None
    found = _read(body, start, chunk.end(), area, led=True)
    known = found.end if found else start
    stop = words.STOP.search(body, known, chunk.end())
    if found and stop:
        return _Candidate(TOLD, start, known)
    end = stop.start() if stop else chunk.end()
    return _Candidate(TOLD, start, end) if 2 <= end - start <= _ADDRESS else None


def _within(body: str, start: int, end: int, area: str | None) -> Iterator[_Candidate]:
    """Names that are plain wherever they stand: 招理货员龙岩新罗区西陂街道永辉超市."""
    at = start
    while at < end - 2:
        found = mention_at(body, at)
        if found and found.sure:
            if read := _read(body, at, end, area, led=False):
                yield read
            at = found.end
        else:
            at += 1


def _read(body: str, start: int, end: int, area: str | None, *, led: bool) -> _Candidate | None:
    """The place that begins just there, as far as it goes."""
    end = min(end, start + _LONGEST)
    found = _in_area(body, start, end, area, led=led) or _at_site(body, start, end, led=led)
    if found and _PICK_UP.match(body, found.end):
        return replace(found, rank=PICK_UP)
    return found


def _in_area(body: str, start: int, end: int, region: str | None, *, led: bool) -> _Candidate | None:
    found = mention_at(body, start)
    if found is None or not is_somewhere(body, found, region, led=led):
        return None
    if found.end > end:  # 南海 里水: the next chunk belongs to it
        chunk = _CHUNK.match(body, found.end - 1)
        end = chunk.end() if chunk else found.end
    inside = [one for one in found.areas if region is not None and is_in(one, region)]
    ours, town = bool(inside), (inside or found.areas)[0].level.startswith("town")
    corner = _is_corner(body[found.end : end], known=town or ours)
    stop = end if corner else _further(body, found.end, end, firms=True)
    plain_enough = led or found.sure or stop > found.end or stop == end
    if not (plain_enough or words.AND_THEN.match(body, stop) or _is_work(body[stop:end])):
        return None
    stop = _next_chunk(body, _trimmed(body, start, stop))
    rank = TOWN if town or stop > found.end else LED if found.names > 1 else COUNTY
    return _Candidate(rank, start, stop)


def _next_chunk(body: str, at: int) -> int:
    """梅江区 江南路18号, 高埗 冼沙: a site or a village behind a space is in the area before it."""
    chunk = _CHUNK.match(body, at + 1) if body[at : at + 1] in _SPACE else None
    if chunk is None or _PICK_UP.match(body, chunk.end()):
        return at
    site = _at_site(body, *chunk.span(), led=False)
    if site and site.rank in (SITE, VILLAGE):
        return site.end
    return chunk.end() if chunk[0][-1] in sites.ENDS and _is_corner(chunk[0], known=False) else at


def _further(body: str, at: int, end: int, *, firms: bool) -> int:
    """How far sites go on from there: 新街菜市场边上. Where we are already, a firm is a site: 大朗毛织厂."""
    kinds = (sites.SITE, sites.FIRM, sites.CHAIN) if firms else (sites.SITE,)
    while True:
        around = sites.AROUND.match(body, at, end)
        if around:
            at = around.end()
            continue
        found = (kind.match(body, at, end) for kind in kinds)
        ends = [one.end() for one in found if one and not _is_done(one[0], one["name"])]
        if not ends:
            return at
        at = ends[0]


def _is_done(site: str, name: str) -> bool:
    """修水库, 看仓库: what is done there stands before the kind of site."""
    return bool(words.STOP.search(name) or (words.WORK.match(name) and sites.GENERIC.fullmatch(site, 1)))


def _at_site(body: str, start: int, end: int, *, led: bool) -> _Candidate | None:
    """江南市场, 河堤路18号: a site with a name, in no area that we know."""
    piece = sites.SITE.match(body, start, end)
    if found := _bare(body, start, end):
        return found
    if led and (centre := sites.CENTRE.match(body, start, end)):
        return _Candidate(LED, start, centre.end())
    if piece is None:
        anchor = sites.ANCHOR.match(body, start, end) or sites.CHAIN.fullmatch(body, start, end)
        return _Candidate(LED if led else SITE, start, anchor.end()) if anchor else None
    if any(no.search(piece["name"]) for no in (words.STOP, words.NO_NAME)) or words.NO_PLACE.search(piece[0]):
        return None
    stop = _further(body, piece.end(), end, firms=bool(sites.BESIDE_AT_END.search(piece[0])))
    if sites.GENERIC.fullmatch(body, start, stop):
        return None
    if sites.EMPLOYER.search(body, start, stop) and words.HIRES.match(body, stop):
        stop = piece.end()  # 人民路附近的饭店请小工
        if not led and sites.EMPLOYER.search(body, start, stop):
            return None
    strong = sites.STRONG.search(body, start, stop)
    near = sites.BESIDE_AT_END.search(body, start, stop)
    if not (strong or near or led) and not words.AND_THEN.match(body, stop):
        return None
    return _Candidate(LED if led else SITE, start, _trimmed(body, start, stop))


def _is_work(rest: str) -> bool:
    """厚街搬运5人: a trade stands right behind the place."""
    return any(one.at == 0 and one.step != "fuzzy" for one in trades.load().find(rest))


def _bare(body: str, start: int, end: int) -> _Candidate | None:
    """桥头, 城东, 罗经坝 and nothing else: the name of a town or a village, or just what it says."""
    if sites.CENTRE.fullmatch(body, start, end):
        return _Candidate(TOWN_CENTRE, start, end)
    if end - start > _SHORT or sites.GENERIC.fullmatch(body, start, end):
        return None
    found = mention_at(body, start)
    town = found is not None and found.end == end and not found.whole
    if town and body[end - 1] in sites.ENDS | sites.SIDES:
        return _Candidate(COUNTY, start, end)
    village = sites.VILLAGE.fullmatch(body, start, end) and not words.WORKING.match(body, start, end)
    if not village or words.NO_PLACE.search(body[start:end]) or trades.load().find(body[start:end]):
        return None
    return _Candidate(VILLAGE, start, end)


def _is_corner(rest: str, *, known: bool) -> bool:
    """大朗镇巷头 has a corner of the town at its end, 石扇镇拆旧屋 has work."""
    name = sites.BESIDE_AT_END.sub("", rest)
    if not 1 < len(_LATIN.sub("x", name)) <= _CORNER:
        return False
    work = (words.WORK if known else words.WORKING).match(name)
    if work or words.STOP.search(name) or words.NO_PLACE.search(name):
        return False
    return (known or name[-1] in sites.ENDS) and not trades.load().find(name)


def _trimmed(body: str, start: int, end: int) -> int:
    found = _TRAILING.search(body[start:end])
    return start + found.start() if found and found.start() > 1 else end
