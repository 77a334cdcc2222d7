"""For which time somebody was not paid: 上个月, 去年腊月, 三月份到五月, 两个月. Never more than was said.

A story names other times too: when the boss promised to pay, since when he is silent. Without a question
only what can be no promise counts; `asked` takes any time there is.
"""

import re

from handlers.reading.numerals import NUMBER, RANGE
from handlers.reading.plain import Plain

_YEAR = (
    r"(?:(?:大前年|前年|去年|今年|上一?年|20\d\d年|二[零〇][零〇一二三四五六七八九]{2}年|(?<!\d)2\d年)的?)"
)
_MONTH = (
    r"(?<![\d个几两])(?<![一二三四五六七八九十])(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九](?:[、到至-]?[二三四五六七八九十])?)"
    r"月(?!结|薪)"
)
_LUNAR = r"(?:农历|阴历|旧历)?(?:正月|腊月|冬月)"
_THIS_MONTH = r"(?:上上个?|上一?个?|这个?|本|当|前一?个|头个)月(?!结|薪)"
_DAY = rf"(?:(?:{NUMBER}[号日]?[-到至~])?{NUMBER}[号日](?!楼|线)|初[一二三四五六七八九十]|[上中下]旬)"
_MARK = r"(?:份|初|中旬?|底|末|头上)"
_DAYED = rf"(?:{_MARK}?{_DAY}|{_MARK})?"
_FEAST = (
    r"(?:上半年|下半年|[去前今]年[初底尾头]|年[初中底尾头]|(?<![两几\d一二三四五六七八九十半])年[前后]|开年|过年|春节|清明节?|五一|端午节?|暑假|寒假|中秋节?|国庆节?"
    r"|元旦|元宵)"
)
_LATELY = (
    r"(?:(?:上上?|这|本)个?(?:周|星期|礼拜)[一二三四五六日天]?|昨天|大?前天|今天|前几天|前段时间|前阵子|最近"
    r"|这几天)"
)
_AROUND = r"(?:前后|[之以]?[前后](?!天|几)|左右|期间|的时候|那会儿?|那段时间)?"
_SURE = rf"(?:{_THIS_MONTH}{_DAYED}|{_YEAR}?{_LUNAR}{_DAYED}|{_YEAR}(?:{_MONTH}{_DAYED}|{_FEAST}){_AROUND})"
_ANY = rf"(?:{_SURE}|{_YEAR}?{_MONTH}{_DAYED}{_AROUND}|{_FEAST}{_AROUND}|{_LATELY}|{_YEAR}|{_DAY})"
_START = r"(?:开始|起)?(?:一直)?[做干]?(?:到|至|-)"
_RANGED = re.compile(
    rf"从?{_ANY}{_START}(?:现在|今天|目前|如今|这会儿)|{_ANY}{_START}{_ANY}|{_ANY}(?:开始|起)|{_YEAR}?{_MONTH}份?[、和]?{_MONTH}份?"
)
_POINT = re.compile(_SURE)
_LOOSE = re.compile(_ANY)
_OF_PAY = re.compile(
    rf"(?P<one>(?<=从){_ANY}(?!就(?:变|关|打|联|不|没人))|(?:[去前今]年|这个?)?[暑寒]假(?=在|去)"
    rf"|{_ANY}(?=的?(?:工(?:[资钱]|(?=$|[,。 ]))|薪|人工|钱|活|[干做]|上班|打工)|的(?=$|[\s,。])))"
)
# 成个月, 俩月, 两个多月, 二十几天, 一个半月, 三四天, 最后一个月.
_LENGTH = re.compile(
    rf"(?<!\d)(?P<last>最后|最尾|头|前|这|近)?(?P<span>(?!(?:19|20)\d\d年)(?:(?:大|小|将近|整整|足足)?(?:{RANGE}几?|[半几俩仨整]|(?<!不)成|好几|十几)\s?"
    r"(?:个?(?:多|来|余)?(?:个?半)?(?:天|日(?!结|薪|报|期)|年(?!纪|薪|前|初|底|级|轻|龄|货|限|头)|周(?!岁|[一二三四五六日末边])"
    r"|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|晚上?|夜|(?<!零)(?<!散)工(?![资钱地人厂头伤作程友具棚价班])|小时|钟头?|暑假|寒假|学期|季度?(?!节)|冬天?|夏天)"
    r"|(?:[个只](?:多|来|余)?(?:个?半)?|(?<=[半几俩仨整成两])|(?<=几)多?)月份?(?!结|饼|租))(?:零\S个?[天月]|半(?![天夜价]))?|(?:[嗰那]|那一?)个月))"
)
# How a length of time is led and followed when it is the one that was worked for, or owed for.
_WORKED = re.compile(
    r"[一-龥](?:了|咗|哒|欸|过|满|足|起|到)\s?(?:我们?|他|快|将近|差不多|整整|足足)?$|(?:一共|总共|连续)$"
)
_OWED = re.compile(
    r"(?:[欠拖压扣押差停]|最后|最尾|我们?的?|那)(?:了|着|咗|住|发|我|俺|咱|涯|阮|他|我们|他们?|佢)*(?:快|将近|整整)?$"
)
_UNPAID = re.compile(
    r"(?:的|个|啲|嘅)?(?:<钱>|活|事|粮|数|汗|人工|台班|底薪|工(?!地))|了?[^,。]{0,4}(?:没|不|未|冇|唔|一分|一毛|白)|(?:的|零)工".replace(
        "<钱>", "工[资钱]|薪|钱"
    )
)
_ELSE = re.compile(
    r"(?:辞工|辞职|离职|离开|走|过|隔|等|拖到|到现在|讲到现在|说|答应|讲好|说好|每|下|第|满|够|提前|出院|住院|休|失业|不足|超过|在家|待|上|下|等|要|讨|催|追|找|问|告|躲|饿|病|睡|躺|停机|失联|怀孕|身孕|放假|住|认识|结婚|干完|做完|完工|收工)(?:了|咗|快|将近|都|已经|再|还|一)*$|一$|每$"
)
_RATE = re.compile(
    r"\s?(?:是|给|有|才|只有)?(?:\d{2,}|[二三四五六七八九]十|[一两二三四五六七八九]百|[一两二三四五六七八九]千|一万)|\s?(?:内|之内|以内|一结|后|以后|之后|前|一次|两头|大(?!概)|的(?:孩子|娃|小孩|身孕))"
)
_A_DAY = re.compile("[百千][^天日月]*[一1][天日]$")
"""一百五一天 is a price."""
_PRICE = re.compile(r"(?:\d{2,}|[百千万块元])[,\s]?$")
_LASTED = re.compile(
    rf"(?:大|小|将近|快)?(?:{RANGE}|半|好?几)个?(?:多|来)?(?:个?半)?(?:月|天|年|周|星期|礼拜)(?:多|零\S天)?"
)
# 说好上个月给, 拖到年底, 上个月他说…: when it was promised, not when it was earned.
_PROMISE = re.compile(r"(?:说|答应|讲|约|承诺|保证|等|拖|推|要|最晚|辞工|辞职)[^,。]{0,3}$|到$")
_PAID_THEN = re.compile(
    r"(?:的?(?:出生|生日|生的|生人)|在[^,。]{0,8}接(?:下|了|的))|(?:再|才|就|会|要|前|之前|以前|一定|他|她|老板)?(?:给(?!他|她|人|老板)|发|结|付|还(?!没|欠|有|是)|说|讲|辞|走)"
)


