"""The number of a case at the start of a sentence: 1001 钱款已在核实, 第1001号单：…"""

import re
import unicodedata

_NUMBER = re.compile(
    r"\s*(?:[第#]\s*)?(?P<number>\d{1,6})(?![\dA-Za-z])\s*号?(?:单|工单)?[\s,，:：、。]*(?P<words>.*)",
    re.DOTALL,
)


def numbered(rest: str) -> tuple[int, str] | None:
    """The number and the words behind it; None without a number."""
    found = _NUMBER.fullmatch(rest)
    return (int(unicodedata.normalize("NFKC", found["number"])), found["words"].strip()) if found else None


_NAMED = re.compile(
    r"\s*(?:第\s?)?#?\s?(?P<number>\d{1,6})\s?号(?:的?活)?的?[\s,，:：]*(?P<words>.*)", re.DOTALL
)


def named(text: str) -> tuple[int, str] | None:
    """1号不要了: the number, said to be one, and the words behind it; 5人够了 has none."""
    found = _NAMED.fullmatch(unicodedata.normalize("NFKC", text))
    return (int(found["number"]), found["words"].strip()) if found else None
