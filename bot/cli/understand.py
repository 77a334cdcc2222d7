"""understand: what the bot reads in sentences, a JSON line in, one out: to check the lexicon, to measure."""

from __future__ import annotations

import json
import sys
from typing import Any

import typer

from bot.cli import common
from bot.operator import tell


def understand() -> None:
    from handlers.reading.as_json import as_json
    from handlers.reading.understanding import understand as read
    from storage.lexicon import areas

    code = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            told = as_json(read(asked["text"], *_context(asked, areas.load())))
        except (ValueError, KeyError, TypeError) as error:
            code = common.FAILED
            told = {"error": tell("understand.bad_line", line=number, why=error)}
        typer.echo(json.dumps(told, ensure_ascii=False))
    if code:
        raise typer.Exit(code)


def _context(asked: dict[str, Any], listed: Any) -> tuple[Any, str | None]:
    from datetime import datetime

    now = datetime.fromisoformat(asked["now"]) if asked.get("now") else common.now()
    found = listed.find(asked["region"]) if asked.get("region") else []
    return now, found[0].code if found else None
