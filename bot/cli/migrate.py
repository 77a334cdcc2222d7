"""migrate: bring the database to this release's schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common
from bot.operator import tell

if TYPE_CHECKING:
    from storage.migrate import Migrated


def migrate(
    draft: Annotated[str, typer.Option("--draft", metavar="WHY", help=tell("cli.migrate_draft"))] = "",
) -> None:
    from bot.alone import alone
    from bot.start import check_file, copies, database_file
    from storage import migrate as schema

    settings = common.load()
    common.quiet()
    if draft:
        typer.echo(tell("cli.drafted", path=common.run(settings, lambda: schema.draft(draft))))
        return

    async def work() -> Migrated:
        check_file(settings)
        with alone(database_file(settings)):
            return await schema.migrate(settings.database_url, copies(settings), common.now())

    done = common.run(settings, work)
    if done.before == done.after:
        typer.echo(tell("cli.schema_whole", head=done.after))
    else:
        say_done(done)


def say_done(done: Migrated) -> None:
    typer.echo(tell("start.migrated", before=done.before or "-", after=done.after))
    if done.copy:
        typer.echo(tell("start.copied", copy=done.copy))
