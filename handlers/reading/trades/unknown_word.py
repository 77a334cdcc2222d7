"""The short word that somebody used for a work, when no trade was understood: 扎铁王 of 我是扎铁王的."""

import re

from handlers.reading.plain import plain

SHORTEST, LONGEST = 2, 8
_OPENING = re.compile(
    r"^(?:我|俺|咱|𠊎|本人|就|是|会|能|做|干|搞|当|想|要|找|过|以前|一直|的|个|有没有|有|没有|招|请)+"
)
_CLOSING = re.compile(
    r"(?:的|了|活|有没有|有冇|有冇得做|工作|师傅|吗|么|嘛|啊|呀|吧|呢|嘞|咯|人|事|做|干|可以|都行|也行)+$"
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


def unknown_word(text: str) -> str | None:
    """None when what was said is no word of its own: a sentence, a number, a phone."""
    core = _core(text)
    return core if SHORTEST <= len(core) <= LONGEST and _HAN.fullmatch(core) else None


def says_nothing(text: str) -> bool:
    """的活, 我想找: nothing but what stands around such a word."""
    return not _core(text)


def _core(text: str) -> str:
    said = plain(text[:40]).text.strip(" 。.,!?~")
    return _OPENING.sub("", _CLOSING.sub("", said))
