"""What a gig pays: 一百八日结, 25块一小时, 大工三百二小工两百, 底薪2800+每桶1.2, 包干380, 一斤青28.

Base pay counts, not bonus, subsidy or what the quick ones earn. A phone, an age, a room, a weight is no pay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from handlers.reading.figures import COUNTED, ROOM, THING, Figure, figures
from handlers.reading.hands.counts import head_spans
from handlers.reading.pay.hourly import hourly_beside
from handlers.reading.pay.rates import Unit, likely, rate
from handlers.reading.phone import phones_in
from handlers.reading.plain import blank, once_a_turn, plain
from handlers.reading.times.when import time_spans

_EXTRA = re.compile(
    r"(?:补贴?|补助|津贴|[餐饭房车油话电住高夜]补|[夜晚]班费|加班费?|[全满]勤奖?|[工年]龄奖?|奖金?|奖励|红包|(?<![加+])提成"
    r"|返[现费]?|押金?|保证金|扣|罚款?|(?<!免)费|社保|预[付支]|借支|年薪|[再另外多]?加|多给|涨|额外|另外给?|超出?|满|定金|[拖]?欠|少[给发]|贷|第|身高|体重)"
    r"(?:了|我们?|你|他|[一每]?个?(?:[天月晚人次班]|小时)|一|至少|最少|每)*[:是为给有大概\s¥左右按]*$"
)
"""Before a figure: it comes on top, is taken off, or is no money at all."""
_EXTRA_AFTER = re.compile(
    r"\s?的?(?:[全满]勤|奖金?|补[贴助]|津贴|[餐饭房车油话夜]补|押金|红包|返[费现]|保险|加班费?|伙食费?|服装费?|介绍费|车费|路费)"
    r"(?!\s?[:是]?\s?\d)"
)
_STIPEND = re.compile("志愿|义工|充场|见习|群演|群众演员|观众|公益岗|公益性")
"""What they are given is called a subsidy."""
_WHOLE = re.compile(
    r"(?:包给(?:人|你|师傅|别人)?[做干搞]?[,\s]?|总价|包干价?|一口价|总共|一共|一起|打包价?|全包价?|共|全部)[:\s]?(?:就|给|是|算)*$"
)
_WHOLE_AFTER = re.compile(r"\s?(?:全包|包干|包工|成(?=$|[\s,。])|搞[定掂]|打包|一口价|做完|弄完|包圆|到底)")
_OBJECTS = re.compile(
    r"(?:[一二两三四五六七八九十\d]|几)\s?(?:[台张扇盏樘部]|个(?:大|旧|小|新)?(?:插座|[沙梳][发化]|雪?柜|空调|马桶|水?龙头|灯|床|窗|门|冰箱|洗衣机|热水器|晾衣架|水管|开关|落地))"
)
"""A few things to be moved, mended or put up: the price is for all of it."""
_ERRAND = re.compile(
    r"[修通换](?:下水|马桶|厕所|厨房|水管|水龙头|热水器|空调|冰箱|洗衣机|电视|灯|锁|门|窗|电脑|屋顶|管道)|开锁|搬家(?!公司|[工师])|搬屋|疏通(?!工)|补漏"
    r"|[洗清装拆](?:油烟机|空调|吊扇|灯|窗帘|热水器)|擦玻璃|代驾"
)
"""What is done once in somebody's home."""
_PAYWORD = re.compile(r"(?:工[资价钱]|薪[资水]?|报酬|待遇|价格?|[每一]人|人均|给|开|拿)[:是约大概\s¥到]*$")
_NOUN = re.compile(r"[一-龥)\0][:\s]{0,2}$")
_AGED = re.compile(r"(?:[男女](?:的|士|性)?|年龄|岁数?|年满|[我人]|今年)[,:\s]?(?:在|要|是)?$")
_EARNS = re.compile(r"(?:能[挣拿赚做到]|快的?|老手|熟手?|挣|赚|可?达到?|轻松|好的)[^,。]{0,6}$")
_BASE = re.compile(r"(?:底薪|基本工资|保底|无责)[^,。]{0,4}$")
_TOTAL = re.compile(r"(?:综合|到手|总收入|月入|月收入|收入|封顶|可达|人均)[^,。]{0,6}$")
_SLIP = re.compile(r"(?:不对|[说打写发搞弄报输]错|错了|哦不|噢不|啊不|更正|纠正|应该?是|应为|改成|改为)")
_FORMERLY = re.compile(
    "(?:原来|原先|原价|之前|本来|以前|先前|昨天|昨日|上[次回]|起初|刚开始|早先)[^,。]{0,4}$"
)
_NOW = re.compile("现|今|加|涨|提|升|调|降|减|改")
_ONE_OF_THEM = re.compile(r"^(?:每|一|1)个[\s:]?(?:[\d一二两三四五六七八九百]|$)|(?:/|每|一|1)\s?个$")
_NAMED = re.compile(r"[工班]$")
_EACH = re.compile(r"\s?[/每一1按]")
_TALL = re.compile(r"高[^,。]{0,3}[1一]米$")  # 身高1米70; 一米20 is a rate
_NOT_THIS = re.compile(r"不是\s?$")
_DECLARED: tuple[tuple[Unit, re.Pattern[str], int, int], ...] = (
    ("hour", re.compile("按小时|按钟|小时工|时薪|计时|钟点|元/小时"), 8, 150),
    ("piece", re.compile(rf"计件|(?:按|论|每|包)(?:{THING})算?"), 0, 49),
    ("month", re.compile("月薪|按月|月工资|长期工"), 1_000, 50_000),
)
_LEAST = {"hour": 5, "day": 30, "month": 500, "piece": 0}
"""Below this a figure without 元 is no pay: 一天一结, 月休4天."""
_OLDEST = 70
_BARE_LEAST = 70
_TINY = 8
"""小工3 is how many, 普工18 the rate of an hour."""
_PAIRED = 5
"""Two rates of one post lie within this factor: 大工三百二小工两百."""
_PERSON_LEAST = 80
_BONUS_MOST = 2_000
_TOGETHER = 1_800
"""两个人一共八千五 is a month's pay, 一共三百 the price of the job."""
_HOURLY = (10, 45)
_MONTHLY = re.compile("月休|单休|双休|大小周|包吃住|包住|月结|每月|五险|社保|年终")
_DAILY = re.compile("日结|当天结|现结|天结|日清")
_MONTH_LEAST, _MONTH_MOST, _DAY_MOST = 800, 1_500, 3_000
_NEAR = 14
_REPAIR = 12


