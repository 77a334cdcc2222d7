"""What may stand in a field of a template or a subscription notice: WeChat's rules, by the field's type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_PLACEHOLDER = re.compile(r"\{\{(\w+)\.DATA\}\}")
_HAN = r"[\u3400-\u9fff]"
_MARK = r"[!-/:-@\[-`{-~]"
_DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
RULES: Mapping[str, str] = {
    "thing": r".{1,20}",
    "number": r"\d{1,32}(?:\.\d+)?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[!-~]{1,32}",
    "time": rf"(?:{_DAY} )?{_CLOCK}(?:~(?:{_DAY} )?{_CLOCK})?",
    "date": rf"{_DAY}(?: {_CLOCK})?",
    "amount": r"[¥￥$€]?\d{1,10}(?:\.\d{1,2})?元?",
    "phone_number": r"[\d+\- ]{1,17}",
    "car_number": rf"{_HAN}?[A-Za-z0-9]{{1,6}}(?:{_HAN}|[A-Za-z0-9])?",
    "name": rf"{_HAN}{{1,10}}|(?:[A-Za-z]|{_MARK}| ){{1,20}}",
    "phrase": rf"{_HAN}{{1,5}}",
}


def fields_of(content: str) -> list[str]:
    return _PLACEHOLDER.findall(content)


def complaint(content: str, data: object, lists: Mapping[str, Sequence[str]]) -> str:
    """The first field that breaks its rule, in WeChat's words; empty when all are well."""
    given: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    for name in fields_of(content):
        one = given.get(name)
        value = one.get("value") if isinstance(one, Mapping) else None
        if not value:
            return f"data.{name}.value is empty"
        if not isinstance(value, str) or not _keeps(name, value, lists):
            return f"data.{name}.value invalid"
    return ""


def _keeps(name: str, value: str, lists: Mapping[str, Sequence[str]]) -> bool:
    kind = re.sub(r"\d+$", "", name)
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "So", "Zl", "Zp") for char in value):
        return False  # no newline, no emoji
    if name in lists:
        return value in lists[name]
    # first, remark and keyword1 of templates from before the rules take anything that is short enough.
    return bool(re.fullmatch(RULES.get(kind, r".{1,200}"), value))
