"""seed: an invented county to try things in."""

from __future__ import annotations

import typer

from bot.cli import common
from bot.operator import tell


def seed() -> None:
    from storage import county

    settings = common.load()
    common.quiet()
    if settings.env == "production":
        common.fail(tell("cli.seed_refused"), common.USAGE)

    async def work() -> bool:
        async with common.ledger(settings) as db, db.unit() as session:
            empty = await county.is_empty(session)
            if empty:
                await county.found_county(session, common.now())
            return empty

    if not common.run(settings, work):
        common.fail(tell("cli.seed_not_empty"))
    typer.echo(tell("cli.seeded", county=county.NAME))
