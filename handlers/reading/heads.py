"""How many hands: 3人, 要三四个, 招5名, 男女各5个, 夫妻工一对; and changes to it: 再加2个."""

import re
from dataclasses import dataclass

from handlers.reading.numerals import NUMBER, RANGE, span
from handlers.reading.plain import Plain, blank, plain
from handlers.reading.when import time_spans

MOST = 500  # nobody asks a station for more hands in one gig; such a figure is something else
_PERSON = "人|名|位"
# 个 counts everything: these follow it when no person is meant.
_THINGS = "月|半|小时|钟|星期|礼拜|工(?!人)|点|件|单|房|厅|柜|箱|包|袋|坑|洞|窗|门|车|货|平方|项|字"
_COUNT = re.compile(
    rf"(?<![\d.:/第块毛元角分a-z])(?P<each>各)?\s?(?P<n>{RANGE}|[俩仨])\s?(?P<more>多|来|几)?\s?"
    rf"(?:(?P<person>{_PERSON})(?!民币|次|均|份|一天|工费|气|额)|(?P<things>个(?!{_THINGS})人?|条(?!{_THINGS})))"
)
_ALONE = re.compile(rf"[要招请找缺差约大概]{{0,3}}\s?(?P<n>{RANGE})\s?[个人名位]?\s?[吧啊就行够了。,!]*")
_COUPLE = re.compile(rf"(?:夫妻工?|情侣|两公婆|一家)\s?(?P<n>{NUMBER})对|(?P<m>{NUMBER})对(?:夫妻|夫妇|情侣)")
_PAIRED = re.compile(r"男女\s?$|男工?女工?\s?$")
_NOT_HANDS = re.compile(
    r"(?:欠|我们|咱们|一家|一共有|管|住|间|吃|能坐|可住|[这那哪每]|每一?|桌|够|第|不是|超过)\s?$"
)
_CHANGE = re.compile(
    rf"(?P<up>再加|再要|再招|再来|再请|再找|多要|多招|多加|多请|多来|加|增加|还要|还差|还缺)\s?(?P<n>{NUMBER})\s?[个人名位]"
    rf"|(?P<down>少要|少招|少来|减少?|少)\s?(?P<m>{NUMBER})\s?[个人名位]"
    rf"|(?P<to>改成|改为|改到|变成|换成|只要|只需要?|只招)\s?(?P<k>{NUMBER})\s?[个人名位]"
)


@dataclass(frozen=True, slots=True)
class Heads:
    low: int
    high: int
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """`by` more or fewer, or `to` a new number: one of the two."""

    by: int | None
    to: int | None
    words: str


def read_heads(text: str) -> Heads | None:
    heard = plain(text)
    if (alone := _ALONE.fullmatch(heard.text.strip())) and (pair := _span(alone["n"])):
        return Heads(*pair, text.strip())
    body = blank(heard.text, time_spans(heard))
    if found := _COUPLE.search(body):
        pairs = _span(found["n"] or found["m"])
        return Heads(2 * pairs[0], 2 * pairs[1], heard.quote(found)) if pairs else None
    counts = _counts(body)
    if not counts:
        return None
    low, high = (sum(ends) for ends in zip(*(pair for _, pair in counts), strict=True))
    words = "、".join(heard.quote(found) for found, _ in counts)
    return Heads(low, high, words) if high <= MOST else None


def read_change(text: str) -> Change | None:
    heard = plain(text)
    found = _CHANGE.search(blank(heard.text, time_spans(heard)))
    pair = _span(found["n"] or found["m"] or found["k"]) if found else None
    if found is None or pair is None or pair[0] != pair[1]:
        return None
    number, words = pair[0], heard.quote(found)
    if found["to"]:
        return Change(None, number, words)
    return Change(number if found["up"] else -number, None, words)


def head_spans(heard: Plain) -> list[tuple[int, int]]:
    """Where people are counted: none of these numbers is pay."""
    body = blank(heard.text, time_spans(heard))
    return [found.span() for found, _ in _counts(body)]


def _counts(body: str) -> list[tuple[re.Match[str], tuple[int, int]]]:
    counts = []
    for found in _COUNT.finditer(body):
        pair = _span(found["n"])
        before = body[: found.start()]
        if pair is None or _NOT_HANDS.search(before[-4:]) or (found["things"] and _is_price(body, found)):
            continue
        if found["each"] and _PAIRED.search(before[-6:]):
            pair = (2 * pair[0], 2 * pair[1])
        counts.append((found, pair))
    return _corrected(body, counts)


def _is_price(body: str, found: re.Match[str]) -> bool:
    """20 一个, 5毛一个: one of the things made, not one person."""
    return (
        found["n"] in {"一", "1"} and re.search(r"[\d元块毛分钱]\s?$", body[: found.start()][-3:]) is not None
    )


def _corrected(
    body: str, counts: list[tuple[re.Match[str], tuple[int, int]]]
) -> list[tuple[re.Match[str], tuple[int, int]]]:
    """不是3个，是5个: what was taken back does not count (the 不是 itself is refused above)."""
    return [
        (found, pair)
        for found, pair in counts
        if not re.match(r"[^,。]{0,4}[,。.\s]*(?:不对|说错|打错|写错)", body[found.end() :])
    ]


def _span(words: str) -> tuple[int, int] | None:
    if words in {"俩", "仨"}:
        return ("俩仨".index(words) + 2,) * 2
    pair = span(words)
    if (
        pair is None
        or any(end != end.to_integral_value() for end in pair)
        or not 0 < pair[0] <= pair[1] <= MOST
    ):
        return None
    return int(pair[0]), int(pair[1])
