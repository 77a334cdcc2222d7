"""Words of ours as WeChat may show them: it makes a link of <a href=…>, and a name may hold one."""

from __future__ import annotations

from bot.channels.wechat.xml import speakable

LIMIT = 2048
"""Bytes of UTF-8. A longer answer is not shown at all, a longer message is refused."""

_LOOKS_LIKE_IT = "\uff1c"
_AS_SHORT = "("


def harmless(text: str, whole: str = "") -> str:
    """Without any tag; never made too long by that. `whole`: the message of which it is a part."""
    plain = speakable(text)
    gentle = speakable(whole or text).replace("<", _LOOKS_LIKE_IT)
    return plain.replace("<", _LOOKS_LIKE_IT if size(gentle) <= LIMIT else _AS_SHORT)


def size(text: str) -> int:
    return len(text.encode())
