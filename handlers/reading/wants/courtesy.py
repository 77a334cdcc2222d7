"""你好, 谢谢了啊: a message in which nothing else is said."""

from __future__ import annotations

import re

from handlers.reading.wants.mandarin import mandarin
from handlers.reading.wants.table import table

LONGEST = 40
_THANKS = re.compile(
    r"谢|感[谢激恩]|辛苦|麻烦|有?劳|好人|赞|多亏|祝|给力|真好|服务|费心|好评|大恩|3q|thx|thank|帮.?忙|不该"
)
_FILL = re.compile(r"[啊呀哈哦噢嘛呢啦了的呐嗷\W_]+")
_SAYS = re.compile(r"[^啊呀哈哦噢嘛呢啦了的呐嗷\W_]")


def greets(text: str) -> bool:
    return _nothing_but("greeting", text)


def thanks(text: str) -> bool:
    """好的谢谢 thanks, 好的 agrees."""
    return bool(_THANKS.search(mandarin(text))) and _nothing_but("polite", text)


def _nothing_but(wish: str, text: str) -> bool:
    """Piece after piece is taken away, which costs the same however they stand together."""
    said, pieces = mandarin(text), table("courtesy").pattern(wish)
    if pieces is None or len(said) > LONGEST or not _SAYS.search(said):
        return False
    return not _FILL.sub("", pieces.sub(lambda _: "", said))
