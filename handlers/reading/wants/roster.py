"""An employer asks who comes: 谁报名了, 名单, 来了几个, 人够了吗. A question; 人够了 alone is a wish."""

import re

from handlers.reading.plain import once_a_turn, plain

LONGEST = 20
_MANY = r"(?:几个|多少个?|几位|几名|有几)(?:人|师傅|工人|名)?"
_COME = r"(?:报名|报上|报|要来|会来|来|招到|招|到|应聘)"
_NOT = r"(?:没有?|吗|么|嘛|不|了吗|了没有?)"
_ASKS = re.compile(
    rf"(?:都|现在|今天|明天|已经)?(?:有)?谁(?:都|要|会|已经)?{_COME}(?:了|过)?(?:名|工)?(?:了|啊|呀|呢|吗)?"
    r"|(?:我?[要想]?(?:看|查|发|给)(?:看|下|一下)?(?:我)?)?(?:的)?(?:报名|人员|工人|师傅)?(?:的)?(?:人|名单|人员名单)(?:呢|给我|发我|看看)?"
    rf"|(?:现在|今天|明天|已经|一共|总共)?(?:有)?{_MANY}{_COME}(?:了|过)?(?:名)?(?:了|啊|呀|呢)?"
    rf"|(?:现在|今天|明天|已经|一共|总共)?(?:有人)?{_COME}(?:了|到了|上了|满了?)?{_MANY}(?:了|啊|呀|呢)?"
    rf"|还?(?:差|缺|少){_MANY}(?:了|啊|呀|呢)?"
    rf"|(?:现在|今天|明天)?有(?:没有)?人{_COME}(?:了|过)?(?:名)?{_NOT}?"
    rf"|(?:人|人手|师傅)?(?:都|招)?(?:(?:够|满|齐|到人?)了?|招人?了){_NOT}"
    r"|(?:人|人手)?(?:够不够|满没满|齐没齐|够没够)"
)
_MARKED = re.compile(r"(?:人|人手)?(?:都|招)?(?:够|满|齐)了")
_TAIL = "。.，,!！~～ ?？"
_NOBODY = frozenset({"人", "的人", "工人"})


_SIGNED_UP = re.compile("[我俺](?!发|招|登|贴)[^,。发招]{0,6}报|报的名|报名(?:成功|情况|记录)")


def asks_own_sign_ups(text: str) -> bool:
    """我报了哪些活: of who looks for work, not of who posts."""
    return bool(_SIGNED_UP.search(plain(text).text))


@once_a_turn
def asks_roster(text: str) -> bool:
    """The trade or the number of the gig may stand before it: 瓷砖工来了几个, 3号够了吗."""
    if len(text) > LONGEST:
        return False
    said = plain(text).text.strip()
    asked = said.endswith("?")
    said = re.sub(r"^(?:第?\d{1,6}号(?:活)?的?|[一-龥]{1,5}工)", "", said.strip(_TAIL)).strip(_TAIL)
    if not said or said in _NOBODY:
        return False
    return bool(_ASKS.fullmatch(said) or (asked and _MARKED.fullmatch(said)))