@dataclass(frozen=True, slots=True)
class Pay:
    """`stated` tells whether the unit was said; otherwise the size of the figure speaks for it."""

    low: Decimal
    high: Decimal
    unit: Unit | None
    stated: bool
    words: str

    @property
    def low_fen(self) -> int | None:
        """None for 8分5: half a fen is not money that the ledger can hold."""
        fen = self.low * 100
        return int(fen) if fen == fen.to_integral_value() else None


@dataclass(frozen=True, slots=True)
class _Rate:
    low: Decimal
    high: Decimal
    unit: Unit | None
    stated: bool
    sure: bool  # a coin, a word of pay or what it is paid for stands with it
    kind: str  # base, total, earns, weak (the 18 of 普工18技工22一小时), or nothing of these
    start: int
    end: int


def read_pay(text: str) -> Pay | None:
    """All figures of the leading unit, lowest to highest; 面议 and doubtful figures give None."""
    heard = plain(text)
    rates = _rates(text)
    lead = _lead(rates)
    if lead is None:
        return None
    same = [one for one in rates if one is lead or _beside(one, lead)]
    low, high = min(one.low for one in same), max(one.high for one in same)
    words = "、".join(heard.words(one.start, one.end) for one in same)
    return Pay(low, high, lead.unit, lead.stated, words) if low > 0 else None


