"""understand: what the bot reads in sentences, a JSON line in, one out: to check the lexicon, to measure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

from bot.cli import common
from bot.operator import tell

if TYPE_CHECKING:
    from datetime import datetime

    from storage.lexicon.areas import Areas


def understand() -> None:
    from handlers.reading.as_json import as_json
    from handlers.reading.understanding import understand as read
    from storage.lexicon import areas

    listed = areas.load()
    wrong = False
    # As bytes: what somebody sent may hold what no terminal can write, and the locale may be none.
    for number, line in enumerate(typer.get_binary_stream("stdin"), 1):
        if not line.strip():
            continue
        try:
            text, now, area = _asked(line, listed)
        except (ValueError, KeyError, TypeError) as error:
            wrong = True
            told = {"error": tell("understand.bad_line", line=number, why=error)}
        else:
            told = as_json(read(text, now, area))
        said = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        typer.echo(said)
    if wrong:
        raise typer.Exit(common.FAILED)


def _asked(line: bytes, listed: Areas) -> tuple[str, datetime, str | None]:
    from datetime import datetime

    from storage.rules.calendar import SHANGHAI

    asked: Any = json.loads(line)
    text, told, region = asked["text"], asked.get("now"), asked.get("region")
    if not isinstance(text, str):
        raise TypeError("text")
    now = datetime.fromisoformat(told) if told else common.now()
    found = listed.find(region) if region else []
    return text, now if now.tzinfo else now.replace(tzinfo=SHANGHAI), found[0].code if found else None
