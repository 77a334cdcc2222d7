"""A question back where an answer was awaited: 你谁啊, 这是啥, 要钱吗. Only when it is all that was said."""

import re
from typing import Literal

from handlers.reading.plain import plain

Aside = Literal["who", "what", "money", "safe", "why"]

_YOU = "(?:你们?|您们?|恁|侬|你这)"
_MINE = "(?:我们?的?|俺的?)?(?:电话|号码|手机号?|信息|资料|名字|个人信息)"
_OPENS = "(?:请问|问一下|那|等一下|等下|哎|喂|诶|但是|不过)?"
_ENDS = "[不没]?[啊呀吗嘛呢哦噢咯哈的么嘞呐]*"
_TABLE: tuple[tuple[Aside, str], ...] = (
    (
        "who",
        (
            f"{_YOU}到?底?是?(?:谁|哪个|哪位|哪里|哪儿|什么人|啥人|哪个单位|什么单位|机器人|真人|人还是机器)|谁啊"
            f"|(?:这|对面)(?:是|边是)?(?:谁|哪里|哪儿|哪位)|哪位|是?(?:不是)?机器人|{_YOU}叫(?:什么|啥)(?:名字)?"
        ),
    ),
    (
        "what",
        (
            f"(?:{_YOU}|这个?|这里|这东西)是?(?:啥|什么|干什么|干啥|干嘛|做什么|做啥|搞什么|弄啥)"
            "(?:东西|用|意思|软件|平台)?|(?:啥|什么|么子|乜嘢?)(?:意思|东西|情况)|(?:有)?(?:啥|什么)用"
        ),
    ),
    (
        "money",
        (
            f"(?:这个|{_YOU}|这里|平台|报名|找活)?(?:(?:要|会|还要|是不是要|需要)(?:不要)?(?:交|收|给|花|出)?(?:钱|费|费用|押金|介绍费|手续费|中介费)"
            "|(?:收不收|要不要|用不用|需不需要)(?:交|给|花|出)?(?:钱|费|费用|押金)"
            "|收(?:什么|啥)?(?:钱|费用?|押金|介绍费|手续费|中介费)|免费|花钱)|(?:不要钱|不收钱|不收费)吧"
        ),
    ),
    (
        "safe",
        (
            f"(?:{_MINE})?(?:会不会|会|不会)被?(?:泄[露漏密]|外[泄传]|乱传|卖|告诉(?:别人|人家|老板)|让老板知道)"
            f"(?:掉|给别人|出去)?(?:{_MINE})?|老板(?:会不会|会|能不能)?(?:知道|晓得|看到)"
            "|(?:这个?)?(?:安全|安不安全|保密|可靠|靠谱|靠不靠谱|真的假的|是真的|骗人)"
            f"|(?:{_YOU}|这)?(?:是不是|不是|不会是|别是|是)?(?:骗子|骗人|诈骗|骗我)吧?|会不会是?(?:骗人|骗子|骗我|诈骗)"
        ),
    ),
    (
        "why",
        (
            f"(?:{_YOU})?(?:为啥|为什么|为何|干嘛|干啥|凭什么|做咩)(?:要|问|留|填)(?:这个|这些|{_MINE})"
            f"|要{_MINE}(?:干嘛|干啥|干什么|做什么|做啥|有什么用)|为啥|为什么"
        ),
    ),
)
_ASIDES = tuple((kind, re.compile(_OPENS + f"(?:{words})" + _ENDS)) for kind, words in _TABLE)
# 要钱 alone is a demand, 老板知道 a fact: somewhere it has to ask.
_ASKS = re.compile("[吗嘛么不没谁哪啥位?]|什么|干嘛|为何|凭|骗|真的假的|机器人|多少|免费")
_MARKS = "。.,!;?~… \n"
LONGEST = 16


_ME = "(?:我|俺|本人)?(?:今年|现在|都|已经|快|是个?|就|们)*"
_AGED = "(?:1[89]|[2-8]\\d|[二三四五六七八]十[一二三四五六七八九]?)(?:多|几|来)?周?岁?(?:了|的人)*"
_KIND = (
    "(?:女的|女人|女生|妇女|女同志|老年人|老人|老头|老太婆|没文化|不[识认]字|没得?经验|新手|生手"
    "|外地人?|外地的)"
)
_WORKS = (
    "(?:还|也|都)*(?:能不能|可不可以|可以不可以|要不要|收不收|得不得行|行不行|做不做得)(?:做|干|来|报|报名|去)?(?:活|零工|工)?"
    "|(?:还|也|都)*(?:能|可以|要|收|行|得行|招)(?:做|干|来|报|报名|去)?(?:的)?(?:活|零工|工|人)?[不吗嘛么没]"
    "|(?:还|也|都)*(?:能|可以)?(?:做|干|找|有)(?:点|些)?(?:啥子?|什么|哪些|得到)(?:活|工)?"
)
_MAY = re.compile(f"{_ME}(?:{_AGED}|{_KIND})(?:的人?)?(?:{_WORKS})[啊呀吗嘛呢哦么嘞]*")


def may_i(text: str) -> bool:
    """我60了 还要不要, 我是女的可以不: whether there is work for somebody like them."""
    if not 3 <= len(text.strip()) <= LONGEST:
        return False
    return bool(_MAY.fullmatch("".join(re.split(r"[\s,，。!?！？]+", plain(text).text))))


def aside(text: str) -> Aside | None:
    if not 2 <= len(text.strip()) <= LONGEST:
        return None
    said = "".join(plain(text).text.split())
    if not _ASKS.search(said):
        return None
    said = said.strip(_MARKS)
    return next((kind for kind, pattern in _ASIDES if pattern.fullmatch(said)), None)
