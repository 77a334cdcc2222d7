"""Puts the house together: the one file that knows every room. Tests replace parts by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from bot import health, server, start, travel
from bot.channels.base import Channel
from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebChannel
from bot.clock import Clock
from bot.faults import point
from bot.house import App, listener
from bot.inject import inject
from bot.kept import KeptWorker
from bot.metrics import Metrics
from bot.sending.sender import Sender
from bot.settings import Settings
from bot.switchboard import Switchboard
from bot.turn import Turns
from bot.web.phones import routes as phones_page
from bot.web.phones.ledger_desk import LedgerDesk
from bot.workers import Workers
from handlers import conversations
from scheduler.clock import Ticker
from storage.db import Database

__all__ = ["App", "Parts", "build_app"]


class Parts(TypedDict, total=False):
    """What a test may bring along instead of ours."""

    db: Database
    clock: Clock
    channels: Sequence[Channel]
    """Beside those that the settings ask for."""


async def build_app(settings: Settings, **parts: Unpack[Parts]) -> App:
    """A whole app, not yet running; `start()` and the web server bring it to life."""
    db = parts.get("db") or await start.open_ledger(settings)
    clock = parts.get("clock") or await travel.clock_of(settings, db)
    metrics = Metrics()
    browser = WebChannel() if settings.phones_page else None
    brought = [one for one in (browser, *parts.get("channels", ())) if one is not None]
    abilities = {one.name: one.abilities for one in brought}
    turns = Turns(
        db,
        Switchboard(conversations(), inject),
        clock.now,
        metrics,
        abilities=abilities,
        timeout=settings.turn_timeout,
    )
    if settings.telegram_token:
        brought.append(TelegramChannel(settings, turns.take, now=clock.now))
    # Channels are built with the Turn's `take`, and the Turn asks what they can: so it is told behind them.
    abilities.update({one.name: one.abilities for one in brought})
    channels = {(one.name, one.account): one for one in brought}

    # One process at a time serves a SQLite file (bot/alone.py).
    sender = Sender(db, channels, clock.now, metrics, settings.node, alone=db.sqlite)
    kept = KeptWorker(db, turns, clock.now)
    ticker = Ticker(
        db,
        clock.now,
        settings.node,
        point=point,
        ran=lambda name, outcome: metrics.routines.labels(name, outcome).inc(),
    )
    turns.spoke = ticker.spoke = sender.poke
    turns.kept = kept.poke

    outside = server.make_web(
        channels.values(), metrics, probe=lambda: health.probe(app), count=lambda: health.count(app)
    )
    workers = Workers({"sender": sender.run, "kept": kept.run})
    for one in brought:
        workers.add(listener(one), one.listen, may_end=True)
    app = App(settings, db, clock, metrics, channels, turns, sender, kept, ticker, outside, workers)
    if browser:
        media = settings.data_dir / "media"
        phones_page.mount(app.web, LedgerDesk(db, browser, clock, turns.take, app.move_clock, media))
    return app
