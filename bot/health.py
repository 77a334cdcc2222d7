"""How the parts of the running house are: for /readyz and /metrics. Nothing here names a person."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot import logs
from bot.house import App
from bot.metrics import Backlog
from bot.sending import planning
from storage import allowances, backlog
from storage.db import Session, is_outage

log = logs.get("health")

_PATIENCE = 5.0
_LATE = timedelta(minutes=5)  # the timetable has something to run every minute


async def probe(app: App) -> dict[str, str]:
    """Each part and its state: "ok", or one word that says what is wrong."""
    parts = {"app": "stopping" if app.stopping else "ok"}
    try:
        async with asyncio.timeout(_PATIENCE), app.db.unit() as session:
            await backlog.touch(session, app.clock.now())
            last = await backlog.last_tick(session)
        parts["database"] = "ok"
        parts["clock"] = "ok" if last and app.clock.now() - last < _LATE else "late"
    except Exception as error:
        if not (is_outage(error) or isinstance(error, TimeoutError)):
            log.error("health.probe_failed", exc_info=error)
        parts["database"] = "down"
    return parts | dict.fromkeys(app.workers.ailing(), "down")


async def count(app: App) -> None:
    """Bring the figures of what waits up to date. While the ledger is away the last ones stand."""
    try:
        async with asyncio.timeout(_PATIENCE), app.db.reading() as session:
            found = await backlog.count(session, app.clock.now())
            app.metrics.allowed(*(await budgets(session, app)))
    except Exception as error:
        log.warning("health.not_counted", error=type(error).__name__)
        return
    app.metrics.backlog = Backlog(found.outbox, found.outbox_oldest_seconds, found.parked)


async def budgets(
    session: Session, app: App
) -> tuple[list[tuple[str, str, int]], list[tuple[str, str]], list[tuple[str, str, int]]]:
    """People who may be told something, ways that are closed, and what left today, where a network counts."""
    now, closed, sent = app.clock.now(), [], []
    for channel in app.channels.values():
        if planning.counts(channel):
            stands = await planning.standing(session, channel, now)
            closed += [(channel.name, one.way) for one in stands.closed]
            closed += [(channel.name, "account")] if stands.paused else []
            sent += [(channel.name, way, number) for way, number in stands.sent.items()]
    return await allowances.open_now(session, now), closed, sent
