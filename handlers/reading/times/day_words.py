"""Words that tell a day by today: 明天, 听日, 晨朝日, 明仔载, 大后儿, 明后两天, 而家, 三天后开工."""

from __future__ import annotations

import re
from collections.abc import Iterator

# One line a family; 0 is today. What is one stroke (眀天, 明夭) or one sound (名天) off is there too.
_FAMILIES: tuple[tuple[int, str], ...] = (
    (3, "大后[天日儿晚早]|大後[天日]|外后[天日]|落后日|万后[天日]"),
    (2, "(?<![以之然今最])后(?:[天夭](?!天)|[日儿]|晚|早|朝|个儿?(?!月)|仔日)"),
    (
        1,
        "(?<![赶])(?<!赶)[明眀](?:[天夭日儿早晚晨朝夜午晡]|个儿?|上午|中午|下午|仔[载早日暗]?|黑|暗晡|暝|下昏)|名天|[听廷停](?:[日曰晚朝早]|晏)",
    ),
    (1, "天光日|晨[朝早]日|晨朝|韶[早日]|[早天]晨日"),
    (
        0,
        "今(?:[天夭日儿早晚晨朝夜]|个儿?|上午|中午|下午|仔[日暗]|[晡暗][日晡]?|黑|暝|下昏)(?!月)|盈暗|下昏(?![迷暗])",
    ),
)
_RELATIVE = re.compile("|".join(rf"(?P<d{at}>{words})" for at, (_, words) in enumerate(_FAMILIES)))
_NIGHT = re.compile("[晚夜暗黑暝昏]|半夜|凌晨")
# 今日招聘 heads a list, 今天结 is how it is paid, 明天下午 the same day.
_NO_DAY = re.compile(
    r"(?:急|诚)?招(?:聘|工信息)|推荐|头条|更新|特价|之星|起步价|岗位|零工市场|就?(?:日|现)?结(?!婚)|(?:就|能)?(?:拿|发|付|给)(?:钱|工资|薪|现)"
)
_TWO = re.compile(
    r"(?P<first>今|明|听|后)[天日儿]?[、和跟及,]?(?P<last>明|听|后|大后)[天日儿]?(?:两[天日]|2[天日]|[天日都])"
)
_THREE = re.compile("今明后(?:三|3)天")
_AT = {"今": 0, "明": 1, "听": 1, "后": 2, "大后": 3}
# At once: only where it says come, not 马上结 nor 现在招人.
_COME = (
    r"(?:就|可以|能|得|要)?\s?"
    r"(?:[过进到]?来|去|到|开[工始干]|动工|上[班工岗]|出发|走|做|干|要人|有人|有空|有冇人)"
)
_NOW = re.compile(
    rf"(?:现在|而家|依家|[家宜]下|这会儿?|眼下|立马|即时)(?:就|人到|{_COME}|$|(?=[\s,。!]))"
    r"|即[日刻]起"
    rf"|(?:马上|立刻|立即|即刻|即时|赶紧|赶快)(?:就|{_COME}|\s?要(?![结求]))|当天就(?:来|干|做|上)"
    rf"|(?:等一?下|等会儿?|待会儿?|一会儿?|等阵|阵间)(?={_COME}|[早晚下上中夜凌]|[\d一二三四五六七八九十两]{{1,3}}点)"
)
# 钥匙锁屋里了，快: who is in trouble and in haste means now.
_TROUBLE = re.compile(
    r"锁[在屋门家]|反锁|进不[去了]|爆[了管裂]|[漏冒渗]水|漏[得了电]|堵(?:了|住|死)|跳闸|停电|断电|没[水电](?:了|用)|抛锚|发大水|水淹|打不[开着]"
)
_HASTE = re.compile(
    r"(?:^|[\s,。!])(?P<now>急|快|速|十?万?火急|火速|在线等)(?=$|[\s,。!急快来点])|[快速急]来(?!电)"
)
_UNASKED = re.compile(r"(?:做完|干完|收工|完工|事后|面试|合格|通过|满员|搞完|下班)[就后]?$")
_LATER = re.compile(
    r"(?<![干做满试休够用工每第\d一二三四五六七八九十])(?P<days>[2-9]|[两二三四五六七八九])[天日](?:之|以)?后"
    r"(?=\s?(?:的?[早上中下晚]|开[工始]|进场|上班|要|来|去|做|干|到))|(?P<week>一个?(?:周|星期|礼拜)后)(?=开[工始]|进场|上班|来|要)"
)


def near_days(body: str) -> Iterator[tuple[int, int, int, bool]]:
    """Where such a word stands, how many days ahead it is, and whether it means the night."""
    for found in _TWO.finditer(body):
        first, last = _AT[found["first"]], _AT[found["last"]]
        if last == first + 1:
            yield found.start("first"), found.start("last"), first, False
            yield found.start("last"), found.end(), last, False
    for found in _THREE.finditer(body):
        for at in range(3):
            yield found.start() + at, found.start() + at + 1, at, False
    for found in _RELATIVE.finditer(body):
        if not _NO_DAY.match(body, found.end()):
            at = int(found.lastgroup[1:]) if found.lastgroup else 0
            yield *found.span(), _FAMILIES[at][0], bool(_NIGHT.search(found[0]))
    for found in _LATER.finditer(body):
        days = found["days"] or "七"
        count = int(days) if days.isdecimal() else "一二三四五六七八九".find(days.replace("两", "二")) + 1
        yield *found.span(), count, False


def at_once(body: str) -> Iterator[tuple[int, int]]:
    """Where hands are wanted this very hour."""
    for found in _NOW.finditer(body):
        if not _UNASKED.search(body[max(found.start() - 3, 0) : found.start()]):
            yield found.span()
    if _TROUBLE.search(body) and (haste := _HASTE.search(body)):
        yield haste.span("now") if haste["now"] else haste.span()
