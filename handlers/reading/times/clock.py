"""One time of the clock as it is said: 早上8点半, 晏昼两点, 8:30, 晚8, 透早五点; and its part of the day."""

from __future__ import annotations

import re
from typing import Literal

from handlers.reading.numerals import whole

Part = Literal["dawn", "morning", "noon", "afternoon", "evening", "midnight"]

# A family a line. By it 八点 is one of the two eights of a day.
_PARTS: dict[Part, str] = {
    "dawn": "凌晨|凌辰|后半夜|下半夜|五更|天没亮|天不亮|天未光",
    "morning": (
        "早上|早晨|清晨|清早|大清早|一大早|大早|一早|朝早|朝头早?|晨早|晨朝|透早|早起|早头|天光早|上午|上昼|上晡|头晌|前晌|头午|上半天"
        "|早|朝|晨"
    ),
    "noon": "中午|正午|晌午|中昼|当昼|午间|晏昼|食昼",
    "afternoon": "下午|下昼|下晡|后晌|下晌|后半天|下半天|午后|傍晚|傍黑|擦黑|挨晚|挨暗|临暗|下晏|晏",
    "evening": "晚上|夜晚|晚黑|晚头|晚间|夜里|夜间|夜头|夜晡|暗晡|暗时|暗暝|下暝|黑了|黑间|晚夜|晚|夜|暗",
    "midnight": "半夜|大半夜|深夜|午夜|子夜",
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words.split("|") if "?" not in word}
_PART_OF |= {"朝头": "morning", "朝头早": "morning"}
PERIODS = "|".join(sorted(_PART_OF, key=len, reverse=True))
_HAN = "一二两三四五六七八九十"
HOUR = (
    rf"(?:(?<![\d.{_HAN}])(?<!\d:)(?:2[0-4]|[01]?\d)(?!\d)"
    rf"|(?<![\d.{_HAN}])(?:二十[一二三四]?|十[一二三四五六七八九]?|[一二两三四五六七八九零])(?![{_HAN}百千万]))"
)
"""An hour as a figure: neither the end of a longer one nor 六七点, which is two."""
COUNTED = (
    r"\s?(?:[元块毛蚊箍圆个人名位岁斤公号月天日晚台件吨车方平米单只层楼栋亩箱包折度次趟百千万%/×x*]"
    r"|小时|分钟|钟头)"
)
_MINUTE = (
    rf"半(?!天|个)|[一三]刻|零?五分|[0-5]\d(?![\d.一]|{COUNTED})"
    rf"|[二三四五]?十[一二三四五六七八九]?(?!{COUNTED})"
)
# It opens with a look at one character, so that the many places where no hour stands are left at once.
_OPENS = "".join(sorted({words[0] for words in _PART_OF}))
CLOCK = (
    rf"(?=[\d{_HAN}零{_OPENS}])(?:(?P<p{{0}}>{PERIODS})(?:的|大概|大约|差不多|约)?\s?)?(?P<h{{0}}>{HOUR})"
    rf"(?:\s?(?P<o{{0}}>点|时(?![薪间工段长候装尚])|h(?=\d\d))钟?整?(?P<m{{0}}>{_MINUTE})?分?|\s?:\s?(?P<c{{0}}>[0-5]\d)(?::\d\d)?(?!\d)"
    r"|(?P<q{0}>[.、。;])\s?(?P<d{0}>[0-5]\d)(?![\d.])|(?P<k{0}>半)(?![天个年月小]))?(?:\s?(?P<x{0}>[ap])\.?m\b)?"
)
"""With a number for its groups. Whether it is an hour at all is for who pairs it to judge."""


def part_of(words: str | None) -> Part | None:
    return _PART_OF.get(words or "")


def is_marked(found: re.Match[str], side: str) -> bool:
    """8点 and 8:30 are hours by themselves; 8, 8.30 and 9、00 only in company."""
    return bool(found[f"o{side}"] or found[f"c{side}"] or found[f"x{side}"])


def minute_of(found: re.Match[str], side: str, part: Part | None = None) -> int | None:
    """Minutes after midnight; without a part of the day as it stands, `part` is one heard before."""
    hour = whole(found[f"h{side}"].replace("零", "0"))
    if hour is None:
        return None
    said = next((words for unit in "mcdk" if (words := found[f"{unit}{side}"])), None)
    minute = {"半": 30, "一刻": 15, "三刻": 45}.get(said or "")
    if minute is None:
        minute = (whole(said.removesuffix("分").removeprefix("零")) or 0) if said else 0
    part = part_of(found[f"p{side}"]) or ("afternoon" if found[f"x{side}"] == "p" else part)
    return 60 * _on_the_day(hour, part) + minute if hour < 24 or minute == 0 else None


def _on_the_day(hour: int, part: Part | None) -> int:
    """Of 24; the twelfth at night is the next day's first."""
    match part:
        case "afternoon" if hour < 12:
            return hour + 12
        case "evening" if 4 <= hour <= 12:
            return hour + 12
        case "noon" if hour <= 5:
            return hour + 12
        case "midnight" if 9 <= hour <= 12:
            return hour + 12
        case "dawn" if hour == 12:
            return 0
    return hour
