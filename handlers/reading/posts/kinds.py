"""Which hands a message tells apart: 要砌砖的三四个，小工两个，大工三百二小工两百 is two kinds.

A kind is a name with how many, how much, or both, beside it. What was said of it twice is put together by its
name, and what is left over by elimination: of 砌砖的 and 小工 the 大工 can only be the first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from handlers.reading.hands.counts import Count
from handlers.reading.hands.heads import heads_told
from handlers.reading.pay.pay import pay_spans
from handlers.reading.phone import phones_in
from handlers.reading.plain import blank, plain
from handlers.reading.times.when import time_spans
from storage.lexicon import trades

Span = tuple[int, int]

_CLAUSE = re.compile(r"[^,。;、\n!?]+")
_SENTENCE = re.compile(r"[。;\n!?]")
_TIER = re.compile("[大中小]工|师傅|学徒|帮工|技工|普工|徒弟")
_PERSON = re.compile("(?:[工员师手佬嫂姨仔妹匠长机的]|前台|保安|司机)$")
_OPENING = re.compile(
    r"^(?:[要招请找聘缺差需还再另外想急和跟加及整来爱寻搵揾雇喊叫:+]|招聘|急需|需要|现在?|诚聘|其中|我们?|分[两三]拨|各位)+"
)
_CLOSING = re.compile(
    r"(?:工[资价钱]|[日月时]薪|[底年]薪|保底|每人|一人|人均|[每一][天日个工]|单价|价格?|都?是|给|开|拿|有|[:约各*×\s])+$"
)
_SEX = re.compile("[男女](?:工|的|士|性|生|人)?")
_HAN = re.compile(r"[a-z一-龥]{2}|[一-龥]$")
_NAME_MOST = 8
_STOP = re.compile(r"[,。;、\n!?]")
_REACH = 14
_COMMAS = dict.fromkeys(map(ord, "\0\n "), ",")


@dataclass(slots=True)
class Kind:
    """`spans` are its stretches of the folded text: nobody else's."""

    name: str
    spans: list[Span] = field(default_factory=list)
    heads: Count | None = None
    rate: Span | None = None

    @property
    def named(self) -> bool:
        if _SEX.fullmatch(self.name):
            return False  # 男工3个，女工5个 are for one gig
        return bool(_TIER.search(self.name) or _PERSON.search(self.name) or self.trades)

    @property
    def trades(self) -> frozenset[str]:
        return frozenset(found.trade for found in _found(self.name))

    @property
    def end(self) -> int:
        return max(end for _, end in self.spans)

    def same(self, other: "Kind") -> bool:
        shorter, longer = sorted((self.name, other.name), key=len)
        return bool(shorter) and (shorter in longer or bool(self.trades & other.trades))


def kinds_told(text: str) -> list[Kind]:
    """In the order they were told; nothing when a message asks for one kind of hands."""
    counts = heads_told(text)
    if len(counts) < 2 and not any(one.each for one in counts):
        return []
    told = _put_together(list(_Scan(text, counts).kinds()))
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
        elif left and Kind(self.text[left[0] : left[1]]).named:
            self._add(left, told, count)
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
            self._add(self._inside(told), told, count)
        return told[1]

    def _inside(self, told: Span) -> Span:
        """挖机一台 names who is wanted itself."""
        words = self.text[told[0] : told[1]]
        found = _found(words)[:1]
        return (told[0], told[0] + len(words)) if found else (told[0], told[0])

    def _fits(self, told: Span, count: Count | None) -> bool:
        """What stands behind a kind is its own: 3个180, 3个，180, a rate in the same clause anyway."""
        if not self.found:
            return False
        last = self.found[-1]
        between = self.body[last.end : told[0]]
        if last.heads if count else last.rate:
            return False
        beside = not re.sub(r"[\s,\0:*×]", "", _CLOSING.sub("", between))
        return beside or (not count and len(between) <= _REACH and not _STOP.search(between))

    def _fill(self, kind: Kind, told: Span, count: Count | None) -> None:
        kind.heads, kind.rate = count or kind.heads, kind.rate if count else told
        kind.spans.append(told)

    def _add(self, name: Span, told: Span, count: Count | None) -> None:
        kind = Kind(self.text[name[0] : name[1]])
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
        for one in _found(stretch):
            # 木工小工各3个 are two, though somebody may be called a carpenter's helper so
            tier = _TIER.search(one.name, 1)
            helped = tier is not None and bool(_found(one.name[: tier.start()]))
            spans.append((one.at, one.at + (tier.start() if tier and helped else len(one.name))))
        spans += [one.span() for one in _TIER.finditer(stretch)]
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
        start = max(start, self.body.rfind(" ", start, end) + 1)
        opening = _OPENING.match(self.body[start:end])
        start += opening.end() if opening else 0
        words = self.body[start:end]
        if not _HAN.search(words):
            return None
        known = [one.at for one in _found(words) if words[one.at :].startswith(one.name)]
        known += [one.start() for one in _TIER.finditer(words)]
        return (start + min(known) if known else max(start, end - _NAME_MOST)), end

    def _behind(self, start: int, until: int) -> Span | None:
        """3个瓷砖工: the name follows, glued to the count."""
        words = self.body[start:until]
        opening = re.match(r"(?:会|能|有|男|女|熟手|的)?(?:做|干|搞)?", words)
        start += opening.end() if opening else 0
        end = min([until, *(at for mark in " \0" if (at := self.body.find(mark, start, until)) >= 0)])
        kind = Kind(self.text[start:end])
        return (start, end) if end > start and kind.named else None


def _found(words: str) -> list[trades.Match]:
    """Trades with their places: what folding would leave out or draw together is a comma."""
    return trades.load().find(words.translate(_COMMAS)) if words else []


def _put_together(found: list[Kind]) -> list[Kind]:
    """What was told twice, once; nameless counts and rates only when they belong to each other."""
    peopled = [one for one in found if one.heads]
    left: list[Kind] = []
    for rate in (one for one in found if one.heads is None):
        same = next((one for one in peopled if one.rate is None and one.same(rate)), None)
        if same:
            _join(same, rate)
        elif rate.named:
            left.append(rate)
    bare = [one for one in peopled if one.rate is None]
    if left and len(left) == len(bare):
        for one, rate in zip(bare, left, strict=True):
            _join(one, rate)
        left = []
    paid = [one for one in peopled if one.rate]
    kept = [one for one in peopled if one.named or (one.rate and not _SEX.fullmatch(one.name))]
    if len(paid) == 1 and len(kept) > 1:
        _share(paid[0])
    return sorted(kept + (left if paid else []), key=lambda one: one.spans[0])


def _share(kind: Kind) -> None:
    """木工3个，小工2个，都是300: the one rate is everybody's, unless it stands right behind one of them."""
    if kind.rate and not any(end == kind.rate[0] for _, end in kind.spans):
        kind.spans = [span for span in kind.spans if span[1] != kind.rate[1]]


def _join(kind: Kind, rate: Kind) -> None:
    kind.rate = rate.rate
    kind.spans += rate.spans
