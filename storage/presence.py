"""Which senders live, on PostgreSQL: each holds a lock that goes with its connection, however it dies.

A claim is named `node/run/number`; the lock has the number of the run. A connection may also break while its
holder lives, so a run counts as gone only when nobody held its lock for a while in which we held our own:
time enough to take it again. Whoever is cut off from PostgreSQL keeps the lock; then the lease counts.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable
from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.db import Database

BEAT = 1.0
GRACE = 10.0
_KIND = 7_305_122  # any number, the same in every process
_CLAIM = re.compile(r"[^/]+/([0-9a-f]{6})/\d+")
_TAKE = text("SELECT pg_try_advisory_lock(:kind, :run)")
_HELD = text(
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = :kind AND objsubid = 2 AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Presence:
    """Says that we live, and tells which claims are of senders that do not."""

    def __init__(self, db: Database, run: str) -> None:
        self._db = db
        self._run = run
        self._connection: AsyncConnection | None = None
        self._missing: dict[str, float] = {}

    async def keep(self) -> None:
        """Hold the lock until cancelled; where the connection broke, take it again."""
        try:
            while True:
                try:
                    async with asyncio.timeout(5 * BEAT):
                        await self._hold()
                except Exception:  # whatever it was: who lives must not stop saying so
                    await self._let_go()
                await asyncio.sleep(BEAT)
        finally:
            await self._let_go()

    @property
    def held(self) -> bool:
        """Whether others can see that we live."""
        return self._connection is not None

    async def gone(self, session: AsyncSession, claims: Iterable[str]) -> list[str]:
        """Those of the claims whose senders have ended; none while we are not sure of ourselves."""
        if self._connection is None:
            return []
        held = {row[0] for row in await session.execute(_HELD, {"kind": _KIND})}
        runs = {claim: found[1] for claim in claims if (found := _CLAIM.fullmatch(claim))}
        now, before = time.monotonic(), self._missing
        missing = {run for run in runs.values() if run != self._run and int(run, 16) not in held}
        self._missing = {run: before.get(run, now) for run in missing}
        return [claim for claim, run in runs.items() if now - self._missing.get(run, now) >= GRACE]

    async def _hold(self) -> None:
        if self._connection is not None:
            await self._connection.execute(text("SELECT 1"))
            return
        connection = await self._db.engine.connect()
        try:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            taken = (await connection.execute(_TAKE, {"kind": _KIND, "run": int(self._run, 16)})).scalar()
        except BaseException:
            await connection.invalidate()
            await connection.close()
            raise
        if taken:
            self._connection = connection
        else:  # by our own former connection, which the server has not given up yet
            await connection.close()

    async def _let_go(self) -> None:
        """Never back into the pool: the lock would go on living there."""
        connection, self._connection, self._missing = self._connection, None, {}
        if connection is not None:
            with suppress(Exception):  # it is of no use any more, however it ends
                await connection.invalidate()
                await connection.close()
