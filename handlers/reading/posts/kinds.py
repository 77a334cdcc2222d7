"""Which hands a message tells apart: 要砌砖的三四个，小工两个，大工三百二小工两百 is two kinds.

A kind is a name with how many, how much, or both, beside it. What was said of it twice is put together by its
name, and what is left over by elimination: of 砌砖的 and 小工 the 大工 can only be the first.
"""

import re
from collections.abc import Iterator

from handlers.reading.hands.counts import Count
from handlers.reading.hands.heads import heads_told
from handlers.reading.pay.pay import pay_spans
from handlers.reading.phone import phones_in
from handlers.reading.plain import blank, plain
from handlers.reading.posts.kind import COUPLE, TIER, Kind, Span, found_in
from handlers.reading.posts.pairing import put_together
from handlers.reading.posts.shares import shares
from handlers.reading.times.when import time_spans

_CLAUSE = re.compile(r"[^,。;、\n!?]+")
_SENTENCE = re.compile(r"[。;\n!?]")
_OPENING = re.compile(
    r"^(?:[要招请找聘缺差需还再另外想急和跟加及整来爱寻搵揾雇喊叫:+]|招聘|急需|需要|现在?|诚聘|其中|我们?|分[两三]拨|各位)+"
)
_CLOSING = re.compile(
    r"(?:工[资价钱]|[日月时]薪|[底年]薪|保底|每人|一人|人均|[每一][天日个工]|统一|一律|全部|分别是?|通通|的话|的?那[个几些]*|嗰啲|单价|价格?|都?是|给|开|拿|有|[:约各*×\s])+$"
)
_SHARE = re.compile("(?:其中)?一半|另|其[他它余]|剩|余")
_HAN = re.compile(r"[a-z一-龥]{2}|[一-龥]$")
_NAME_MOST = 8
_STOP = re.compile(r"[,。;、\n!?]")
_REACH = 14


def kinds_told(text: str) -> list[Kind]:
    """In the order they were told; nothing when a message asks for one kind of hands."""
    _, counts = shares(text, heads_told(text))
    if len(counts) < 2 and not any(one.each for one in counts):
        return []
    told = put_together(list(_Scan(text, counts).kinds()))
    return told if sum(one.heads is not None for one in told) > 1 else []


