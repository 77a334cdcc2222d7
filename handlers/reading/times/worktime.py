"""When work is: 早七晚五, 7点集合，下午5点收工; how long (每班11小时); or only its shift, 夜班."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from handlers.reading.phone import phones_in
from handlers.reading.plain import Plain, blank, once_a_turn, plain
from handlers.reading.times.clock import is_marked, minute_of
from handlers.reading.times.dates import number_spans
from handlers.reading.times.lasting import breaks_in, worked_in
from handlers.reading.times.stretches import DAY, HALF, ONE, REST, is_late, is_other, stretches, told_before

Shift = Literal["day", "night", "morning", "afternoon", "evening"]


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when; `shift` when only 夜班 or 上午 was said; `minutes` without breaks, when known.

    `bare`: no part of the day was said with the start, or with the end when there is no start.
    """

    start: time | None
    end: time | None
    shift: Shift | None
    minutes: int | None
    words: str
    bare: bool = False

    @property
    def overnight(self) -> bool:
        return self.start is not None and self.end is not None and self.end <= self.start


@dataclass(frozen=True, slots=True)
class _Point:
    minute: int
    bare: bool
    words: str


_ENDS = re.compile(
    r"(?:之?前|左右|就|准时|正常|才)?(?:收工|下班|放工|结束|散工|收档|收摊|收市|打烊|干完|做完|忙完|完工|走人|落班|[下走](?=$|[\s,。]))"
)
_ENDED_BY = re.compile(
    r"(?:[\u4e00-\u9fff](?<![来送赶迟报等收接提前时到])到|[,\s]到|下班|收工|放工|结束|散工)(?:时间)?[:是]?\s?$"
)
_BOTH_SHIFTS = re.compile(
    "早晚班|白夜班|[白日早]班.{0,40}[夜晚中]班|上午班.{0,40}下午班|[夜晚]班.{0,40}[白日早]班", re.DOTALL
)
_COMES = re.compile(r"\s?(?:到(?![\d一二三四五六七八九十])|开[始工]|集合|前到|前来|来|上班|进场|出发|走|起)")
# 六点半开席，五点到岗: what work is for begins later than work.
_OCCASION = re.compile(r"\s?(?:开[席门饭场演市]|起床|入席|营业)")
_NEVER = re.compile(r"(?!)")
_SHIFTS: tuple[tuple[Shift, re.Pattern[str]], ...] = (
    ("night", re.compile("夜班|晚班|通宵|大夜")),
    ("day", re.compile("白班|日班|长白|早班|全天|整天")),
    ("morning", re.compile("上午|早上|上昼|朝早|前晌|头晌")),
    ("afternoon", re.compile("下午|下昼|下晡|后晌|晏昼")),
    ("evening", re.compile("晚上|今晚|明晚|听晚|夜晚|晚黑|暗晡")),
)


@once_a_turn
def read_hours(text: str) -> Hours | None:
    heard = plain(text)
    body = blank(heard.text, ((phone.start, phone.end) for phone in phones_in(heard)))
    body = blank(body, number_spans(body))
    found = _of_spans(heard, body) or _single(heard, body)
    return _with_length(heard, body, found) or _shift(heard, body)


def _of_spans(heard: Plain, body: str) -> Hours | None:
    """The first stretch of work, with what follows it after a rest."""
    found = stretches(body)
    spans = [span for span in found if not is_other(body, span.at, span.to)]
    if not spans:
        return None
    main = spans[0]
    minutes, end, to = main.end - main.start, main.end, main.to
    for span in spans[1:]:
        follows = end + 20 <= span.start and span.end - main.start <= 18 * 60
        if not follows or not REST.fullmatch(body[to : span.at]):
            break
        minutes, end, to = minutes + span.end - span.start, span.end, span.to
    if _BOTH_SHIFTS.search(body) and any(one.start % DAY != main.start % DAY for one in spans[1:]):
        same = {one.end - one.start for one in spans} == {minutes}
        return Hours(None, None, None, minutes if same else None, heard.words(main.at, spans[-1].to))
    for span in found:  # 早7晚6，午休12点到2点
        if span not in spans and main.start < span.start < span.end < main.end:
            minutes -= span.end - span.start
    return Hours(_time(main.start), _time(end), None, minutes, heard.words(main.at, to), main.bare)


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _single(heard: Plain, body: str) -> Hours | None:
    """7点集合，下午5点收工: hours that stand apart, by what is said of each."""
    body = blank(body, [(span.at, span.to) for span in stretches(body)])
    start: _Point | None = None
    end: _Point | None = None
    occasion = False
    for found in ONE.finditer(body):
        if (minute := _alone(found, body)) is None or is_other(body, *found.span()):
            continue
        point = _Point(minute, found["p1"] is None and minute <= HALF, heard.quote(found))
        before, comes = body[max(found.start() - 6, 0) : found.start()], _COMES.match(body, found.end())
        if _ENDS.match(body, found.end()) or (_ENDED_BY.search(before) and not comes):
            end = end or point
        elif start is None or (occasion and comes):
            occasion = _OCCASION.match(body, found.end()) is not None
            late = point.bare and is_late(body, *found.span(), minute, None)
            start = replace(point, minute=minute + HALF * late)
    if start and end:
        until = end.minute
        if end.bare:
            until += max(-(-(start.minute + 60 - until) // HALF), 0) * HALF
        elif until <= start.minute:
            until += DAY
        length = until - start.minute
        words = f"{start.words} {end.words}"
        return Hours(_time(start.minute), _time(until), None, length, words, start.bare)
    if start:
        return Hours(_time(start.minute), None, None, None, start.words, start.bare)
    if end:
        late = end.bare and 60 <= end.minute <= 8 * 60
        return Hours(None, _time(end.minute + HALF * late), None, None, end.words, end.bare)
    return None


def _alone(found: re.Match[str], body: str) -> int | None:
    """The hour, or None when 一点 only means "a little", and 8 or 7.30 may be anything."""
    some = found["h1"] == "一" and not (found["m1"] or found["c1"]) and len(found["p1"] or "") < 2
    if some or (found["k1"] and not found["p1"]):
        return None
    if not is_marked(found, "1") and not (_COMES if found["p1"] or found["d1"] else _NEVER).match(
        body, found.end()
    ):
        return None
    return minute_of(found, "1", None if found["p1"] else told_before(body, found.start()))


def _with_length(heard: Plain, body: str, found: Hours | None) -> Hours | None:
    """中间休息2小时 is not worked; 8小时 said beside 8点到17点 is."""
    told = worked_in(body)
    if found and found.start and found.end and found.minutes:
        if told and found.minutes - 5 * 60 <= told[0] <= found.minutes:
            return replace(found, minutes=told[0])
        rest = breaks_in(body)
        return replace(found, minutes=found.minutes - rest) if rest < found.minutes / 2 else found
    if told is None:
        return found
    base = found or _shift(heard, body)
    words = heard.words(*told[1:])
    if base is None:
        return Hours(None, None, None, told[0], words)
    return replace(base, minutes=told[0], words=f"{base.words} {words}")


def _shift(heard: Plain, body: str) -> Hours | None:
    for shift, pattern in _SHIFTS:
        if found := pattern.search(body):
            return Hours(None, None, shift, None, heard.quote(found))
    return None
