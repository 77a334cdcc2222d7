"""How many are not paid: 我们12个人, 十七个人, 我同另外十二个工友, 两口子."""

import re

from handlers.reading.hands.heads import Heads
from handlers.reading.numerals import RANGE, span
from handlers.reading.plain import Plain

_MORE = "[多几来外余]"
_MATES = (
    "工人|工友|民工|农民工|兄弟|老乡|同事|骑手|弟兄|姐妹|师傅|保洁|服务员|人(?!民币|次|家|工(?![资钱友人]))"
)
_WITH_ME = re.compile(
    rf"(?:我|俺|涯|阮)(?:同|和|跟|与|还有|,)(?:另外|其他|其余|还有)?(?P<n>{RANGE})\s?{_MORE}?\s?个?(?:{_MATES})"
)
_PEOPLE = re.compile(
    rf"(?P<a>{RANGE})\s?{_MORE}?\s?(?:个|名|位|号)?(?:{_MATES})"
    rf"|(?:我们|我哋|我地|咱们?|俺们?|阮|涯兜|偃兜|工友|一共|总共|等|有|班组)\s?(?:(?P<b>{RANGE})\s?{_MORE}?\s?[个名位](?![月工多星小]|来月|几月|老板|礼拜)|(?P<c>[俩仨]))"
)
_COUPLE = re.compile(
    "(?:我们?)?(?:两|俩)(?:口子|夫妻|公婆)|夫妻(?:俩|两)|(?:我和|我跟|我同)(?:我)?(?:老公|老婆|媳妇|弟弟?|哥哥?|儿子)(?:两个?人|俩)"
)
_PAIR = {"俩": 2, "仨": 3}
_OTHERS = re.compile(
    r"(?:招|请|雇|换|新来|要|找|给|管|煮|做|差|打伤|死|伤|他们还有|对方|对面|叫|带|来)(?:了|够)?\s?$"
)
_THEIRS = re.compile("(?:他们|对方|对面|门口|保安)(?:那边)?还?$")
"""Those of the other side: 他们还有四五个人在门口."""
_MOST = 5_000


def read_claimants(heard: Plain, text: str) -> Heads | None:
    if (found := _WITH_ME.search(text)) and (pair := _whole(found["n"])):
        return Heads(pair[0] + 1, pair[1] + 1, heard.quote(found))
    for found in _PEOPLE.finditer(text):
        if _THEIRS.search(text[: found.start()][-6:]):
            continue
        pair = (_PAIR[found["c"]],) * 2 if found["c"] else _whole(found["a"] or found["b"])
        if pair and not (found["a"] and _OTHERS.search(text[: found.start()][-6:])):
            return Heads(*pair, heard.quote(found))
    couple = _COUPLE.search(text)
    return Heads(2, 2, heard.quote(couple)) if couple else None


def _whole(words: str) -> tuple[int, int] | None:
    pair = span(words)
    if not pair or not 0 < pair[0] <= pair[1] <= _MOST or any(end % 1 for end in pair):
        return None
    return int(pair[0]), int(pair[1])
