"""chat: several people in one terminal, on the real engine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common
from bot.cli.serve import prepare
from bot.operator import tell

if TYPE_CHECKING:
    from datetime import datetime

    from bot.settings import Settings
    from storage.db import Database


def chat(
    into_real: Annotated[bool, typer.Option("--into-real-data", help=tell("cli.chat_into_real"))] = False,
) -> None:
    settings = common.load()
    if settings.env == "production" and not into_real:
        common.fail(tell("cli.chat_refused"), common.USAGE)
    common.quiet()
    common.run(settings, lambda: _chat(settings))


async def _let_in(db: Database, now: datetime) -> None:
    """The invented county's people write from the terminal under their names, staff and employers too."""
    from bot.channels.console import ConsoleChannel
    from storage import county

    async with db.unit() as session:
        if await county.founded_at(session):
            await county.reach_at(session, ConsoleChannel.name, ConsoleChannel.account, now)


async def _chat(settings: Settings) -> None:
    from bot.alone import alone
    from bot.start import database_file

    with alone(database_file(settings)):
        await prepare(settings)
        from bot.lean import load_aiogram

        load_aiogram()
        from bot.app import build_app
        from bot.channels.console import ConsoleChannel, chat_loop

        # Only the terminal: whoever writes to the bot elsewhere is answered by `serve`.
        alone_here = settings.model_copy(update={"telegram_token": None, "wechat_app_id": None})
        app = await build_app(alone_here, channels=[ConsoleChannel()])
        try:
            await _let_in(app.db, app.clock.now())
            await app.start()
            await chat_loop(app, sys.stdin, sys.stdout)
        finally:
            await app.stop()
