"""What the program says to whoever runs it: sentences by key, in the .toml files of this folder.

They are not phrases: citizens never read them, and `--help` must not load the conversations.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def book() -> dict[str, str]:
    """All sentences, read once; a key is "file.name"."""
    found: dict[str, str] = {}
    for file in sorted(Path(__file__).parent.glob("*.toml")):
        found.update(
            {f"{file.stem}.{key}": text for key, text in tomllib.loads(file.read_text("utf-8")).items()}
        )
    return found


def tell(key: str, /, **values: Any) -> str:
    """The sentence under a key, with its values put in."""
    return book()[key].format(**values)
