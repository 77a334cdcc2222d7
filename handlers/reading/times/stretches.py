"""Stretches of the clock: 8点到5点, 下午2到6, 9、00-18、00, 早七晚五, 8-12 14-18; each in minutes of its day.

An hour without a part of the day is what it most likely is at work: 2点到6点 is an afternoon, 8点到5点 a day,
晚班8点到8点 a night. An hour for something else (to phone, to eat, to answer) is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.reading.plain import once_a_turn
from handlers.reading.times.clock import CLOCK, COUNTED, PERIODS, Part, is_marked, minute_of, part_of

DAY, HALF = 24 * 60, 12 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """In minutes of the first day, so that an end may lie beyond it; `bare`: no part of the day was said."""

    start: int
    end: int
    at: int
    to: int
    bare: bool


_NEXT = r"(?:第二[天日]的?|次日|翌日|第二朝|隔[天日]|转天|当[天日]|[明听今后](?:[天日]|儿)?|\0{1,12})?\s?"
_TO = (
    r"\s?(?:集合|开[始工]|上班|上工|起|进场|来)?[,\s]?(?:左右|多)?"
    rf"(?:-{{1,3}}|(?:一?直)?(?:[做干忙搞上卖守看拉打开]?[到至]))\s?{_NEXT}"
)
_SPAN = re.compile(CLOCK.format(1) + _TO + CLOCK.format(2))
_EARLY_LATE = re.compile(
    rf"(?=[早朝晨晚夜]){CLOCK.format(1)}\s?[,、]?\s?(?=[早晚夜]|下午|凌晨){CLOCK.format(2)}"
)
_PAIR = re.compile(CLOCK.format(1) + r"\s?" + CLOCK.format(2))
_TO_NOON = re.compile(CLOCK.format(1) + _TO + r"(?:中午|正午|晌午|中昼)(?![一二三四五六七八九十\d])")
ONE = re.compile(CLOCK.format(1))
_NO_HOUR = re.compile(COUNTED)
# 上午8点到12点，下午2点到6点 is one day's work; with 或 or 班 between they are two shifts to choose from.
REST = re.compile(
    rf"[\s,;、/和及与跟&+。()]*(?:中[午间]|午间)?(?:休息|午休|歇晌|吃饭)?(?:再|然后|接着)?[\s,;、:]*(?:{PERIODS})?[\s,;、:]*"
)
_TOLD_BEFORE = re.compile(rf"(?<!早)(?P<part>{PERIODS}|中(?=班))(?:班|场)?[,\s:的]{{0,2}}$")
_LED = re.compile(r"(?:上班|工作|作息|做工|干活)?(?:时间段?|班次|作息|上班)[:是]?\s?$")
# An hour to answer, to call, to eat or to be paid is none of work.
_OTHER_AFTER = re.compile(
    r"[^\S\n]?(?:之|以)?[前后]?(?:再|可|给|请|都)?(?:可以)?(?:答复|回复|回话|报名|联系|打电话|来电|电话|加微|私聊|吃饭|开饭|休息|勿扰|发钱|发工资|结[账算钱]|截止)"
)
_OTHER_BEFORE = re.compile(
    r"(?:联系时间|不[是要]|别|唔系|截止|提成|返|抽成?|税|扣|涨|降|吃饭|开饭|休息|午休|歇晌)[:是到]?(?:今晚|今天|明天)?$"
)
_NIGHT_BEFORE = re.compile(
    r"(?:夜班|晚班|大夜|夜场|通宵|守夜|值夜|看夜|[夜晚]市|夜宵档?|收[档摊市工]后|打烊后|夜里|夜间|晚上|[今明听当]晚)(?!补|费|津)[^白日早明后天上下]{0,12}$"
)
_NIGHT_AFTER = re.compile(r"[,\s]{0,2}(?:每晚|一晚|每夜|一夜|通宵|夜班(?!补|费|津)|上?夜班)")
_AFTER_NOON = re.compile(
    "下午|下昼|下晡|后晌|放学|下学|接(?:小?孩|学生|娃)|[煮做烧](?:晚饭|晚餐)|晚市|下班后"
)
_BY_DAY = re.compile("[白日]班|两班|三班|倒班")
_EARLY = re.compile("凌晨|凌辰|天光|天[没不未]?亮|清早|早餐|早市|早班|菜市|半夜|一早|大早|透早")


@once_a_turn
def stretches(body: str) -> list[Stretch]:
    found = _paired(body)
    found += [one for one in _EARLY_LATE.finditer(body) if _sound(one)]
    found += [one for one in _PAIR.finditer(body) if is_marked(one, "1") and is_marked(one, "2")]
    spans: list[Stretch] = []
    for one in _apart(found):
        if span := _span(one, body, spans[-1] if spans else None):
            spans.append(span)
    if not found:
        spans = [span for one in _TO_NOON.finditer(body) if (span := _until_noon(one, body))]
    return spans


def _apart(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Those that share no words with one of an earlier kind, in order."""
    kept: list[re.Match[str]] = []
    for one in found:
        if all(one.end() <= other.start() or other.end() <= one.start() for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start())


