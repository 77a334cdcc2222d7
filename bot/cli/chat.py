"""chat: several people in one terminal, on the real engine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.cli import common
from bot.cli.serve import prepare

if TYPE_CHECKING:
    from bot.settings import Settings


def chat() -> None:
    settings = common.load()
    common.quiet()
    common.run(settings, lambda: _chat(settings))


async def _chat(settings: Settings) -> None:
    from bot.alone import alone
    from bot.start import database_file

    with alone(database_file(settings)):
        await prepare(settings)
        from bot.lean import load_aiogram

        load_aiogram(whole=False)
        from bot.app import build_app
        from bot.channels.console import ConsoleChannel, chat_loop

        # Only the terminal: whoever writes to the bot elsewhere is answered by `serve`.
        app = await build_app(
            settings.model_copy(update={"telegram_token": None}), channels=[ConsoleChannel()]
        )
        try:
            await app.start()
            await chat_loop(app, sys.stdin, sys.stdout)
        finally:
            await app.stop()
