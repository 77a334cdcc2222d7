"""Which rate belongs to which hands: by its name, by where it stands, and at last by what is left over.

木工2人小工3人，木工260，小工180 · 种树8人割草4人，种树割草180 · 焊工2个油漆1个，焊工400，其他300 ·
采茶30人按斤算，3块5一斤，炒茶2人350 · 木工3个，小工2个，都是300.
"""

from __future__ import annotations

import re
from itertools import pairwise

from handlers.reading.posts.kind import TIER, Kind

_ON_TOP = 4
_REST = re.compile("其[他它余]|剩下|余下|别的|其馀")


def put_together(found: list[Kind]) -> list[Kind]:
    """What was told twice, once; nameless counts and rates only when they belong to each other."""
    peopled = [one for one in found if one.heads]
    left = _by_name([one for one in found if one.heads is None], peopled)
    left = _by_place(left, found)
    bare = [one for one in peopled if one.rate is None]
    named = [one for one in left if one.named]
    if named and len(named) == len(bare):
        for one, rate in zip(bare, named, strict=True):
            _join(one, rate)
        named = []
    named = [one for one in named if not _more_for(one, peopled)]
    paid = [one for one in peopled if one.rate]
    kept = [one for one in peopled if one.named or (one.rate and not one.sex)]
    if len(paid) == 1 and len(kept) > 1:
        _share(paid[0])
    return sorted(kept + (named if paid else []), key=lambda one: one.spans[0])


def _more_for(rate: Kind, peopled: list[Kind]) -> bool:
    """快递员底薪3000+派件1.1元一件: what comes on top is theirs too."""
    home = next((one for one in peopled if one.rate and one.trades and one.trades & rate.trades), None)
    if home and home.rate and 0 <= rate.spans[0][0] - home.rate[1] <= _ON_TOP:
        home.spans += rate.spans
        return True
    return False


def _by_name(rates: list[Kind], peopled: list[Kind]) -> list[Kind]:
    """Gives each rate to the hands that it names, to several when it names several; what is left."""
    left = []
    for rate in rates:
        bare = [one for one in peopled if one.rate is None]
        same = [one for one in bare if one.same(rate)]
        if _REST.search(rate.name):
            same = bare
        elif TIER.fullmatch(rate.name):
            same = [one for one in same if rate.name in one.name] or same[:1]  # 吊顶师傅, 墙布师傅: 师傅400
        else:
            told = [one for one in same if one.name in rate.name]
            more = [one for one in bare if one not in told and one.alike(rate, least=2)]
            same = told + more if len(told + more) > 1 else same[:1]  # 种树割草180, 推车上料230
        if not same and rate.name and len(like := [one for one in bare if one.alike(rate)]) == 1:
            same = like
        for one in same:
            _join(one, rate)
        if not same:
            left.append(rate)
    return left


def _by_place(rates: list[Kind], found: list[Kind]) -> list[Kind]:
    """A rate without a name is of the hands glued to it, or right before it when all others have one."""
    left = []
    rates = _after_each(rates, found)
    for rate in rates:
        at = next(place for place, one in enumerate(found) if one is rate)
        before, after = (found[at - 1] if at else None), (found[at + 1] if at + 1 < len(found) else None)
        bare = [one for one in found if one.heads and one.rate is None and (one.named or not one.sex)]
        if rate.named:
            left.append(rate)
        elif after is not None and after in bare and rate.rate and after.spans[0][0] == rate.rate[1]:
            _join(after, rate)  # 3500保安3人，2800保洁2人
        elif before is not None and len(bare) == 1 and bare[0] is before:
            _join(before, rate)
        else:
            left.append(rate)
    return _in_order(left, found)


def _after_each(rates: list[Kind], found: list[Kind]) -> list[Kind]:
    """服务员3人，18到45岁，月薪3500，洗碗工1人，月薪3000: a rate without a name behind each of them."""
    bare = [one for one in found if one.heads and one.rate is None and (one.named or not one.sex)]
    behind = [
        (before, rate)
        for before, rate in pairwise(found)
        if rate.heads is None and not rate.named and any(one is before for one in bare)
    ]
    if len(behind) < 2 or len(behind) != len(bare):
        return rates
    for before, rate in behind:
        _join(before, rate)
    return [one for one in rates if not any(one is rate for _, rate in behind)]


def _in_order(left: list[Kind], found: list[Kind]) -> list[Kind]:
    """木工2人、小工3人，工资260、180: as many rates in a row behind them as there are hands."""
    peopled = [one for one in found if one.heads]
    row = [one for one in left if not one.named]
    if not row or not peopled:
        return left
    *others, last = peopled
    apart = last.rate is not None and not _glued(last)
    if any(one.rate for one in others) or len(row) + apart != len(peopled):
        return left
    if row[0].spans[0] < last.spans[0]:
        return left
    rates = [*([last.rate] if apart else []), *(one.rate for one in row)]
    last.spans = [span for span in last.spans if not apart or last.rate is None or span[1] != last.rate[1]]
    for one, rate in zip(peopled, rates, strict=True):
        one.rate = rate
        one.spans += [rate] if rate else []
    return [one for one in left if one.named]


def _glued(kind: Kind) -> bool:
    """Whether its rate stands right behind it: 小工2个200."""
    return kind.rate is not None and any(end == kind.rate[0] for _, end in kind.spans)


def _share(kind: Kind) -> None:
    """木工3个，小工2个，都是300: the one rate is everybody's, unless it stands right behind one of them."""
    if kind.rate and not _glued(kind):
        kind.spans = [span for span in kind.spans if span[1] != kind.rate[1]]


def _join(kind: Kind, rate: Kind) -> None:
    kind.rate = rate.rate
    kind.spans += rate.spans
