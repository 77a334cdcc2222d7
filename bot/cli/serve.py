"""serve: everything in one process."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import typer

from bot.cli import common
from bot.cli.migrate import say_done
from bot.operator import tell

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings


def serve() -> None:
    from bot import logs

    settings = common.load()
    logs.configure(settings.log_level, settings.log_format)
    common.run(settings, lambda: _serve(settings))


async def _serve(settings: Settings) -> None:
    from bot.alone import alone
    from bot.start import database_file

    with alone(database_file(settings)):
        await prepare(settings)
        from bot import server
        from bot.app import build_app

        app = await build_app(settings)
        try:
            await server.run(app, lambda url: _announce(app, url))
        except OSError as error:
            common.fail(_no_door(error, settings))
        finally:
            await app.stop()
    typer.echo(tell("start.stopped"))


async def prepare(settings: Settings) -> None:
    """First start: schema and, outside production, an invented county, each whole or not at all."""
    from bot import start
    from storage import county

    done = await start.make_current(settings, common.now())
    if done:
        say_done(done)
    if settings.env == "production":
        return
    async with common.ledger(settings) as db, db.unit() as session:
        empty = await county.is_empty(session)
        if empty:
            await county.found_county(session, common.now())
    if empty:
        typer.echo(tell("start.founded", county=county.NAME))


def _announce(app: App, url: str) -> None:
    key = "start.up" if app.settings.phones_page else "start.up_without_page"
    typer.echo(tell(key, name=app.settings.name, url=url))


def _no_door(error: OSError, settings: Settings) -> str:
    where = {"host": settings.http_host, "port": settings.http_port}
    if error.errno == errno.EADDRINUSE:
        return tell("start.port_taken", **where)
    return tell("start.port_refused", reason=error.strerror or error, **where)
