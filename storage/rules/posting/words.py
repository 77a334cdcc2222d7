"""The words of the rules: data in words/*.toml, compiled once.

A pattern is a regular expression over folded text in which {name} stands for a list of its own file or of
lists.toml: words, or a pattern of its own.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "words"
_NAME = re.compile(r"\{([a-z_]+)\}")


@cache
def data(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))


def pattern(raw: str, *places: dict[str, Any]) -> re.Pattern[str]:
    """A pattern with its lists put in; what lists refer to is put in too."""
    lists = {name: value for place in (*places, data("lists")) for name, value in place.items()}
    while found := _NAME.search(raw):
        raw = raw[: found.start()] + alternatives(lists[found[1]]) + raw[found.end() :]
    return re.compile(raw)


def alternatives(listed: str | list[str]) -> str:
    """One pattern of many words, the longest first so that a word never hides a longer one."""
    if isinstance(listed, str):
        return listed
    return f"(?:{'|'.join(sorted(listed, key=len, reverse=True))})"
