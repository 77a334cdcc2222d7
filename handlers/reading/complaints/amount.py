"""The sum that is owed: 欠我三千八, 合计6万4, 剩下3860; not what was paid or what a day is worth."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.reading.figures import COUNTED, ROOM, Figure, figures
from handlers.reading.hands.counts import head_spans
from handlers.reading.pay.rates import rate
from handlers.reading.phone import phones_in
from handlers.reading.plain import Plain, blank, plain
from handlers.reading.slips import mended
from handlers.reading.times.when import time_spans

# What stands before or behind a sum, and how surely it is the one that is owed.
_BEFORE = (
    (6, re.compile(r"(?:(?:还|仍|尚|仲)(?:差|欠|剩|争)|剩|余下)[^,。给发]{0,8}$")),
    (5, re.compile(r"(?:合计|一共|总共|共计|总计|加起来|拢共|全部)[^\d,。]{0,6}$")),
    (
        4,
        re.compile(
            r"(?:欠|拖|还差|差我|差[^,。]{0,3}|剩|余|少给?|压|扣|赖|讨|追|短我|争我)[^,。给发]{0,10}$"
        ),
    ),
    (
        3,
        re.compile(
            r"(?:没[给付发结]|未[付发结]|拿不到|不给|尾款|工钱|工资|薪水?|提成|押金|里头|里面)[^,。给发]{0,8}$"
        ),
    ),
)
_BEHIND = (
    (
        4,
        re.compile(
            r"[^,。\d]{0,8}(?:没|不|未|冇|唔|无)[^,。]{0,2}(?:给|发|结|付|到|清|有|见|了|出|肯|还|兑|拿|要|着|退|提)"
        ),
    ),
    (
        4,
        re.compile(
            r"[^,。\d]{0,4}(?:提不|要不|讨不|拿不|打水|泡汤|没了|在[^,。]{1,3}手|被[^,。]{0,4}[扣吞])"
        ),
    ),
    (3, re.compile(r"\s?(?:的|块|元)?(?:工钱|工资|人工|尾款|提成|血汗)")),
)
_PAID = re.compile(
    r"(?:只|才|就|先|净|净系|已|仅|每次|实|预)[^,。欠差剩]{0,3}"
    r"(?:给|发|结|付|俾|畀|打|转|支|领|拿)[^,。争欠差剩 ]{0,6}$"
    r"|(?:到手|实发|预支|借支?|生活费|伙食费|给他|给我|给了|发了|结了|付了|做了|写着?|每次|变成?了?|降到|降成|改成|身上|只剩|得返|扣完得|兜里|口袋|罚款?)[^,。欠差]{0,4}$"
)
_PROMISED = re.compile(r"(?:说好|讲好|谈好|讲定|约好|答应|承诺|说是|原来|本来)[^,。]{0,10}$")
_NOTHING = re.compile(r"(?:一|半)(?:分|毛|角|块|文)钱?(?=[^,。]{0,8}(?:没|不|未|冇|唔|无))")
"""一分钱没给 is no sum."""
_HOTLINE = re.compile(r"(?<!\d)123(?:33|45|48|51|38|56|15)(?!\d)")
"""Whom they told: 去打了12345."""
_BESIDE = re.compile(
    r"(?:保证金|补贴?|[全满]勤奖?|奖金?|年薪|介绍费|服装费|体检费?|年龄|身高|第|加班费?|预付|满|(?<![运工务]费)(?<![运工务])费)[:\s是]*$"
)
"""Other money than what was owed for the work."""
_EACH = re.compile("每(?:个?月|小时|天|斤|件|方|平|单|趟)[^,。欠差剩]{0,6}$")
"""每月扣我两百: for how long is not said."""
_MONTHLY = re.compile(
    r"(?<![欠拖压扣差])(?:每个?月|(?<![\d一二两三四五六七八九十几])一个月|(?<!个)月薪(?!水)|底薪|(?<!个)月工资)|(?:/|每|一个?)月$"
)
"""What a month is worth is not owed either; 欠一个月8000 is."""
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_TENS = re.compile("(?<=十)几(?=[百千万])")
_LEAST = 100
"""Below this a figure without 元 is no sum."""
_DAILY = 1_500


@dataclass(frozen=True, slots=True)
class Amount:
    low_fen: int
    high_fen: int
    words: str


def read_amount(text: str) -> Amount | None:
    """The total if one is named, else what stands with the debt, else the only sum of all."""
    heard = plain(text)
    said = _TENS.sub("零", _THOUSANDS.sub(_joined, mended(heard.text)))
    spans = [(phone.start, phone.end) for phone in phones_in(heard)]
    spans += [found.span() for found in _NOTHING.finditer(said)]
    spans += [found.span() for found in _HOTLINE.finditer(said)]
    body = blank(said, spans + time_spans(heard) + head_spans(heard))
    sums = list(_sums(said, body))
    marked = [(_surely(body, figure), figure) for figure in sums]
    if not marked or max(sure for sure, _ in marked) < 0:
        return None
    best = max(sure for sure, _ in marked)
    figure = max((one for sure, one in marked if sure == best), key=lambda one: one.high)
    promised = _PROMISED.search(body[: figure.start])
    if best == 0 and (len(sums) > 1 and (promised or any(sure < 0 for sure, _ in marked))):
        return None
    return _amount(heard, figure)


def _joined(found: re.Match[str]) -> str:
    """3,800 as 03800: every place in the text stays where it was."""
    return found[0].replace(",", "").rjust(len(found[0]), "0")


def _amount(heard: Plain, figure: Figure) -> Amount | None:
    low, high = 100 * figure.low, 100 * figure.high
    if low != low.to_integral_value() or high != high.to_integral_value():
        return None
    return Amount(int(low), int(high), heard.words(figure.start, figure.end))


def _surely(body: str, figure: Figure) -> int:
    """How surely this sum is owed; below zero: it was paid or is something else."""
    before = body[max(figure.start - 24, 0) : figure.start]
    if _PAID.search(before) or _EACH.search(before):
        return -1
    marks = [sure for sure, words in _BEFORE if words.search(before)]
    marks += [sure for sure, words in _BEHIND if words.match(body, figure.end)]
    return max(marks, default=0)


def _sums(text: str, body: str) -> Iterator[Figure]:
    for figure in figures(body):
        unit, start, end = rate(text, figure)
        near = body[max(figure.start - 6, 0) : figure.start]
        # 200一天 tells what a day is worth, not what is owed.
        if _BESIDE.search(near) or (unit in ("hour", "day") and figure.high <= _DAILY):
            continue
        if (end == figure.end and ROOM.search(near)) or (
            unit == "month" and _MONTHLY.search(text, start, end)
        ):
            continue
        bare = unit is None and not figure.money and not figure.plus
        if figure.money or (figure.low >= _LEAST and not (bare and COUNTED.match(text, figure.end))):
            yield figure
