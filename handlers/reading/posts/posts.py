"""Several posts in one message: 小工3个180，木工2个260，江南市场. Each with what they all share."""

import re
from dataclasses import dataclass

from handlers.reading.hands.counts import MOST
from handlers.reading.hands.heads import Heads, heads_told, total_told
from handlers.reading.plain import once_a_turn, plain
from handlers.reading.posts.kind import Kind, Span
from handlers.reading.posts.kinds import kinds_told
from handlers.reading.posts.shares import shares
from storage.lexicon import trades
from storage.lexicon.normalise import CAP

MOST_POSTS = 10
_PEOPLE = re.compile(r"(?<!\d)(\d{3,})\s?(?:个人|个(?!月|小时)|人(?!民币)|名|位)")
_NUMBERED = re.compile(
    r"[\u2460-\u2469\u2776-\u277f]|\d\ufe0f?\u20e3|(?:(?<=^)|(?<=[\s;；。]))[(（]?(?:[1-9]|[一二三四五六七八九十])[、.．)）](?!\d)"
)
_LINE = re.compile(r"[^\n]+")


_RANK = re.compile("大工|中工|师傅|学徒|技工|徒弟")
"""大工 says how good, not at what: that stands elsewhere in the post."""


@dataclass(frozen=True, slots=True)
class Post:
    """One of several: the whole message without what belongs to the others, and the name of these hands."""

    text: str
    name: str
    heads: Heads | None


@once_a_turn
def several_posts(text: str) -> tuple[Post, ...]:
    """Each post with what they all share in its place; nothing when there are not at least two."""
    text = _NUMBERED.sub("\n", text[:CAP])
    kinds = kinds_told(text)[:MOST_POSTS]
    if not kinds:
        return ()
    said = plain(text).text
    lines = _own_lines(said, kinds)
    total = [total] if (total := total_told(text) or _whole(text)) else []
    return tuple(_post(said, one, [*total, *_others(one, kinds, lines)]) for one in kinds)


def _whole(text: str) -> Span | None:
    """10个人 of 10个人，一半卸货一半扫地."""
    whole, _ = shares(text, heads_told(text))
    return (whole.start, whole.end) if whole else None


def _post(said: str, kind: Kind, others: list[Span]) -> Post:
    text, count = _without(said, others), kind.heads
    heads = Heads(count.low, count.high, said[slice(*count.told)]) if count else None
    if not _RANK.fullmatch(kind.name):
        return Post(text, kind.name, heads)
    unranked = text.replace(kind.name, "")
    return Post(unranked if trades.load().find(unranked) else text, "", heads)


def _others(kind: Kind, kinds: list[Kind], lines: dict[Span, list[Kind]]) -> list[Span]:
    """What belongs to another: its words, and its whole line where every kind has a line of its own."""
    own = set(kind.spans)
    spans = [span for one in kinds for span in one.spans if span not in own]
    spans += [(one.heads.start, one.heads.digits) for one in kinds if one.heads and one.heads.each]
    whole = [
        line for line, there in lines.items() if len(lines) > 1 and all(one is not kind for one in there)
    ]
    return spans + whole


def _own_lines(said: str, kinds: list[Kind]) -> dict[Span, list[Kind]]:
    """The lines in which kinds stand; nothing when one kind is told in two of them."""
    lines: dict[Span, list[Kind]] = {}
    for line in _LINE.finditer(said):
        there = [one for one in kinds if any(line.start() <= at < line.end() for at, _ in one.spans)]
        if there:
            lines[line.span()] = there
    homes = sum(len(there) for there in lines.values())
    return lines if homes == len(kinds) else {}


def _without(said: str, spans: list[Span]) -> str:
    letters = list(said)
    for start, end in spans:
        letters[start:end] = [","] * (end - start)
    return re.sub(r"[,、]*,[,、\s]*", ",", "".join(letters)).strip(", ")


def too_many(text: str) -> bool:
    """More hands than a gig may ask for; the reader of heads takes such a figure for something else."""
    return any(int(found[1]) > MOST for found in _PEOPLE.finditer(plain(text).text))