class _Scan:
    """Goes through a message clause by clause and gives every count and rate to a name beside it."""

    def __init__(self, text: str, counts: list[Count]) -> None:
        heard = plain(text)
        self.text = heard.text
        phones = [(phone.start, phone.end) for phone in phones_in(heard)]
        self.body = blank(heard.text, phones + time_spans(heard))
        rates = [(start, end, None) for start, end in pay_spans(text)]
        self.items: list[tuple[int, int, Count | None]] = sorted(
            [*((one.start, one.end, one) for one in counts), *rates], key=lambda item: item[:2]
        )
        self.found: list[Kind] = []

    def kinds(self) -> Iterator[Kind]:
        for clause in _CLAUSE.finditer(self.body):
            items = [one for one in self.items if clause.start() <= one[0] < clause.end()]
            at = clause.start()
            for place, (start, end, count) in enumerate(items):
                until = items[place + 1][0] if place + 1 < len(items) else clause.end()
                at = max(end, self._take(at, (start, end), count, until))
        yield from self.found

    def _take(self, at: int, told: Span, count: Count | None, until: int) -> int:
        """How far the text belongs to what is known now."""
        left = self._name(at, told[0])
        if count and count.each:
            self._each(count)
        elif count and (own := self._inside(told))[1] > own[0]:
            self._add(own, told, count)
        elif count and (right := self._doing(left, told, until)):
            self._add(right, told, count)
            return right[1]
        elif left and self._kind(left).named:
            self._add(left, told, count)
        elif not count and not left and self._leads(at, told, until):
            self._add((told[0], told[0]), told, count)
        elif self._fits(told, count):
            last = self.found[-1]
            self._fill(last, told, count)
            last.spans[-1] = (min(last.spans[-2][1], told[0]), told[1])
        elif left:
            self._add(left, told, count)
        elif count and (right := self._behind(told[1], until)):
            self._add(right, told, count)
            return right[1]
        else:
            self._add((told[0], told[0]), told, count)
        return told[1]

    def _doing(self, left: Span | None, told: Span, until: int) -> Span | None:
        """一半装车 and 男6个搬货 are named behind; but 男工5个女工8个 are for the same."""
        apart = left is not None and self._kind(left).sex and self.body[told[1] : told[1] + 1] not in "男女"
        return self._behind(told[1], until) if apart or _SHARE.match(self.text, told[0]) else None

    def _inside(self, told: Span) -> Span:
        """挖机一台 and 夫妻一对 name who is wanted themselves."""
        words = self.text[told[0] : told[1]]
        return told if COUPLE.search(words) or found_in(words) else (told[0], told[0])

    def _leads(self, at: int, told: Span, until: int) -> bool:
        """3500保安3人，2800保洁2人: the rate opens the clause and a name is glued to it."""
        glued = self.body[told[1] : told[1] + 1].strip()
        return at == told[0] and bool(glued) and self._behind(told[1], until) is not None

    def _fits(self, told: Span, count: Count | None) -> bool:
        """What stands behind a kind is its own: 3个180, 3个，180, a rate in the same clause anyway."""
        if not self.found:
            return False
        last = self.found[-1]
        between = self.body[last.end : told[0]]
        if last.heads if count else last.rate:
            return False
        beside = not re.sub(r"[\s,\0:*×()]", "", _CLOSING.sub("", between))
        return beside or (not count and len(between) <= _REACH and not _STOP.search(between))

    def _kind(self, name: Span) -> Kind:
        return Kind(self.text[name[0] : name[1]])

    def _fill(self, kind: Kind, told: Span, count: Count | None) -> None:
        kind.heads, kind.rate = count or kind.heads, kind.rate if count else told
        kind.spans.append(told)

    def _add(self, name: Span, told: Span, count: Count | None) -> None:
        kind = self._kind(name)
        if kind.name and name != told:
            kind.spans.append(name)
        self._fill(kind, told, count)
        self.found.append(kind)

    def _each(self, count: Count) -> None:
        """大工450中工350 各要4人, 木工钢筋工各十个: every kind that was named before has so many."""
        since = max((one.end() for one in _SENTENCE.finditer(self.body, 0, count.start)), default=0)
        paid = [one for one in self.found if one.heads is None and one.rate and one.spans[0][0] >= since]
        if len(paid) < 2:
            names = list(self._names(since, count.start))
            paid = [Kind(self.text[start:end], [(start, end)]) for start, end in names]
            self.found += paid
        for one in paid:
            self._fill(one, (count.start, count.end), count)

    def _names(self, start: int, end: int) -> Iterator[Span]:
        """Every name of a trade in a stretch, each once."""
        stretch = self.body[start:end]
        spans = []
        for one in found_in(stretch):
            # 木工小工各3个 are two, though somebody may be called a carpenter's helper so
            tier = TIER.search(one.name, 1)
            helped = tier is not None and bool(found_in(one.name[: tier.start()]))
            spans.append((one.at, one.at + (tier.start() if tier and helped else len(one.name))))
        spans += [one.span() for one in TIER.finditer(stretch)]
        taken = 0
        for low, high in sorted(set(spans), key=lambda span: (span[0], -span[1])):
            if low >= taken and stretch[low:high].strip("\0 "):
                taken = high
                yield start + low, start + high

    def _name(self, start: int, end: int) -> Span | None:
        """The name that stands right before: 江南市场小工 of 江南市场小工3个 is 小工."""
        start = max(start, self.body.rfind("\0", start, end) + 1)
        closing = _CLOSING.search(self.body, start, end)
        end = closing.start() if closing else end
        start = max(start, *(self.body.rfind(mark, start, end) + 1 for mark in " :"))
        opening = _OPENING.match(self.body[start:end])
        start += opening.end() if opening else 0
        words = self.body[start:end]
        if not _HAN.search(words):
            return None
        known = [one.at for one in found_in(words) if words[one.at :].startswith(one.name)]
        known += [one.start() for one in TIER.finditer(words)]
        return (start + min(known) if known else max(start, end - _NAME_MOST)), end

    def _behind(self, start: int, until: int) -> Span | None:
        """3个瓷砖工: the name follows, glued to the count."""
        words = self.body[start:until]
        opening = re.match(r"(?:会|能|有|男|女|熟手|的)?(?:做|干|搞)?", words)
        start += opening.end() if opening else 0
        end = min([until, *(at for mark in " \0" if (at := self.body.find(mark, start, until)) >= 0)])
        kind = Kind(self.text[start:end])
        return (start, end) if end > start and kind.named else None
