"""The doctor: looks at everything that has to be right, changes nothing, is done within ten seconds."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot import start
from bot.doctor import house, ledger, machine, networks
from bot.doctor.finding import Finding, finding
from bot.settings import Settings
from storage.db import Database

PATIENCE = 9.0


async def examine(settings: Settings, now: datetime) -> list[Finding]:
    """All findings, in the order in which things depend on each other."""
    clock = asyncio.create_task(_clock(settings, now))  # a network's answer may take as long as the ledger
    found = list(machine.examine(settings, now))
    try:
        async with asyncio.timeout(PATIENCE):
            await _examine_ledger(settings, now, found)
    except Exception as error:
        line = start.why_not(error, settings) or f"{type(error).__name__}: {error}"
        found.append(finding("ledger", "fail", line=line))
    found += house.examine(settings)
    return found + await clock


async def _clock(settings: Settings, now: datetime) -> list[Finding]:
    return [one async for one in networks.examine_clock(settings, now)]


async def _examine_ledger(settings: Settings, now: datetime, found: list[Finding]) -> None:
    found += [one async for one in ledger.examine(settings)]
    if found[-1].state != "ok":
        return  # without its tables nothing else can be asked
    db = Database(settings.database_url)
    await db.open()
    try:
        found += [one async for one in ledger.examine_open(settings, db, now)]
        async with db.reading() as session:
            found += [one async for one in house.examine_work(session, now)]
            found += [one async for one in networks.examine_ways(session, settings, now)]
    finally:
        await db.close()
