"""understand: what the bot reads in sentences, a JSON line in, one out: to check the lexicon, to measure."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli import common
from bot.operator import tell


def understand(
    ledger: Annotated[bool, typer.Option("--ledger", help=tell("understand.ledger"))] = False,
) -> None:
    from bot.cli.asked import Wrong, asked
    from handlers.reading.as_json import as_json
    from handlers.reading.understanding import understand as read
    from storage.lexicon import areas

    if ledger:
        _lay_over_what_was_taught()
    listed = areas.load()
    wrong = False
    # As bytes: what somebody sent may hold what no terminal can write, and the locale may be none.
    for number, line in enumerate(typer.get_binary_stream("stdin"), 1):
        if not line.strip():
            continue
        try:
            text, now, area = asked(line, listed)
        except Wrong as why:
            wrong = True
            told = {"error": tell("understand.bad_line", line=number, why=why)}
        else:
            told = as_json(read(text, now, area))
        said = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        typer.echo(said)
    if wrong:
        raise typer.Exit(common.FAILED)


def _lay_over_what_was_taught() -> None:
    from bot.lexicon import Lexicon

    settings = common.load()
    common.quiet()

    async def work() -> None:
        async with common.ledger(settings) as db:
            await Lexicon(db).refresh()

    common.run(settings, work)
