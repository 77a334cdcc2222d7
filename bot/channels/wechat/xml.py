"""The XML of WeChat's callbacks, read into plain values and written again. Pure.

WeChat never sends a document type. Whoever does wants entities resolved, files read or memory eaten, and is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from bot.channels.wx_crypto import BadCallback

DEEPEST = 6
MOST_ELEMENTS = 500

Fields = Mapping[str, Any]
"""Tag to text; to Fields where elements are inside; to a list where one tag stands several times."""

_UNSPEAKABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(body: bytes) -> dict[str, Any]:
    """The fields inside <xml>. Raises BadCallback for everything that is not such a document."""
    try:
        return _Reader().read(body.decode())
    except (expat.ExpatError, UnicodeDecodeError):
        raise BadCallback("xml") from None


class _Reader:
    def __init__(self) -> None:
        self._open: list[tuple[dict[str, Any], list[str]]] = []
        self._elements = 0
        self._whole: dict[str, Any] = {}

    def read(self, text: str) -> dict[str, Any]:
        parser = expat.ParserCreate("UTF-8")  # whatever the document claims of itself
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(text, True)
        return self._whole

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._elements += 1
        root = not self._open
        if len(self._open) >= DEEPEST or self._elements > MOST_ELEMENTS or root != (tag == "xml"):
            raise BadCallback("xml")
        self._open.append(({}, []))

    def _text(self, text: str) -> None:
        self._open[-1][1].append(text)

    def _end(self, tag: str) -> None:
        inside, texts = self._open.pop()
        if not self._open:
            self._whole = inside
            return
        value: dict[str, Any] | str = inside or "".join(texts)
        around = self._open[-1][0]
        if tag not in around:
            around[tag] = value
        elif isinstance(around[tag], list):
            around[tag].append(value)
        else:
            around[tag] = [around[tag], value]


def _refuse(*_: Any) -> None:
    raise BadCallback("doctype")


def write(fields: Fields) -> str:
    """<xml> with every text in CDATA, numbers bare."""
    return f"<xml>{_elements(fields)}</xml>"


def _elements(fields: Fields) -> str:
    pairs = (
        (tag, one) for tag, value in fields.items() for one in (value if isinstance(value, list) else [value])
    )
    return "".join(f"<{tag}>{_content(value)}</{tag}>" for tag, value in pairs)


def _content(value: object) -> str:
    match value:
        case Mapping():
            return _elements(value)
        case int():
            return str(value)
        case _:
            return cdata(str(value))


def cdata(text: str) -> str:
    """Text that may hold anything: its end mark is split, and what XML cannot carry at all is left out."""
    return f"<![CDATA[{speakable(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def speakable(text: str) -> str:
    """Without what XML cannot carry; its readers make one line break of all kinds."""
    return _UNSPEAKABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
