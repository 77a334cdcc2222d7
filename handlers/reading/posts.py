"""Several posts in one message: 小工3个180，木工2个260，江南市场. Each is a trade with its own heads."""

import re

from handlers.reading.counts import MOST
from handlers.reading.heads import read_heads
from handlers.reading.plain import plain
from storage.lexicon import trades
from storage.lexicon.normalise import CAP

_APART = re.compile(r"[，,；;。、\n]+")
_EACH = re.compile(r"^[一1]\s?(?:个|名|位|人)")
"""招木工3个，一个木工300: what one of them gets, not another post."""
MOST_POSTS = 10
_SLIP = re.compile("不对|说错|打错|写错|发错|不是[^，,。]{1,6}是")
_NO_POST = re.compile("其中|已经|优先|有.{0,8}了$")
"""Hands that are there already, or some of those just asked for."""
_PEOPLE = re.compile(r"(?<!\d)(\d{3,})\s?(?:个人|个(?!月|小时)|人(?!民币)|名|位)")


def several_posts(text: str) -> list[str]:
    """Each post with what they all share behind it; nothing when there are not at least two."""
    if _SLIP.search(text[:CAP]):
        return []  # 小工3个，不对，小工5个
    parts = [part.strip() for part in _APART.split(text[:CAP]) if part.strip()]
    if sum(map(_is_post, parts)) < 2:  # 小工3个 木工2个 with nothing but spaces
        parts = [word for part in parts for word in part.split()]
    posts: list[str] = []
    shared: list[str] = []
    for part in parts:
        if not _is_post(part):
            shared.append(part)
        elif posts and _EACH.match(part) and _trades(part) <= _trades(posts[-1]):
            posts[-1] += "，" + _EACH.sub("", part)
        else:
            posts.append(part)
    whole = sum(map(_heads, posts))  # 招5个人，3个木工，2个小工: all of them together
    shared = [part for part in shared if _heads(part) != whole]
    several = len(posts) > 1 or (posts and posts[0] not in parts)
    return ["，".join([post, *shared]) for post in posts[:MOST_POSTS]] if several else []


def _trades(part: str) -> set[str]:
    return {found.trade for found in trades.load().find(plain(part).text)}


def _heads(part: str) -> int:
    found = read_heads(f"- {part}")
    return found.high if found else 0


def _is_post(part: str) -> bool:
    return not _NO_POST.search(part) and read_heads(f"- {part}") is not None and bool(_trades(part))


def too_many(text: str) -> bool:
    """More hands than a gig may ask for; the reader of heads takes such a figure for something else."""
    return any(int(found[1]) > MOST for found in _PEOPLE.finditer(plain(text).text))
