"""What the verbs share: settings or exit 2, one line instead of a trace, the ledger for a short while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.settings.general import LogLevel
    from storage.db import Database

FAILED, USAGE, WARNINGS = 1, 2, 3

T = TypeVar("T")


def load() -> Settings:
    """The settings; with wrong ones, a line for each mistake and exit 2."""
    from bot.settings import BadSettings, load_settings

    try:
        return load_settings()
    except BadSettings as error:
        for line in error.lines:
            typer.echo(line, err=True)
        raise typer.Exit(USAGE) from None


def quiet(level: LogLevel = "WARNING") -> None:
    """Verbs that answer on stdout say nothing on stderr unless something is wrong."""
    from bot import logs

    logs.configure(level, "text")


def run(settings: Settings, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Do the work; what the operator can mend is one line and exit 1, anything else shows its trace."""
    from bot.start import why_not

    try:
        return asyncio.run(work())
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except typer.Exit:
        raise
    except Exception as error:
        line = why_not(error, settings)
        if line is None:
            raise
        fail(line)


def fail(line: str, code: int = FAILED) -> NoReturn:
    """Say why and end; inside a unit nothing of it is kept."""
    typer.echo(line, err=True)
    raise typer.Exit(code)


@asynccontextmanager
async def ledger(settings: Settings) -> AsyncIterator[Database]:
    """The ledger as it is for a verb that reads or writes a little, also while `serve` runs."""
    from bot import start

    await start.make_current(settings, now())
    db = await start.open_ledger(settings)
    try:
        yield db
    finally:
        await db.close()


def now() -> datetime:
    return datetime.now(UTC)
