"""The words of the rules: data in words/*.toml, compiled once.

A pattern is a regular expression over folded text in which {name} stands for a list of its own file or of
lists.toml: words, or a pattern of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from storage.rules.posting.shelf import Shelf

_FOLDER = Path(__file__).parent / "words"
_NAME = re.compile(r"\{([a-z_]+)\}")
_LINE = re.compile(r"(?m)^ +|\n")


@cache
def data(name: str) -> dict[str, Any]:
    """A file; a long pattern is written in several lines, which are one."""
    found: dict[str, Any] = _whole(tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8")))
    return found


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _LINE.sub("", value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return {name: _whole(one) for name, one in value.items()} if isinstance(value, dict) else value


def pattern(raw: str, *places: dict[str, Any]) -> re.Pattern[str]:
    return re.compile(spelt(raw, *places))


def spelt(raw: str, *places: dict[str, Any]) -> str:
    """A pattern with its lists put in; what lists refer to is put in too."""
    lists = {name: value for place in (*places, data("lists")) for name, value in place.items()}
    while found := _NAME.search(raw):
        raw = raw[: found.start()] + alternatives(lists[found[1]]) + raw[found.end() :]
    return raw


def shelved(shapes: Iterable[str]) -> Shelf:
    """Patterns under their places in the list."""
    return Shelf(enumerate(shapes))


def alternatives(listed: str | list[str]) -> str:
    """One pattern of many words, the longest first so that a word never hides a longer one."""
    if isinstance(listed, str):
        return listed
    return f"(?:{'|'.join(sorted(listed, key=len, reverse=True))})"
