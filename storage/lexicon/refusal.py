"""Is a trade named only to be turned down? 不想做保安 · 除了保安 · 保安不做 (but not 要不要保安)."""

import re

# The first half of 要不要, 会不会, 招不招: a question, not a refusal.
_ASKING = re.compile(r"(.)不(?=\1)")
_FILL = r"(?:再|去|来|当|做|干|进|找|招|搞|给|我|想|要|那些|那种|这种|什么|个|了|些|啥| )*"
_NO_BEFORE = re.compile(
    r"(?:不(?:想|要|会|能|是|用|敢|愿意?|考虑|需要|打算|喜欢|擅长|太会|怎么会)?|(?<![分特个性类级])别|甭|除了|除开|除去|除掉|拒绝|谢绝|非"
    r"|没(?:有)?(?:做|干|当|搞|学|开)过|[冇无][做干当搞学开]过"
    r"|[唔毋勿莫](?:想|要|爱|识|会|系|好)?|[呒冇无嘸](?:想|要|爱))" + _FILL + "$"
)
# 不去工地当小工, 别给我推快递站: a few words between, never 的 (不要夜班的普工 wants another shift)
_NO_FURTHER = re.compile(
    r"(?:不(?:想|去|愿意?|打算|考虑)再?[^,。;!?\s的]{0,6}[当做干开搞进去]"
    r"|(?:别|不要|不用|莫|唔好|甭)再?(?:[给帮跟叫让]我)?(?:推荐?|介绍|发|安排|派|去|整|搞)(?:那些|那种)?[^,。;!?\s的]{0,5}"
    r"|不是(?:要|想|来)?[找做招当][^,。;!?\s的]{0,3})$"
)
# 不要电话营销: two characters between, but 不要押金 and 不要夜班的普工 only say how
_NO_NEARER = re.compile(
    r"不(?:要|做|干|会|招|想做|想当)(?!押金|经验|学历|文化|中介|介绍|体检|坐班|夜班|证)[^,。;!?\s的不要吗]{0,2}$"
)
_NO_PAPER = re.compile("(?<!有)(?:没有?|冇|无)$")  # 没有叉车证
_NO_WITHIN = re.compile("(?<=.)不(?!锈)")  # 架子不搭
_CANNOT = (
    r"(?:干|做|搞|弄|整|吃|跑|开|搬|爬|扛|挑)(?:不了|不来|不动|不得|不惯|不起|不下去|唔来|唔到|[够腻怕伤]了)"
)
_NO_AFTER = re.compile(
    r"^(?:之外|以外|外|(?:的|活儿?|这些|那些|这种|那种|这行|这块|之类|公司|厂里?|店里?|那边"
    r"|我|俺|都|就|也|真的?|可|实在| )*"
    rf"(?:除外|勿扰|免谈|算了|就算了|没有了|没了|没活了|证(?:没有|冇)|{_CANNOT}"
    r"|[不唔毋莫](?:想|愿意?|敢|再|准备|打算)*(?:做|干|要|去|招|会|考虑|接|碰|搞|当|搭|开|熟|行|用|爱|喜欢|找)了?))"
    r"(?:$|[都 ,，.。!?;、了咯啦呀啊吧哈])"
)
_BESIDES = re.compile(r"^(?:之外|以外|外)?[, ]*(?:我)?(?:还|也)")  # 除了保安还会开车: both are meant
_ALL = re.compile("^都[不没唔]")
_JOINED = re.compile(r"^(?:和|跟|或者?|、|/| |以及|还有)+$")
_MARKS = "没甭非搬不别除拒谢唔毋勿莫呒冇无嘸免算够腻怕"
_NEARBY = 16  # how far from the name a refusal can stand


def refused(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Indexes of those spans (in reading order) that the folded text turns down."""
    if not any(mark in text for mark in _MARKS):
        return set()
    plain = _ASKING.sub(r"\1\1", text)  # as long as before, so positions stay true
    found: set[int] = set()
    for index, (start, end) in enumerate(spans):
        listed = index - 1 in found and _JOINED.match(plain[spans[index - 1][1] : start])
        before, behind = plain[max(0, start - _NEARBY) : start], plain[end : end + _NEARBY]
        named = plain[start:end]
        if (
            listed
            or _NO_WITHIN.search(named)
            or _turned_down(before, behind)
            or _NO_FURTHER.search(before + named[:1])
        ):
            found.add(index)
            if _ALL.match(behind):  # 砌墙贴砖都不会
                found |= _joined_before(plain, spans, index)
    return found


def _joined_before(plain: str, spans: list[tuple[int, int]], index: int) -> set[int]:
    found: set[int] = set()
    while index and _JOINED.match(plain[spans[index - 1][1] : spans[index][0]] or " "):
        index -= 1
        found.add(index)
    return found


def _turned_down(before: str, after: str) -> bool:
    besides = _BESIDES.match(after) is not None
    if _NO_FURTHER.search(before) or (_NO_NEARER.search(before) and not besides):
        return True
    if after.startswith("证") and _NO_PAPER.search(before):
        return True
    no = _NO_BEFORE.search(before)
    if no is not None:
        return not (besides and no[0].startswith("除"))
    return _NO_AFTER.match(after) is not None and not besides
