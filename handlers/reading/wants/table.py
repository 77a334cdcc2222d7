"""A table of what a sentence may want: `[wish]`, and in it an example = the patterns that hear it.

`["not wish"]` has what looks like it and is not, `[short]` the short forms of the table. A new way to say
something is a line in the family it belongs to; the tests read every example by its own patterns.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from storage.lexicon.sieve import Sieve

SHORT = {
    "<我>": "(?:我|本人|自己|我老[公婆]|我[妈爸哥弟姐妹儿女])们?",
    "<你们>": (
        r"(?:你们?|您们?|你这|驿站|站[里点上]|市场|大厅|窗口|中心|服务站)(?:这[里边儿]?|那[里边儿]?|家)?"
    ),
    "<吗>": r"(?:吗|嘛|么|没有?|没得|不|呢|啵|呗|\?)",
    "<数>": r"(?:[一二两三四五六七八九十几百\d]{1,4})",
    "<没>": "(?:没有?|没得|不|未)",
}
"""Short forms every table may use."""
_FOLDER = Path(__file__).with_name("tables")


@dataclass(frozen=True, slots=True)
class Row:
    wish: str  # "not post" for what only looks like it
    example: str
    pattern: str


class Table:
    """The rows of one file by wish; a wish is compiled when it is first asked for."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._patterns: dict[str, Sieve | None] = {}

    def pattern(self, wish: str) -> Sieve | None:
        if wish not in self._patterns:
            families = [row.pattern for row in self.rows if row.wish == wish]
            self._patterns[wish] = Sieve(families) if families else None
        return self._patterns[wish]

    def find(self, wish: str, said: str) -> re.Match[str] | None:
        """Where the sentence says so, unless it is one that only looks like it."""
        pattern, but = self.pattern(wish), self.pattern(f"not {wish}")
        found = pattern.search(said) if pattern else None
        return None if found and but and but.search(said) else found


@cache
def table(name: str) -> Table:
    """The table in <name>.toml, read once."""
    told = data(name)
    short = SHORT | {form: f"(?:{_or(lines)})" for form, lines in told.pop("short", {}).items()}
    return Table(
        tuple(
            Row(wish, example, _long(_or(lines), short))
            for wish, families in told.items()
            for example, lines in families.items()
        )
    )


def data(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))


def _or(lines: str) -> str:
    return "|".join(filter(None, lines.splitlines()))


def _long(pattern: str, short: dict[str, str]) -> str:
    """Twice over, because a short form may use another."""
    for _ in range(2):
        for form, long in short.items():
            pattern = pattern.replace(form, long)
    return pattern
