"""Is a trade named only to be turned down? 不想做保安 · 除了保安 · 保安不做 (but not 要不要保安)."""

import re
from collections.abc import Collection

# The first half of 要不要, 会不会, 招不招: a question, not a refusal.
_ASKING = re.compile(r"(.)不(?=\1)")
_FILL = r"(?:再|去|来|当|做|干|进|找|招|搞|给|我|揾|寻|请|叫|喊|那些|那种|这种|什么|个|些|啥)*"
_HEAD = r"(?:想|要|会|能|是|用|敢|肯|懂|愿意?|考虑|需要|打算|喜欢|擅长|适合|太会|怎么会|太想)"
_NO_BEFORE = re.compile(
    rf"(?:不{_HEAD}{{0,2}}|(?<![分特个性类级])别|甭|除了|除开|除去|除掉|拒绝|谢绝|非|与其|[干做搞开搬爬扛挑跑][不唔](?:了|来|动|得|惯|起|到|掂)"
    r"|没(?:有)?(?:做|干|当|搞|学|开)过|[冇无未][做干当搞学开]过"
    r"|[唔毋勿莫](?:想|要|爱|识|会|系|好|使|肯)?|[呒冇无嘸](?:想|要|爱))" + _FILL + r"\s?$"
)
# 不去工地当小工, 别给我推快递站: a few words between, never 的 (不要夜班的普工 wants another shift)
_NO_FURTHER = re.compile(
    r"(?:不(?:想|去|愿意?|打算|考虑)再?[^,。;!?\s的想要]{0,6}[当做干开搞进去]"
    r"|(?:别|不要|不用|莫|唔好|唔使|甭|冇)再?(?:老是?|总是?|一直|天天)?(?:[给帮跟]我)?(?:推荐?|推送|介绍|发|安排|派|去|整|搞)(?:那些|那种)?[^,。;!?\s的]{0,5}"
    r"|(?:别|不要|不用|莫|唔好|唔使|甭)再?[叫让喊要][我俺](?:再?去|来)?[^,。;!?\s的]{0,2}"
    r"|不是(?:要|想|来)?[找做招当][^,。;!?\s的]{0,3})$"
)
# 不要电话营销: two characters between, but 不要押金 and 不要夜班的普工 only say how
_NO_NEARER = re.compile(
    r"不(?:要|做|干|会|招|想做|想当)(?!押金|经验|学历|文化|中介|介绍|体检|坐班|夜班|证)[^,。;!?\s的不要吗]{0,2}$"
)
_NO_PAPER = re.compile("(?<!有)(?:没有?|冇|无)$")  # 没有叉车证
_NO_YET = re.compile("(?:没有?|冇|未|无)$")  # 没送过外卖
_NO_WITHIN = re.compile("(?<=.)不(?!锈)")  # 架子不搭
_CANNOT = (
    r"(?:干|做|搞|弄|整|吃|跑|开|搬|爬|扛|挑)(?:不了|不来|不动|不得|不惯|不起|不下去|唔来|唔到|[够腻怕伤]了)"
)
_NO_AFTER = re.compile(
    r"^(?:之外|以外|外|(?:的|活儿?|这些|那些|这种|那种|那行|这行|这块|之类|公司|厂里?|店里?|那边"
    r"|[和跟、][^\W_]{2,3}(?=[都也])|我|俺|老婆|老公|都|就|也|真的?|可|实在| )*"
    rf"(?:除外|勿扰|免谈|免了|拉倒|算了|就算了|[^\W_不][够腻怕伤烦厌]了|没有了|没了|没活了|证(?:没有|冇)|{_CANNOT}|[冇没无]人(?:要|请|招)"
    r"|(?:不用|别|不要|唔使|唔好|莫)再?(?:给我)?(?:介绍|发|推荐?|安排|招|找|请|想)|[都也]不是"
    r"|[不唔毋莫](?:想|愿意?|敢|肯|再|准备|打算|怎么|太)*(?:做|干|要|去|招|会|考虑|接|碰|搞|当|搭|开|熟|行|用|爱|喜欢|找|适合|懂|学))"
    r"(?:了|啦|咯|喽|腰|手)*)"
    r"(?:$|(?<=算了)(?![账数命一])|(?<=了)(?:身体|年纪|身子|眼睛|现在|今年)|[都 ,，.。!?;、呀啊吧哈的想要就])"
)
# 以前养过猪 现在再也不想养了
_NO_MORE = re.compile(
    r"^[,\s]*(?:现在|如今|今年|再也|也|都|真|实在|是)*[不唔](?:想|愿意|敢)再?[做干养搞弄碰]了"
)
# 厨师已经找到了, 司机够了, but 保安招满了吗 asks: only where something else is wanted
_HAVE = re.compile(
    r"^(?:的|这边|那边|这块|岗位?|名额|人手?|我们|现在|暂时|目前|已经|已|都|早就|就|也|\s)*"
    r"(?:(?:找|招|请|叫)(?:到人?|满|够|齐|好)|满|够|够人|齐|定好?|有人)了|^(?:的|这边|岗位?|人手?|\s)*(?:已经有|都有|不缺|停招|暂停|招满|招够|已招满|满员)"
    r"(?![吗嘛么没?])"
)
_ASKED = re.compile(r"^(?:吗|嘛|么|没|\?)")
# 推的都是普工 我要焊工
_SICK_OF = re.compile(
    r"(?:推|发|介绍|安排)(?:给我)?的?(?:全|都|净|尽|老)是(?:些|什么)?$|(?:老是?|总是?|净|尽|一直|天天)(?:给我)?(?:推|发|介绍)(?:些)?$"
    r"|(?:与其|本来想)[^,。 ]{0,2}$"
)
_BESIDES = re.compile(r"^(?:之外|以外|外)?[, ]*(?:我)?(?:还|也(?!不))")  # 除了保安还会开车: both are meant
_ALL = re.compile("^(?:那些|这些)?都(?:[不没唔别莫]|免|推)")
_JOINED = re.compile(r"^(?:和|跟|或者?|、|/| |以及|还有)+$")
_CLAUSE = re.compile(r"^[做当干搞找想要会能]")  # 唔做保安 做清洁
_CAN = re.compile(
    r"^(?:那种|的话?|的活|也|都|还|倒是?|就|我|啊)*(?:可以|行|得|能|会|要(?!不)|想|愿意|好|做得|ok|中|考虑|没问题)"
)
_SAID = ("了", "的", "活", "班", "累", "远", "热", "吵")
_MARKS = "没甭非搬不别除拒谢唔毋勿莫呒冇无嘸免算够腻怕未"
_MARKS_OF_HAD = (
    "满",
    "够",
    "齐",
    "到了",
    "好了",
    "有了",
    "有人",
    "定了",
    "不缺",
    "停",
    "推",
    "发",
    "介绍",
    "安排",
    "与其",
    "本来",
)
_NEARBY = 16  # how far from the name a refusal can stand


