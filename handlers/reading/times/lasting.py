"""How long a day's work is and its breaks are: 每班11小时, 三个钟, 70元3小时; 中间歇晌两小时.

半小时车程, 提前1小时, 24小时热水 and 一小时 (what a rate is by) are none.
"""

from __future__ import annotations

import re

from handlers.reading.numerals import NUMBER, number

_HOURS = r"(?:小时|个?钟头|个小时|个钟(?!头)|粒钟|钟(?![点头表情])|h(?:ours?)?(?![a-z]))"
_LENGTH = re.compile(rf"(?<![\d.\-:每])(?P<n>{NUMBER})\s?(?P<half>个半|半)?个?{_HOURS}(?P<after>半)?")
_NOT_LED = re.compile(
    r"(?:提前|早到?|车程|开车|坐车|路程|走路|休息|午休|吃饭|歇|歇晌|加班|多做|超过?|[不未]?满|不[足到]|迟到|晚到?|第|[一每]周|[一每]个?月|[几多十百]|[\d一二两三四五六七八九十][-到至]|还有|就)"
    r"[^,。;\s\d]{0,2}$"
)
_NOT_FOLLOWED = re.compile(
    r"\s?(?:(?:之|以)?[内后前外]|起|以上|车程|路程|的?车|到账?|热水|营业|在线|客服|服务|值守|电话|随时|轮流待命|(?:的)?休息|午休|吃饭|加班|补|左右到|一[次趟](?!班)|内)"
)
_REST = r"(?:休息|食[饭晏昼]|吃[昼午]|歇晌|午休|歇|吃饭|午睡|用餐|眯)"
_BREAK = re.compile(
    rf"{_REST}(?:时间)?[^\d,。;\s一二两三半]{{0,2}}\s?(?P<n>{NUMBER}|半)\s?个?(?P<more>半)?\s?(?P<unit>小时|钟头|钟|h|分钟)(?P<after>半)?"
    rf"|(?P<n2>{NUMBER}|半)\s?个?(?P<more2>半)?\s?(?P<unit2>小时|钟头|钟|h|分钟)(?:的)?(?:中午|中间)?{_REST}"
)
_MOST = 17


def worked_in(body: str) -> tuple[int, int, int] | None:
    """Minutes worked a day and where that is told. One hour alone is what pay is counted by."""
    for found in _LENGTH.finditer(body):
        told = number(found["n"])
        if told is None or _NOT_LED.search(body[max(found.start() - 6, 0) : found.start()]):
            continue
        hours = float(told) + 0.5 * bool(found["half"] or found["after"])
        if 1 < hours <= _MOST and hours * 2 == int(hours * 2) and not _NOT_FOLLOWED.match(body, found.end()):
            return int(60 * hours), found.start(), found.end()
    return None


def breaks_in(body: str) -> int:
    """Minutes of the break within the day."""
    found = _BREAK.search(body)
    if found is None:
        return 0
    words, unit = found["n"] or found["n2"], found["unit"] or found["unit2"]
    told = 0.5 if words == "半" else float(number(words) or 0)
    if unit == "分钟":
        return int(told) if told <= 180 else 0
    hours = told + 0.5 * bool(found["more"] or found["more2"] or found["after"])
    return int(60 * hours) if hours <= 4 else 0
