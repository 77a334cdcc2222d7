"""Pay and debts: 一百八日结, 25块一小时, 300-350, 计件8毛一件, 欠我三千八. Money is whole fen."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from handlers.reading.heads import head_spans
from handlers.reading.numerals import span
from handlers.reading.phone import phones_in
from handlers.reading.plain import Plain, blank, plain
from handlers.reading.when import time_spans

Unit = Literal["hour", "day", "piece", "month"]

_THING = (
    "件|个(?!月|小时|钟|工|人)|斤|公斤|台|单(?!休)|桶|车(?!接)|吨|平方|平米?|米|方(?!便)|套(?!袋)|张|包(?![吃住餐饭早中午晚两三一伙工])|箱|棵|亩|打(?![包扫磨灰药])|条|只|盒|筐"
    "|次|趟|袋|双|块砖|板|两"
)
_PER = r"(?:/|每|一个?|1个?)"
# 一百八一天: the last 一 belongs to the unit, not to the number.
_ONE = rf"[一1](?!\s?(?:天|日|晚|工|班|月|人|个|小时|钟|时|位|名|围|{_THING}))"
_N = (
    rf"(?:\d{{1,9}}(?:\.\d{{1,4}})?(?:[百千万](?:\d{{1,4}}|[二两三四五六七八九]|{_ONE})?)*"
    rf"|(?:[零〇二两三四五六七八九十百千万]|{_ONE}){{1,12}})"
)
_SMALL = r"(?:[半二两三四五六七八九]|\d(?!\d))(?!\s?[小个天日钟件斤人名位点分百千万\d])"
_COIN = "元|块|圆|蚊|rmb|毛|角|分(?!钟|拣|之)"
_AMOUNT = re.compile(
    rf"(?<![\d.:a-z第])(?<!\d,(?=\d{{3}}(?!\d)))(?P<low>{_N})\s?(?:(?:元|块)?\s?[-到至]\s?(?P<high>{_N}))?\s?(?P<over>多|来|几|出头)?"
    rf"(?:(?P<coin>{_COIN})(?P<small>{_SMALL})?(?P<cents>毛|角|分)?钱?|(?P<plus>\+)?)"
)
_AFTER: tuple[tuple[Unit, str], ...] = (
    ("hour", rf"\s?(?:左右|以上|起)?\s?{_PER}?\s?(?:个?小时|个?钟头?(?!点)|h(?![a-z0-9]))"),
    ("month", rf"\s?(?:左右|以上|起)?\s?{_PER}\s?(?:个月|月)"),
    (
        "day",
        rf"\s?(?:左右|以上|起)?\s?(?:{_PER}人?\s?(?:天|日|工(?!时)|晚|班(?!车))|日结|现结|半天|天(?!\d))",
    ),
    ("piece", rf"\s?(?:左右)?\s?{_PER}\s?(?:{_THING})"),
)
_BEFORE: tuple[tuple[Unit, str], ...] = (
    ("hour", r"(?:时薪|时工资|每个?小时|一个?小时|1个?小时|每个?钟头?|一个钟头?|小时工|钟点工?)"),
    ("month", r"(?:月薪|月工资|月入|月收入|每个?月|一个月|1个月|底薪|保底|月)"),
    (
        "day",
        (
            r"(?:日[薪均入结]|日工资|每[天日工]|(?<![\d十])[一1][天日工晚]|(?<![\d半一二两三四五六七八九十几多])天"
            r"|一个工|半天活?|每人每天)"
        ),
    ),
    ("piece", rf"(?:(?:每|一|1)(?:{_THING})|计件|按件)"),
)
_TAIL = r"(?:人|大概|大约|约|工资|工价|工钱|是|给|有|左右|:|\s|¥|￥)*$"
_BEFORE_RE = tuple((unit, re.compile(words + _TAIL)) for unit, words in _BEFORE)
_AFTER_RE = tuple((unit, re.compile(words)) for unit, words in _AFTER)
# A bare figure followed or led by one of these counts something else.
_COUNTED = re.compile(
    rf"(?:[岁个人名位点号楼层栋年度台围桌%折路线寸班时期座轴万米cgkm×x*只头张]|月(?![结休薪收入])|公[分里斤]|平|方|吨|天|日(?!结)|的(?![是,。就]|那|老板|工)|{_THING})"
)
_LED = re.compile(
    r"(?:押金|保证金|[餐房油车话]?补贴?|[全满]勤奖?|奖金?|提成|罚款?|扣|年薪|介绍费|服装费|体检费?|年龄|身高|第|道|线|加班费?|预付|满|费)[:\s是]*$"
)
# 3栋 502 is a room. After a street number and a space stands the pay: 河堤路18号 260.
_HOUSE = re.compile(r"[楼栋座幢房室铺路号][:是]*$|(?:[楼栋座幢房室铺]|[编工牌房证账]号)[:\s是]*$")
_PIECE_MOST = 1_000
_WHOLE_JOB = re.compile(r"(?:总价|包干|一口价|总共|一共)[:\s]?$")  # for all of it, in no unit of ours
_LEAST = {"hour": 5, "day": 30, "month": 500}  # below this a figure without 元 is no pay: 一天一结
_DAILY, _MONTHLY = (50, 1_500), (1_800, 50_000)
_OWED = re.compile(r"(?:合计|一共|总共|共计|共|总计|加起来|拢共)[^\d,。]{0,6}$")
_DEBT = re.compile(r"(?:欠|拖|差|没[给付发结]|未[付发结]|赖|压|扣|拿不到|不给)[^,。]{0,14}$")


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
class Amount:
    low_fen: int
    high_fen: int
    words: str


@dataclass(frozen=True, slots=True)
class _Figure:
    low: Decimal
    high: Decimal
    unit: Unit | None
    stated: bool
    money: bool
    start: int
    end: int


def read_pay(text: str) -> Pay | None:
    """All figures of the leading unit, lowest to highest; 面议 and doubtful figures give None."""
    heard = plain(text)
    figures = [figure for figure in _figures(heard, _payable(heard)) if figure.unit or figure.money]
    if not figures:
        return None
    lead = next((figure for figure in figures if figure.stated), figures[0])
    same = [figure for figure in figures if figure.unit == lead.unit]
    sure = [figure for figure in same if "底薪" not in heard.text[figure.start : figure.end]] or same
    low, high = min(figure.low for figure in sure), max(figure.high for figure in sure)
    if low <= 0:
        return None
    words = "、".join(heard.words(figure.start, figure.end) for figure in sure)
    return Pay(low, high, lead.unit, lead.stated, words)


def read_amount(text: str) -> Amount | None:
    """A sum that is owed: the total if one is named, else what stands with the debt, else the largest sum."""
    heard = plain(text)
    body = blank(heard.text, _other_spans(heard))
    figures = [f for f in _figures(heard, body) if (f.money or f.low >= 100) and not _is_rate(f)]
    if not figures:
        return None
    for mark in (_OWED, _DEBT):
        marked = [figure for figure in figures if mark.search(body[: figure.start])]
        if marked:
            figures = marked
            break
    figure = max(figures, key=lambda one: one.high)
    low, high = 100 * figure.low, 100 * figure.high
    if low != low.to_integral_value() or high != high.to_integral_value():
        return None
    return Amount(int(low), int(high), heard.words(figure.start, figure.end))


def _is_rate(figure: _Figure) -> bool:
    """200一天 tells what a day is worth, not what is owed."""
    return figure.stated and figure.unit in ("hour", "day") and figure.high <= _DAILY[1]


def _other_spans(heard: Plain) -> list[tuple[int, int]]:
    numbers = [(phone.start, phone.end) for phone in phones_in(heard)]
    return numbers + time_spans(heard) + head_spans(heard)


def _payable(heard: Plain) -> str:
    body = blank(heard.text, _other_spans(heard))
    # 8毛5一... 不对 是8分: what was taken back is not offered.
    return re.sub(
        r"[^\s,。]*[,。.\s]*(?:不对|说错了?|打错了?|写错了?)", lambda found: "\0" * len(found[0]), body
    )


def _figures(heard: Plain, body: str) -> list[_Figure]:
    figures = []
    for found in _AMOUNT.finditer(body):
        pair = span(found["low"] + ("-" + found["high"] if found["high"] else ""))
        name = found["low"] in "百千万" and not found["coin"]  # 万达广场, 千岛湖
        if pair is None or name or _LED.search(body[max(found.start() - 6, 0) : found.start()]):
            continue
        factor = {"毛": Decimal("0.1"), "角": Decimal("0.1"), "分": Decimal("0.01")}.get(
            found["coin"] or "", Decimal(1)
        )
        small = _small(found["small"]) * factor / 10
        low, high = pair[0] * factor + small, pair[1] * factor + small
        unit, start, end = _unit(heard.text, body, found)
        if end == found.end() and _HOUSE.search(body[max(found.start() - 6, 0) : found.start()]):
            continue
        job = _WHOLE_JOB.search(body[max(start - 6, 0) : start]) is not None
        money = job or found["coin"] is not None or found["plus"] is not None
        if unit is None and not money and _COUNTED.match(heard.text, found.end()):
            continue
        if unit == "piece" and not found["coin"] and re.match("[一1]米", heard.text[start:end]):
            continue  # 1米6以上: how tall
        if unit == "piece" and low >= _PIECE_MOST:
            unit = None  # 计件，月入5000: no piece pays that
        stated = unit is not None
        if not money and low < _LEAST.get(unit or "day", 0):
            continue
        unit = unit or (None if job else _likely(low, high))
        figures.append(_Figure(low, high, unit, stated, money, start, end))
    return figures


def _small(words: str | None) -> Decimal:
    if not words:
        return Decimal(0)
    if words == "半":
        return Decimal(5)
    pair = span(words)
    return pair[0] if pair else Decimal(0)


def _unit(text: str, body: str, found: re.Match[str]) -> tuple[Unit | None, int, int]:
    for unit, pattern in _AFTER_RE:
        if not found["plus"] and (after := pattern.match(text, found.end())):
            return unit, found.start(), after.end()
    lead = max(found.start() - 14, 0)
    for unit, pattern in _BEFORE_RE:
        if before := pattern.search(text[lead : found.start()]):
            return unit, lead + before.start(), found.end()
    return None, found.start(), found.end()


def _likely(low: Decimal, high: Decimal) -> Unit | None:
    if _DAILY[0] <= low and high <= _DAILY[1]:
        return "day"
    return "month" if _MONTHLY[0] <= low and high <= _MONTHLY[1] else None