def refused(text: str, spans: list[tuple[int, int]], broken: Collection[int] = ()) -> set[int]:
    """Indexes of those spans (in reading order) that the folded text turns down.

    What begins at one of `broken` tells by its own 不 what is wrong: 冰箱不制冷.
    """
    may_have = len(spans) > 1 and any(mark in text for mark in _MARKS_OF_HAD)
    if not may_have and not any(mark in text for mark in _MARKS):
        return set()
    plain = _ASKING.sub(r"\1\1", text)  # as long as before, so positions stay true
    found: set[int] = set()
    for index, (start, end) in enumerate(spans):
        last = spans[index - 1][1] if index else 0
        behind = plain[end : end + _NEARBY]
        if (
            (index - 1 in found and _goes_on(plain[last:start], plain[start:end], behind))
            or (start not in broken and _NO_WITHIN.search(plain[start:end]))
            or _turned_down(plain[max(0, start - _NEARBY) : start], plain[start:end], behind, start - last)
        ):
            found.add(index)
            touches = index > 0 and spans[index - 1][1] == start  # 装卸搬运就算了
            if touches or _ALL.match(behind):  # 砌墙贴砖都不会
                found |= _joined_before(plain, spans, index)
    return found | _had(plain, spans, found) if may_have else found


def _goes_on(between: str, named: str, behind: str) -> bool:
    """不想做保安和保洁: the second is turned down with the first; 唔做保安 做清洁 is not."""
    if not _JOINED.match(between):
        return False
    return bool(between.strip()) or not (named[1:2] == "过" or _CLAUSE.match(named) or _CAN.match(behind))


def _had(plain: str, spans: list[tuple[int, int]], no: set[int]) -> set[int]:
    """Those that are filled already or sent too often, when one is left that is wanted."""
    had = {
        index
        for index, (start, end) in enumerate(spans)
        if index not in no
        and (
            (
                (have := _HAVE.match(plain[end : end + _NEARBY]))
                and not _ASKED.match(plain[end + have.end() :])
            )
            or _SICK_OF.search(plain[max(0, start - _NEARBY) : start])
        )
    }
    return had if len(had | no) < len(spans) else set()


def _joined_before(plain: str, spans: list[tuple[int, int]], index: int) -> set[int]:
    found: set[int] = set()
    while index and _JOINED.match(plain[spans[index - 1][1] : spans[index][0]] or " "):
        index -= 1
        found.add(index)
    return found


def _turned_down(before: str, named: str, after: str, free: int) -> bool:
    """`free` is how many of the characters before it no other name has said no to: 洗碗不要 端盘子可以."""
    besides = _BESIDES.match(after) is not None
    for pattern, said in ((_NO_FURTHER, before), (_NO_FURTHER, before + named[:1]), (_NO_NEARER, before)):
        no = pattern.search(said)
        if no is not None and len(before) - no.start() <= free and not (besides and pattern is _NO_NEARER):
            return True
    if (after.startswith("证") and _NO_PAPER.search(before)) or (
        named[1:2] == "过" and _NO_YET.search(before)
    ):
        return True
    no = _NO_BEFORE.search(before)
    if no is not None and not _of_the_last(no, before, free):
        return not (besides and no[0].startswith("除"))
    return (_NO_AFTER.match(after) or _NO_MORE.match(after)) is not None and not besides


def _of_the_last(no: re.Match[str], before: str, free: int) -> bool:
    """Does the refusal belong to what stands right before it? 保安不做 保洁, 工地太热了不去 保洁"""
    far = len(before) - no.start()
    if far > free or not no[0].endswith(" "):
        return far > free
    return far == free < _NEARBY or before[: no.start()].endswith(_SAID)
