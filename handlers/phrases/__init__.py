"""Phrases 话术: every sentence a citizen reads, by key. `say("find.which_trade")`.

The files in zh_CN/ are reviewed copy: one a conversation, keys "file.name". A value is a sentence, or a
list of words that people say (`words`).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "zh_CN"


class NoPhrase(LookupError):
    """A key without a sentence. Add it to handlers/phrases/zh_CN/<file>.toml."""


@cache
def book() -> dict[str, str | list[str]]:
    """All phrases, read once."""
    found: dict[str, str | list[str]] = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        for key, value in tomllib.loads(file.read_text("utf-8")).items():
            found[f"{file.stem}.{key}"] = value if isinstance(value, list) else value.strip("\n")
    return found


def say(key: str, /, **values: Any) -> str:
    """The sentence under a key, with its values put in."""
    phrase = book().get(key)
    if not isinstance(phrase, str):
        raise NoPhrase(key)
    return phrase.format(**values) if values else phrase


def words(key: str) -> list[str]:
    """The words people may say for something."""
    listed = book().get(key)
    if not isinstance(listed, list):
        raise NoPhrase(key)
    return listed
