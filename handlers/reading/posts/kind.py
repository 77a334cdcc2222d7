"""One kind of hands that a message asks for: a name, how many of them, and what they get."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from handlers.reading.hands.counts import Count
from storage.lexicon import trades

Span = tuple[int, int]

TIER = re.compile("[大中小]工|师傅|学徒|帮工|技工|普工|徒弟")
COUPLE = re.compile("夫妻|夫妇|两公婆|公婆|情侣|两口子")
_PERSON = re.compile("(?:[工员师手佬嫂姨仔妹匠长机的]|前台|保安|司机)$")
_SEX = re.compile("[男女](?:工|的|士|性|生|人)?|工人?|人手?")
_COMMAS = dict.fromkeys(map(ord, "\0\n "), ",")
_EMPTY = frozenset("的要请人工师傅员是按算各个位名一两女男大小")


@dataclass(slots=True)
class Kind:
    """`spans` are its stretches of the folded text: nobody else's."""

    name: str
    spans: list[Span] = field(default_factory=list)
    heads: Count | None = None
    rate: Span | None = None

    @property
    def sex(self) -> bool:
        """男工3个，女工5个 are for one gig."""
        return _SEX.fullmatch(self.name) is not None

    @property
    def named(self) -> bool:
        if self.sex:
            return False
        known = TIER.search(self.name) or _PERSON.search(self.name) or COUPLE.search(self.name)
        return bool(known or self.trades)

    @property
    def trades(self) -> frozenset[str]:
        return frozenset(found.trade for found in found_in(self.name))

    @property
    def end(self) -> int:
        return max(end for _, end in self.spans)

    def same(self, other: Kind) -> bool:
        """小工 and 扎钢筋的小工, 夫妻一对 and 夫妻工, 砍甘蔗 and 砍的."""
        shorter, longer = sorted((self.name, other.name), key=len)
        if not shorter:
            return False
        couples = bool(COUPLE.search(shorter)), bool(COUPLE.search(longer))
        return shorter in longer or all(couples) or bool(self.trades & other.trades)

    def alike(self, other: Kind, least: int = 1) -> bool:
        """Said shorter the second time: 砍的 of 砍甘蔗, 拉网那几个 of 拉网的."""
        return len((set(self.name) - _EMPTY) & (set(other.name) - _EMPTY)) >= least


def found_in(words: str) -> list[trades.Match]:
    """Trades with their places: what folding would leave out or draw together is a comma."""
    return trades.load().find(words.translate(_COMMAS)) if words else []
