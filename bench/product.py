"""Our Turn for the bench: the real parts on a ledger with the invented county, variants by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from aiogram import Router
from aiogram.types import Message

from bot import logs
from bot.channels.base import Answer, Inbound, Words
from bot.channels.web import WebChannel
from bot.inject import inject
from bot.metrics import Metrics
from bot.mishaps import apology
from bot.switchboard import Switchboard
from bot.turn import Turns
from handlers import conversations
from handlers.filters import Said
from storage import county, db, sqlite_loop, writer
from storage.keyring import load_ring
from storage.models import use_vault
from storage.schema import schema
from storage.vault import Vault

MORE_CONVERSATIONS = 200


async def turns(name: str, folder: Path) -> Callable[[Inbound], Awaitable[Answer]]:
    """Everything a message passes through, on the ledger in `folder`; the first who comes founds it."""
    logs.configure("WARNING", "json")
    now = datetime.now(UTC)
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    fresh = not (await schema(url)).whole
    if fresh:
        from storage.migrate import migrate  # late: as every start but the first does without it

        await migrate(url, folder, now)
    use_vault(Vault(load_ring(folder)))
    if name == "single":
        writer.GROUP_LIMIT = 1
    if name == "memory":
        sqlite_loop.SYNCHRONOUS = "OFF"
    ledger = db.Database(url)
    await ledger.open()
    if fresh:
        async with ledger.unit() as session:
            await county.found_county(session, now)
    routers = conversations()
    if name == "wide":
        routers[:0] = [one_more(place) for place in range(MORE_CONVERSATIONS)]
    switchboard = Switchboard(routers, inject)
    turns = Turns(
        ledger, switchboard, lambda: datetime.now(UTC), Metrics(), abilities={"web": WebChannel.abilities}
    )
    return turns.take


def went_wrong(words: tuple[Words, ...]) -> bool:
    """Whether this is no answer, but the apology for a handler that failed."""
    sorry = apology("").text.splitlines()[0]
    return not words or any(one.text.startswith(sorry) for one in words)


def one_more(place: int) -> Router:
    """A conversation that nobody in the bench opens."""

    async def never(message: Message) -> None:
        await message.answer(str(place))

    router = Router(name=f"more-{place}")
    said = Said("find.trigger")
    said.words = frozenset({f"\0more-{place}"})
    router.message.register(never, said)
    return router
