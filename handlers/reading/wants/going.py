"""What a worker says about the gig in front of them: 我去, 不去了, 在哪里集合, 我报了哪些, 砌墙 350那个."""

import re
from dataclasses import dataclass
from typing import Literal

from handlers.reading.choice import yes_no
from handlers.reading.plain import plain
from handlers.reading.trades.trade import read_trades

Going = Literal["yes", "fine", "no", "ask", "mine"]
"""`fine` is 行 or 好的: a yes only where an answer was awaited, else a courtesy."""

LONGEST = 24
_MARKS = "。.,!;、…?~ \n"
_THIS = r"(?:[这那](?:个|家|里|边|份|一?个活|活)?|第?一个)"
_END = r"[了吧啊呀嘛哈哦喔的嘞咯哟呢噢]*"
_WHO = r"(?:那|好的?|行|嗯|可以)?(?:我|俺)?(?:们)?(?:也|就)?"
_YES = re.compile(
    rf"{_WHO}(?:(?:愿意|想|要|能|可以|会)?(?:去|来|报|报名|参加|接)(?:干|做)?{_THIS}?|要{_THIS}?|就?{_THIS}|(?:想|愿意|要)?(?:干|做){_THIS})"
    rf"(?:活|工|上班|干活)?{_END}"
)
_FINE = frozenset(
    ("好", "好的", "好嘞", "好滴", "好呀", "好啊", "好吧", "行", "行的", "行啊", "行嘛", "可以", "可以的")
) | {"嗯", "嗯嗯", "要得", "得", "ok", "okk", "ok的", "没问题", "中", "成"}
# 他不来了 and 老板不来了 are news of somebody else.
_SOMEBODY = re.compile(
    r"[他她它们谁]|老板|工头|包工头|师傅|工人|对方|人家|老乡|朋友|人不|没人|怎么|为[啥什]|[吗嘛么?]$|可[不以]"
)
_DAY = (
    r"(?:今天|明天|后天|今日|明日|明儿|今儿|早上|下午|晚上|到时候?|可能|确实|真的|暂时|实在|又|也|都|就"
    r"|[0-9一二三四五六七八九十]{1,4}号|[这那](?:个|里|边)?活?)"
)
_WHY = r"(?:(?:家|屋)[里头]?|我|临时|突然)?(?:有点?儿?事|生病|病|有别的).{0,6}"
_NO = re.compile(
    rf"(?:不好意思|对不起|抱歉|{_WHY})?(?:那)?(?:我|俺)?{_DAY}*(?:我|俺)?{_DAY}*"
    rf"(?:(?:不|唔|莫|冇)(?:想|能|得|打算)?(?:再)?(?:去|来|干|做){_DAY}*(?:干|做|上班)?{_END}|[去来](?:不了|不成|不到|不起|唔到){_DAY}*{_END})"
    rf"(?:{_WHY}|不好意思|对不起|谢谢)?"
)
_CANCEL = re.compile(
    r"(?:我要?|帮我|请|把|给我)*(?:[0-9一二三四五六七八九十]{1,5}号?)?(?:取消|退掉?|撤销?|不要)(?:掉|一?下)?"
    rf"(?:我?的?报名|报的名|我?报的|{_THIS}(?:活|报名)?|第?[0-9一二三四五六七八九十]{{1,5}}号?(?:零工|活|的?报名)?)(?:掉|一?下)?{_END}"
    rf"|(?:我要?|帮我|请|给我)*把?(?:我?的?报名|报的名|我报的|{_THIS}(?:活)?|[0-9]{{1,5}}号)(?:给我)?(?:取消|退)(?:掉|了|一?下)*{_END}"
)
_NUMBER = re.compile(r"(?P<n>\d{1,6})\s?号?")
_ASK = re.compile(
    r"(?:在|到|去|从)?(?:哪[里儿个点块]?|啥子?地方|什么地方)(?:个?地方)?(?:集合|上工|上班|干活|碰头|见面|开工|报到)"
    r"|(?:集合|上工|上班|开工|报到|干活|碰头)的?(?:地[方点址](?:(?:是|在)*哪[里儿点个]?)?|时间|(?:是?在)?哪[里儿点个]?|是?几点|是?什么时候)"
    r"|(?:明天|今天|后天|早上)?(?:几点|啥时候|什么时候|好久|好多点)钟?(?:集合|上工|上班|开工|开始|到|去|报到|开干)"
    r"|地[址点方](?:在|是)哪[里儿个点]?|怎么(?:去|走|过去)|咋个?(?:去|走)|(?:老板|用工|联系)的?电话(?:是?多少|号码)?"
)
_LEAD = re.compile(rf"^(?:请问|问一?下|那|那个|我|我们|明天|今天|后天|{_THIS}|是|具体)*")
_MINE = re.compile(
    r"(?:我)(?:都|一共)?(?:报|报名|报上|抢)(?:了|的|过)?(?:名)?(?:的)?(?:是|有|了)?(?:哪些?个?|哪几个|什么|啥子?|几个|多少)(?:活|零工|工)?"
    r"|我报的?(?:那|这)个(?:活|零工)?(?:呢|在哪|是什么|是哪个)?|我报的(?:呢|有哪些)"
)


