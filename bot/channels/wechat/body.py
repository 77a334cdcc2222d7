"""The body of a callback or of our answer to it: XML, or JSON where the account is set to that. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.channels.wechat import xml
from bot.channels.wechat.xml import DEEPEST, MOST_ELEMENTS, Fields
from bot.channels.wx_crypto import BadCallback

Write = Callable[[Fields], str]


def read(body: bytes) -> tuple[dict[str, Any], Write]:
    """The fields, and how to write an answer in the same form. Raises BadCallback."""
    if body.lstrip()[:1] == b"{":
        return _read_json(body), _write_json
    return xml.read(body), xml.write


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        # Numbers stay as they were written: ids have more digits than a float holds.
        fields = json.loads(body.decode(), parse_int=str, parse_float=str, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadCallback("json") from None
    count = [0]
    return {tag: _plain(value, 1, count) for tag, value in fields.items()}


def _plain(value: Any, depth: int, count: list[int]) -> Any:
    """As the XML reader gives it: text, fields, or a list of them."""
    count[0] += 1
    if depth >= DEEPEST or count[0] > MOST_ELEMENTS:
        raise BadCallback("json")
    match value:
        case dict():
            return {tag: _plain(inside, depth + 1, count) for tag, inside in value.items()}
        case list():
            return [_plain(inside, depth + 1, count) for inside in value]
        case None:
            return ""
        case _:
            return str(value)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _write_json(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
