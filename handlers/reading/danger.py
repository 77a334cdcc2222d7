"""Words of danger (rule W30): recall first, a false alarm costs one call. 累死了 must not fire."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from handlers.reading.danger_words import rows
from handlers.reading.plain import once_a_turn, plain
from handlers.reading.wanting import looks_like_post

Kind = Literal["self_harm", "violence", "locked_in", "child", "injury", "crowd"]

_ROWS = rows()


def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(pattern for name, _, pattern in _ROWS if name == kind))


_PATTERNS = tuple((kind, _pattern(kind)) for kind in get_args(Kind))
_PAPERS = _pattern("papers")
# Somebody's papers are gone; in a post 押身份证 is a demand, which the rules for posts refuse (rule H7).
_TAKEN = re.compile(
    r"(?:[我俺咱他她]|工友|人家|大家)们?(?:的|几个的?|大家的?)?(?:身份证|身分证|证件|护照)"
    r"|(?:身份证|身分证|证件|护照)(?:都|全)?(?:被|给(?!看|我们?看))|被[^,。]{0,6}[扣押收抢拿]|[扣押收抢拿没]了我|[不没]还|[拿要]不回"
)
# A minor who looks for work is refused kindly (rule H10); one at work is a danger.
_AGE = r"(?:[89]|1[0-5]|[八九]|十[一二三四五]?)周?岁"
_SEEKS = re.compile(
    rf"{_AGE}[^。在被孩娃都也连他们]{{0,4}}(?:想|要(?!我)|能|可以|找(?!来|人)|打算|求|[收招要](?=不|吗)|有没有)"
    r"[^。在被]{0,8}(?:打工|做工|干活|上班|做事|搬砖|进厂|活|工作|暑假工|寒假工|兼职|吗)"
)
# 我15岁就出来打工，今年58: it is long ago.
_YOUNG_THEN = re.compile(
    rf"[我俺](?:从|当年|那时|打)?{_AGE}(?:就|开始|起|那年|时|的时候)[^,。]*(?=.*(?:今年[2-9]\d|[二三四五]十.?年|(?<!\d)[2-6]\d多?年))"
)
# What people say of heat, hunger and bad jokes; made unreadable first, so that the rest still speaks.
_HARMLESS = re.compile(
    r"(?:累|笑|热|冻|冷|困|饿|气|急|烦|忙|吵|痒|辣|吓|愁|渴|撑|闷|晒|羡慕|无聊|恶心|臭|贵|痛|疼|酸|苦|美|爽)"
    r"(?:得|到|都|也|真的?|快|要|想|我|你|人)*(?:死|要死|半死)(?:了|我|人|你|个|啦|咧|掉|累|活|宝宝)*"
    r"|打死(?:我|俺|他|都|也)*(?:也|都)(?:不|唔|没)|想死(?:你|您|我了|他们?了|家)|爱死|要死要活|死活|找死|死机|死角"
    r"|跳楼(?:价|机|甩卖|大甩卖)|(?:不|没有?|无|绝不|从不|不会|禁止|严禁|拒绝|拒收)(?:用|招|收|要|请|雇|得|许)*"
    r"(?:童工|扣证件?|扣身份证|押身份证|押证件?|扣押身份证|扣押证件)|未满十?[八六]?\d*周?岁(?:勿扰|不要|不招)"
    r"|(?:没|没有|未|不会|不要|别|避免|防止|以免|小心|注意别?|怕|防)(?:受伤|出事|摔伤|中毒|中暑|触电|着火)|防(?:中)?暑|防坠落"
    # Money and accounts are held back, fruit falls, grown-up children are at work.
    r"|(?:^|[,。!?;:\s])[^,。!?;:\s要讨催问追拿人被]{0,10}(?:工资|工钱|[押尾余货]?[钱款金]|账?号|车)(?:都|全|也|还|又|就|一直)*被[^,。\s]{0,6}扣[住留](?!在)"
    r"|(?:^|[,。!?;:\s])(?:微信|账?号|手机|卡|群|车)(?:都|也)?被[^,。\s]{0,4}锁"
    r"|(?:苹果|水果|果子?|橙子|柚子|枣子?|核桃|板栗|叶子?)[^,。\s人我头]{0,5}(?:掉|落)下来|(?:掉|落)下来的(?=苹果|水果|果|橙|柚|枣|核桃|板栗|叶)"
    r"|(?:^|[,。!?;:\s])(?:我的?|我们?家)?(?:孩子|娃娃?)们?(?:都|也)?在(?:外面?)?(?:上班|打工)(?=$|[,。!?;:\s了])"
)
# Insurance and compensation for what is over: a question, unless somebody bleeds now.
_SETTLED = re.compile(
    r"(?:申请|认定|算|属于|报|赔|享受|走|办|鉴定)[^,。]{0,6}工伤|工伤(?:认定|赔|保险|鉴定|待遇|怎么|申请|假)|[买交]工伤|伤残"
)
_ACUTE = re.compile(r"血|昏|晕|断了|现在|刚[刚才]|快来|救|埋|不行了|不醒|重伤|很重|严重")


@dataclass(frozen=True, slots=True)
class Danger:
    kind: Kind
    words: str


@once_a_turn
def danger(text: str, posting: bool = False) -> Danger | None:
    """`posting`: it is said while a post is being written."""
    heard = plain(text)
    body = _HARMLESS.sub(_hide, heard.text)
    for kind, pattern in _PATTERNS:
        found = pattern.search(_YOUNG_THEN.sub(_hide, _SEEKS.sub(_hide, body)) if kind == "child" else body)
        if found is None and kind == "locked_in":
            found = _papers(body, text, posting)
        if found and not (kind == "injury" and _SETTLED.search(body) and not _ACUTE.search(body)):
            return Danger(kind, heard.quote(found))
    return None


def _hide(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


def _papers(body: str, text: str, posting: bool) -> re.Match[str] | None:
    """Papers taken away, unless it is an employer's demand."""
    found = _PAPERS.search(body)
    if found and (posting or looks_like_post(text)) and not _TAKEN.search(body):
        return None
    return found