def read_going(text: str) -> Going | None:
    """Only when it is all that was said."""
    if len(text) > LONGEST:
        return None
    heard = plain(text).text.strip(_MARKS)
    said = re.sub(rf"[{re.escape(_MARKS)}]", "", heard)
    if said in _FINE:
        return "fine"
    parts = [part for part in re.split(rf"[{re.escape(_MARKS)}]+", heard) if part]
    if _YES.fullmatch(said) or (
        len(parts) > 1 and all(part in _FINE or _YES.fullmatch(part) for part in parts)
    ):
        return "yes"
    if (_calls_off(said) or (len(parts) > 1 and all(map(_calls_off, parts)))) and not _SOMEBODY.search(said):
        return "no"
    if _MINE.fullmatch(said.rstrip("啊呀嘛呢哦吗了")):
        return "mine"
    asked = _LEAD.sub("", said.rstrip("啊呀嘛呢哦吗哟咯"))
    return "ask" if _ASK.fullmatch(asked) else None


def _calls_off(said: str) -> bool:
    return bool(_NO.fullmatch(said) or _CANCEL.fullmatch(said))


def number_in(text: str) -> int | None:
    """14 of 取消14号."""
    found = _NUMBER.search(plain(text).text)
    return int(found["n"]) if found else None


@dataclass(frozen=True, slots=True)
class Pointed:
    """A gig by what it pays and what is done there; `that`: 那个 was said, so it is one they have seen."""

    yuan: int
    trades: tuple[str, ...]
    that: bool


_PAY = re.compile(r"(?<!\d)(?P<yuan>\d{2,4})(?!\d)\s?(?:元|块钱?|一天|/天|的)*")
_THAT = re.compile(r"(?:的|那|这)(?:个|家|份)?(?:活)?[啊呀吧嘛]?$|^我?(?:要|想|去|就|报)")
_HIRES = re.compile(
    r"招|雇|请人|缺|急|差人|要人|需要|\d\s?[个名位]人?(?!活)|[一二两三四五六七八九十几][个名位](?!活)|号|欠|工资|没给"
)


def points_at(text: str) -> Pointed | None:
    """砌墙 350 · 工地上的小工 180那个 · 240的. Nothing when it may be a post or a story."""
    said = plain(text).text.strip(_MARKS)
    if len(text) > LONGEST or (found := _PAY.search(said)) is None or _HIRES.search(said):
        return None
    if len(_PAY.findall(said)) > 1 or yes_no(said) is not None:
        return None
    certain, ambiguous = read_trades(said)
    return Pointed(int(found["yuan"]), certain or ambiguous, bool(_THAT.search(said)))