def read_period(heard: Plain, *, asked: bool = False) -> str | None:
    """`asked`: the question was for it, so any time is the answer."""
    for pattern in (_RANGED, _POINT, _OF_PAY):
        for found in pattern.finditer(heard.text):
            group: int | str = "one" if pattern is _OF_PAY else 0
            if asked or not _promised(heard.text, *found.span(group)):
                return heard.quote(found, group).removesuffix("的")
    if lasted := _worked_for(heard.text):
        return heard.words(*lasted)
    loose = (_LOOSE.search(heard.text) or _LASTED.search(heard.text)) if asked else None
    return heard.quote(loose) if loose else None


def _worked_for(text: str) -> tuple[int, int] | None:
    """The length of time that is meant, and not how long ago they left or what a day is worth."""
    best: tuple[int, tuple[int, int]] | None = None
    for found in _LENGTH.finditer(text):
        sure = _surely(text, found)
        if sure == 0 and found["last"] in {"这", "近"}:
            continue
        start = (
            found.start()
            if found["last"] in {"前", "这", "近"} or found["span"][0] in "一那嗰"
            else found.start("span")
        )
        if sure >= 0 and (best is None or sure > best[0]):
            best = (sure, (start, found.end()))
    return best[1] if best else None


def _surely(text: str, found: re.Match[str]) -> int:
    before, start = text[max(found.start() - 8, 0) : found.start()], found.start("span")
    if _ELSE.search(before) or _RATE.match(text, found.end()) or _A_DAY.search(found["span"]):
        return -1
    if found["span"] in ("一天", "1天", "一日", "一晚", "一个月", "1个月") and _PRICE.search(
        text[:start][-2:]
    ):
        return -1
    return (
        3 * (found["last"] in {"最后", "最尾"})
        + 2 * bool(_WORKED.search(before))
        + 2 * bool(_OWED.search(before))
        + bool(_UNPAID.match(text, found.end()))
    )


def _promised(text: str, start: int, end: int) -> bool:
    return bool(_PROMISE.search(text[max(start - 8, 0) : start]) or _PAID_THEN.match(text, end))