def _paired(body: str) -> list[re.Match[str]]:
    """8点到5点, 下午2到6, 9.00-18.00; bare figures only in a row of two or behind 上班时间."""
    kept: list[re.Match[str]] = []
    doubtful: re.Match[str] | None = None
    for one in _SPAN.finditer(body):
        if not _sound(one):
            continue
        marked = [is_marked(one, side) or one[f"p{side}"] or one[f"d{side}"] for side in "12"]
        if not marked[1] and _NO_HOUR.match(body, one.end()):
            continue
        near = kept[-1] if kept else doubtful
        follows = near is not None and REST.fullmatch(body[near.end() : one.start()]) is not None
        if any(marked) or _LED.search(body[max(one.start() - 8, 0) : one.start()]) or (kept and follows):
            kept += [doubtful, one] if doubtful and follows and doubtful is near else [one]
        elif doubtful and follows and _is_split(doubtful, one):
            kept += [doubtful, one]
        else:
            doubtful = one
    return kept


def _sound(found: re.Match[str]) -> bool:
    """8.30-17.30 are hours, 3.5-4.2 are not: minutes that a clock is told by, the same mark on both sides."""
    dotted = [(found[f"q{side}"], found[f"d{side}"]) for side in "12"]
    if any(minute and minute[1] not in "05" for _, minute in dotted):
        return False
    if dotted[0][0] and dotted[1][0]:
        return (
            abs(int(found["h2"]) - int(found["h1"])) >= 2
            if found["h1"].isdecimal() and found["h2"].isdecimal()
            else True
        )
    return not any(mark for mark, _ in dotted) or is_marked(found, "1") or is_marked(found, "2")


def _is_split(first: re.Match[str], second: re.Match[str]) -> bool:
    """8-12 14-18, 8-12 2-6: nothing but hours looks like it."""
    ends = [minute_of(one, side) or 0 for one in (first, second) for side in "12"]
    begins, rests, again, leaves = (end // 60 for end in ends)
    again, leaves = (hour + 12 if hour < rests <= 13 else hour for hour in (again, leaves))
    return 4 <= begins < rests - 1 and rests <= again < leaves - 1 <= 23


def _span(found: re.Match[str], body: str, before: Stretch | None) -> Stretch | None:
    part = None if found["p1"] else told_before(body, found.start())
    start, end = minute_of(found, "1", part), minute_of(found, "2")
    if start is None or end is None:
        return None
    bare = found["p1"] is None and part is None and found["x1"] is None
    if bare and start <= HALF:
        start += HALF * is_late(body, found.start(), found.end(), start, before)
    if found["p2"] is None and found["x2"] is None and end <= HALF:
        end += max(-(-(start + 60 - end) // HALF), 0) * HALF  # 8点到5点, 晚上8点到6点
    elif end <= start:
        end += DAY
    return Stretch(start, end, found.start(), found.end(), bare) if start < end else None


def is_late(body: str, at: int, to: int, start: int, before: Stretch | None) -> bool:
    """Whether an hour without its part of the day is one after noon."""
    if before is not None and start < before.end % DAY:
        return start <= before.start and start + HALF >= before.end
    if start < 6 * 60 and (start < 4 * 60 or _AFTER_NOON.search(body)):
        return start >= 60 and not _EARLY.search(body)
    night = _NIGHT_BEFORE.search(body[max(at - 16, 0) : at]) or _NIGHT_AFTER.match(body, to)
    return bool(night) and start >= 5 * 60 and not _BY_DAY.search(body)


def _until_noon(found: re.Match[str], body: str) -> Stretch | None:
    start = minute_of(found, "1")
    if start is None or not (is_marked(found, "1") or found["p1"]) or is_other(body, *found.span()):
        return None
    return Stretch(start, HALF, found.start(), found.end(), bare=False) if start < HALF - 60 else None


def told_before(body: str, at: int) -> Part | None:
    """只要下午，一点到六点; 晚班8点到8点."""
    told = _TOLD_BEFORE.search(body[max(at - 9, 0) : at])
    if told is None:
        return None
    return "afternoon" if told["part"] == "中" else part_of(told["part"])


def is_other(body: str, start: int, end: int) -> bool:
    return bool(_OTHER_AFTER.match(body, end) or _OTHER_BEFORE.search(body[max(start - 8, 0) : start]))


def hour_spans(body: str) -> list[tuple[int, int]]:
    """Every stretch that tells an hour: none of its numbers is pay or people."""
    spans = [(span.at, span.to) for span in stretches(body)]
    spans += [
        found.span()
        for found in ONE.finditer(body)
        if is_marked(found, "1") or (found["p1"] and not _NO_HOUR.match(body, found.end()))
    ]
    return spans
