"""How many hands a gig needs: 3人, 要三四个, 大工小工各两个, 招5个人，3个木工，2个小工."""

import re
from dataclasses import dataclass

from handlers.reading.figures import figures
from handlers.reading.hands.counts import MOST, Count, head_counts, people
from handlers.reading.numerals import RANGE
from handlers.reading.plain import plain
from storage.lexicon import trades

_ALONE = re.compile(rf"[要招请找缺差约大概]{{0,3}}\s?(?P<n>{RANGE})\s?[个人名位]?\s?[吧啊就行够了。,!]*")
_ALL = re.compile(r"(?:一?共|总共|合计|总计|加起来)\s?(?:要|招|需)?\s?$")
_APART = re.compile(r"(?:其中有?|:)\s?$")
_BY_PERSON = re.compile("人$")
_HAN = re.compile("[一-龥]")
_BOUND = re.compile(r"[,。;!\n]")
_TIERS = re.compile("[大中小]工|师傅|学徒|男工|女工")
_KINDS_MOST = 8
_RATE_LEAST = 70


@dataclass(frozen=True, slots=True)
class Heads:
    low: int
    high: int
    words: str


def read_heads(text: str) -> Heads | None:
    heard = plain(text)
    if (alone := _ALONE.fullmatch(heard.text.strip())) and (pair := people(alone["n"])):
        return Heads(*pair, text.strip())
    counts = heads_told(text)
    if not counts:
        return None
    low, high = (sum(ends) for ends in zip(*(_all_of(heard.text, one) for one in counts), strict=True))
    words = "、".join(heard.words(*one.told) for one in counts)
    return Heads(low, high, words) if high <= MOST else None


def heads_told(text: str) -> list[Count]:
    """Every count, without the one that is all of the others together."""
    total = total_told(text)
    return [one for one in head_counts(text) if (one.start, one.end) != total]


def total_told(text: str) -> tuple[int, int] | None:
    """招5个人，3个木工，2个小工: all of them together are not five more."""
    counts, said = head_counts(text), plain(text).text
    for total in (counts[0], counts[-1]) if len(counts) > 2 else ():
        summed = sum(one.low for one in counts if one is not total)
        clause = said[_clause_start(said, total.start) : _clause_end(said, total.end)]
        # 阿姨2个，一个做饭一个打扫: two in all, whatever they are called
        split = total is counts[0] and all(one.high == 1 and _HAN.match(said, one.end) for one in counts[1:])
        split = split or bool(total is counts[0] and _APART.search(said, total.end, counts[1].start))
        people = total is counts[0] and _BY_PERSON.search(said, total.start, total.end)
        split = split or bool(people and all(_HAN.match(said, one.end) for one in counts[1:]))
        alone = split or _ALL.search(said[: total.start][-6:]) or not trades.load().find(clause)
        if total.low == summed and alone:
            return total.start, total.end
    return None


def _all_of(text: str, one: Count) -> tuple[int, int]:
    """木工钢筋工各要十个: so many of each kind that was named before."""
    if not one.each:
        return one.low, one.high
    clause = text[_clause_start(text, one.start) : one.start]
    if len(clause.strip()) < 2:
        end = _clause_start(text, one.start) - 1
        clause = text[_clause_start(text, max(end, 0)) : max(end, 0)]
    kinds = _kinds(clause)
    return one.low * kinds, one.high * kinds


def _kinds(clause: str) -> int:
    """As many as there are rates, or else names of trades: 大工450中工350, 信号工塔吊司机."""
    rates = sum(figure.low >= _RATE_LEAST for figure in figures(clause))
    named = {found.at for found in trades.load().find(clause) if found.step == "inside"}
    tiers = len(_TIERS.findall(clause))
    return min(max(rates if rates > 1 else max(len(named), tiers), 2), _KINDS_MOST)


def _clause_start(text: str, at: int) -> int:
    return max((found.end() for found in _BOUND.finditer(text, 0, at)), default=0)


def _clause_end(text: str, at: int) -> int:
    found = _BOUND.search(text, at)
    return found.start() if found else len(text)