def pay_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where pay is told in the folded text, with its unit."""
    return tuple((one.start, one.end) for one in _rates(text))


def _lead(rates: tuple[_Rate, ...]) -> _Rate | None:
    """Base before total, what was said to be for an hour or a day before a bare figure."""
    for kind in ("base", "", "total", "earns"):
        told = [one for one in rates if one.kind == kind]
        stated = [one for one in told if one.stated]
        if not kind and not stated and any(one.stated for one in rates if one.kind == "total"):
            continue
        if told:
            return (stated or [one for one in told if one.sure] or told)[0]
    return None


def _beside(one: _Rate, lead: _Rate) -> bool:
    """Another rate of the same post: the same unit, and no bare figure that happens to stand there."""
    if one.kind != lead.kind and one.kind not in ("", "base", "weak"):
        return False
    if one.kind == "weak":
        return lead.unit in ("hour", "piece") and one.low <= 2 * lead.high and lead.low <= 2 * one.high
    near = one.low <= lead.high * _PAIRED and lead.low <= one.high * _PAIRED
    if one.stated:
        return one.unit == lead.unit
    return near and one.sure and (one.unit == lead.unit or lead.stated)


@once_a_turn
def _rates(text: str) -> tuple[_Rate, ...]:
    heard = plain(text)
    spans = [(phone.start, phone.end) for phone in phones_in(heard)]
    heads = head_spans(heard)
    body = blank(heard.text, spans + time_spans(heard) + heads)
    found = [one for figure in figures(body) if (one := _read(heard.text, body, figure, peopled=bool(heads)))]
    return tuple(_corrected(heard.text, found))


def _read(text: str, body: str, figure: Figure, *, peopled: bool) -> _Rate | None:
    unit, start, end = rate(text, figure)
    if _is_for_one(text[start:end], figure, peopled=peopled):
        unit, start, end = None, figure.start, figure.end  # 三百一个: each of them gets that
    if unit is None and figure.start in hourly_beside(text):
        return _Rate(figure.low, figure.high, "hour", True, True, "", start, end)
    before = body[max(figure.start - _NEAR, 0) : figure.start]
    whole = unit is None and bool(_WHOLE.search(before) or _WHOLE_AFTER.match(text, figure.end))
    told = figure.money or figure.plus or whole or _PAYWORD.search(before) is not None
    if _is_no_pay(text, before, figure, unit, behind=end > figure.end, told=told):
        return None
    stated = unit is not None
    if not stated:
        unit, stated = _declared(text, figure, told=told)
    if not stated:
        unit = _guessed(text, figure, whole=whole, told=told, peopled=peopled)
    small = figure.low < _BARE_LEAST and not (told or stated)
    named = _NAMED.search(before) and figure.high >= _TINY
    if (unit is None and not told and not small) or (small and not named):
        return None
    sure = told or stated or _NOUN.search(before) is not None
    return _Rate(
        figure.low, figure.high, unit, stated, sure, _kind(text[max(start - 8, 0) : figure.start]), start, end
    )


def _guessed(text: str, figure: Figure, *, whole: bool, told: bool, peopled: bool) -> Unit | None:
    if figure.low < _TOGETHER and (
        whole or (not peopled and (_OBJECTS.search(text) or _ERRAND.search(text)))
    ):
        return "piece"
    if told and not figure.money and _HOURLY[0] <= figure.low and figure.high <= _HOURLY[1]:
        return "hour"  # 工价22
    if _MONTH_MOST > figure.high >= _MONTH_LEAST and _MONTHLY.search(text):
        return "month"  # 扫地 1200 月休4天
    if likely(figure.low, figure.high) == "month" and figure.high <= _DAY_MOST and _DAILY.search(text):
        return "day"  # 吊车 2000 日结
    return likely(figure.low, figure.high)


def _is_for_one(words: str, figure: Figure, *, peopled: bool) -> bool:
    return peopled and figure.low >= _PERSON_LEAST and _ONE_OF_THEM.search(words) is not None


def _is_no_pay(
    text: str, before: str, figure: Figure, unit: Unit | None, *, behind: bool, told: bool
) -> bool:
    """`behind`: what it is paid for stands behind the figure, so nothing else is counted there."""
    near = text[max(figure.start - 6, 0) : figure.start]
    if _NOT_THIS.search(before) or _TALL.search(before) or (not behind and ROOM.search(near)):
        return True
    if extra := _EXTRA.search(before):
        # 有补贴 180一天: a subsidy, and then the pay
        gap = extra[0][-1:].isspace() and unit is not None and figure.low >= _PERSON_LEAST
        stipend = extra[0][:2] in ("补贴", "补助", "津贴") and _STIPEND.search(text)
        if not (gap or stipend):
            return True
    if figure.low < _BONUS_MOST and _EXTRA_AFTER.match(text, figure.end):
        return True
    if figure.money:
        return False
    if unit is None and not told and 145 <= figure.low <= 190 and text.startswith("以上", figure.end):
        return True  # how tall
    if figure.high < _OLDEST and not behind and _AGED.search(near):
        return True
    if not behind and COUNTED.match(text, figure.end):
        return True
    if unit is None:
        return False
    return not _EACH.match(text, figure.end) and figure.low < _LEAST[unit]


def _declared(text: str, figure: Figure, *, told: bool) -> tuple[Unit | None, bool]:
    """按小时算 somewhere in the post, 18 somewhere else."""
    for unit, words, least, most in _DECLARED:
        if least <= figure.low and figure.high <= most and (told or unit != "piece") and words.search(text):
            return unit, True
    return None, False


def _kind(before: str) -> str:
    for kind, words in (("base", _BASE), ("total", _TOTAL), ("earns", _EARNS)):
        if words.search(before):
            return kind
    return ""


def _corrected(text: str, rates: list[_Rate]) -> Iterator[_Rate]:
    """8毛5一... 不对 是8分5一个: what was taken back is not offered, what it was for still holds."""
    back: Unit | None = None
    for place, one in enumerate(rates):
        following = rates[place + 1] if place + 1 < len(rates) else None
        between = text[one.end : following.start] if following else ""
        before = text[max(one.start - 8, 0) : one.start]
        raised = _FORMERLY.search(before) and _NOW.search(between)
        if following and len(between) <= _REPAIR and (raised or _SLIP.search(between)):
            back = one.unit if one.stated else None
            continue
        yield replace(one, unit=back, stated=True) if back and not one.stated else one
        back = None
