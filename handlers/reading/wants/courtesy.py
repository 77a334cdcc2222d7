"""你好, 谢谢了啊: a message in which nothing else is said."""

from __future__ import annotations

import re

from handlers.reading.wants.mandarin import mandarin
from handlers.reading.wants.table import table

LONGEST = 40
_FILL = re.compile(r"[啊呀哈哦噢嘛呢啦了的呐嗷\W_]+")
_SAYS = re.compile(r"[^啊呀哈哦噢嘛呢啦了的呐嗷\W_]")


def greets(text: str) -> bool:
    return _nothing_but("greeting", text)


def thanks(text: str) -> bool:
    return _nothing_but("polite", text)


def _nothing_but(wish: str, text: str) -> bool:
    """Piece after piece is taken away, which costs the same however they stand together."""
    said, pieces = mandarin(text), table("desk").pattern(wish)
    if pieces is None or len(said) > LONGEST or not _SAYS.search(said):
        return False
    return not _FILL.sub("", pieces.sub("", said))
