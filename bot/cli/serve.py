"""serve: everything in one process."""

from __future__ import annotations

import asyncio
import errno
from typing import TYPE_CHECKING, NoReturn

import typer

from bot.cli import common
from bot.cli.migrate import say_done
from bot.operator import tell

if TYPE_CHECKING:
    from aiohttp import web

    from bot.house import App
    from bot.settings import Settings


def serve() -> None:
    from bot import logs

    settings = common.load()
    logs.configure(settings.log_level, settings.log_format)
    common.run(settings, lambda: _serve(settings))


async def _serve(settings: Settings) -> None:
    from bot.lean import load_aiogram, rest, settle

    rest()
    from bot.alone import alone
    from bot.start import database_file

    file = database_file(settings)
    if file and not file.exists():
        await _knock(settings)  # a new folder is not begun only to find that the port is taken
    with alone(file):
        await _knock(settings)
        await prepare(settings)
        load_aiogram()
        from bot import server
        from bot.app import build_app

        app = await build_app(settings)
        try:
            door = await _open_door(app)
            settle()
            await server.run(app, door, lambda url: _announce(app, url))
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


async def _knock(settings: Settings) -> None:
    """Whether the address can be had, asked before anything is written: bound, never served, let go."""
    host, port = settings.http_host, settings.http_port
    try:
        tried = await asyncio.get_running_loop().create_server(
            asyncio.Protocol, host, port, start_serving=False
        )
    except OSError as error:
        _turned_away(settings, error)
    tried.close()
    await tried.wait_closed()


async def _open_door(app: App) -> web.AppRunner:
    from bot import server

    try:
        return await server.listen(app.web, app.settings.http_host, app.settings.http_port)
    except OSError as error:  # somebody was quicker
        _turned_away(app.settings, error)


def _turned_away(settings: Settings, error: OSError) -> NoReturn:
    host, port = settings.http_host, settings.http_port
    if error.errno == errno.EADDRINUSE:
        common.fail(tell("start.port_taken", host=host, port=port))
    common.fail(tell("start.port_refused", host=host, port=port, reason=error.strerror or error))
