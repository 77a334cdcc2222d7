"""A thing, then who is hired, then what is to be done to it: 板栗掉了一地 找几个人上山捡, 草长高了 请人割."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storage.lexicon.trade_table import Meanings

_HIRED = re.compile(
    r"(?:[找请要叫喊缺雇揾倩]|有没有)(?:[\d一二两三四五六七八九十几]+个?|[些点个])?(?:人手?|师傅|工人|女工|劳力)"
    r"(?:[去来帮给忙我]|上[山门]|下地|过来|一起|清理|弄|全部|统统)*"
)
_ENDS = re.compile(r"$|[\W_]|[的吗嘛呢了掉下完好干出回起走一两几半\d]")
_BACK = 20  # how far before it the thing may stand
_ALONE = frozenset("草树鱼鸡鸭猪茶菜蔗果禾花药墙砖窗碗菇稻")  # things of one character that are read so


def done_to_what_was_named(said: str, meanings: Meanings) -> Iterator[tuple[str, int, int]]:
    """Name, and where its verb stands."""
    if "人" not in said and "师傅" not in said:
        return
    for hired in _HIRED.finditer(said):
        for end in (hired.end() + 2, hired.end() + 1):
            verb = said[hired.end() : end]
            if verb in meanings.doings.verbs and _ENDS.match(said, end):
                name = _name(said[max(0, hired.start() - _BACK) : hired.start()], verb, meanings)
                if name:
                    yield name, hired.end(), end
                    break


def _name(before: str, verb: str, meanings: Meanings) -> str | None:
    """The longest thing, and of those the nearest."""
    for length in (4, 3, 2, 1):
        for at in range(len(before) - length, -1, -1):
            thing = before[at : at + length]
            if (length > 1 or thing in _ALONE) and meanings.means(verb + thing):
                return verb + thing
    return None
