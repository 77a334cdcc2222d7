"""Several posts in one message: 小工3个180，木工2个260，江南市场. Each is a trade with its own heads."""

import re

from handlers.reading.heads import MOST, read_heads
from handlers.reading.plain import plain
from storage.lexicon import trades

_APART = re.compile(r"[，,；;。、\n]+")
_PEOPLE = re.compile(r"(?<!\d)(\d{3,})\s?(?:个人|个(?!月|小时)|人(?!民币)|名|位)")


def several_posts(text: str) -> list[str]:
    """Each post with what they all share behind it; nothing when there are not at least two."""
    parts = [part.strip() for part in _APART.split(text) if part.strip()]
    if sum(map(_is_post, parts)) < 2:  # 小工3个 木工2个 with nothing but spaces
        parts = [word for part in parts for word in part.split()]
    posts = [part for part in parts if _is_post(part)]
    shared = [part for part in parts if part not in posts]
    return ["，".join([post, *shared]) for post in posts] if len(posts) > 1 else []


def _is_post(part: str) -> bool:
    return read_heads(f"- {part}") is not None and bool(trades.load().find(plain(part).text))


def too_many(text: str) -> bool:
    """More hands than a gig may ask for; the reader of heads takes such a figure for something else."""
    return any(int(found[1]) > MOST for found in _PEOPLE.finditer(plain(text).text))
