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
_DAY = rf"(?:{NUMBER}[号日](?!楼|线)|初[一二三四五六七八九十]|[上中下]旬)"
_MARK = r"(?:份|初|中旬?|底|末|头上)"
_DAYED = rf"(?:{_MARK}?{_DAY}|{_MARK})?"
_FEAST = (
    r"(?:上半年|下半年|年[初中底尾头]|年[前后]|开年|过年|春节|清明节?|五一|端午节?|暑假|寒假|中秋节?|国庆节?"
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
    rf"{_ANY}{_START}(?:现在|今天|目前|如今|这会儿|{_ANY})|{_ANY}(?:开始|起)|{_YEAR}?{_MONTH}份?[、和]?{_MONTH}份?"
)
_POINT = re.compile(_SURE)
_LOOSE = re.compile(_ANY)
_OF_PAY = re.compile(rf"(?P<one>{_ANY})(?=的?(?:工[资钱]|薪|人工|钱|活|[干做]|上班|打工)|的(?=$|[\s,。]))")
_SPAN = re.compile(
    rf"(?<=[干做欠拖差压扣我的])(?:了|着|咗|我们?)?(?P<span>(?:{RANGE}|半|几|好几)个?(?:多|来)?(?:个?半)?(?:月|天|年|周)(?:零\S天)?)"
    rf"|(?:[干做上打满挖搬扛砌刷抹][了满]?|一共|总共)(?P<worked>(?:{RANGE}|半)个?(?:多)?(?:月|天))(?=$|[\s,。班工活砖的没一])"
    rf"|(?P<paid>(?:{RANGE}|半|几)个?(?:多)?(?:月份?|天))(?:的)?(?:工[资钱]|薪|钱)"
)
_LASTED = re.compile(
    rf"(?:大|小|将近|快)?(?:{RANGE}|半|好?几)个?(?:多|来)?(?:个?半)?(?:月|天|年|周|星期|礼拜)(?:多|零\S天)?"
)
# 说好上个月给, 拖到年底, 上个月他说…: when it was promised, not when it was earned.
_PROMISE = re.compile(r"(?:说|答应|讲|约|承诺|保证|等|拖|推|要|最晚|辞工|辞职)[^,。]{0,3}$|到$")
_PAID_THEN = re.compile(
    r"(?:再|才|就|会|要|前|之前|以前|一定|他|她|老板)?(?:给(?!他|她|人|老板)|发|结|付|还(?!没|欠|有|是)|说|讲|辞|走)"
)


def read_period(heard: Plain, *, asked: bool = False) -> str | None:
    """`asked`: the question was for it, so any time is the answer."""
    for pattern in (_RANGED, _POINT, _OF_PAY):
        for found in pattern.finditer(heard.text):
            group: int | str = "one" if pattern is _OF_PAY else 0
            if asked or not _promised(heard.text, *found.span(group)):
                return heard.quote(found, group).removesuffix("的")
    if lasted := _SPAN.search(heard.text):
        return heard.quote(lasted, lasted.lastgroup or 0)
    loose = (_LOOSE.search(heard.text) or _LASTED.search(heard.text)) if asked else None
    return heard.quote(loose) if loose else None


def _promised(text: str, start: int, end: int) -> bool:
    return bool(_PROMISE.search(text[max(start - 8, 0) : start]) or _PAID_THEN.match(text, end))
