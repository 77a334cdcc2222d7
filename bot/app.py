"""Puts the house together: the one file that knows every room. Tests replace parts by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from bot import health, server, start, travel
from bot.channels.base import Channel
from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebChannel
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.channel import WechatChannel
from bot.channels.wechat.outbound import Outbound, form_ids
from bot.clock import Clock
from bot.faults import point
from bot.fetching import Fetcher
from bot.house import App, listener
from bot.inject import inject
from bot.kept import KeptWorker
from bot.lexicon import Lexicon
from bot.metrics import Metrics
from bot.news import NewsDesk
from bot.sending.sender import Sender
from bot.settings import Settings
from bot.shared_token import SharedToken
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
    if account := WechatAccount.of(settings):
        brought.append(_wechat(account, settings, db, turns, clock, metrics))
    # Channels are built with the Turn's `take`, and the Turn asks what they can: so it is told behind them.
    abilities.update({one.name: one.abilities for one in brought})
    channels = {(one.name, one.account): one for one in brought}

    # One process at a time serves a SQLite file (bot/alone.py).
    media = settings.data_dir / "media"
    sender = Sender(db, channels, clock.now, metrics, settings.node, media=media, alone=db.sqlite)
    kept = KeptWorker(db, turns, clock.now)
    fetcher = Fetcher(db, channels, media, clock.now, metrics)
    ticker = _ticker(db, clock, settings.node, metrics)
    turns.spoke = ticker.spoke = sender.poke
    turns.kept = kept.poke
    lexicon = Lexicon(db)
    await lexicon.refresh()
    turns.taught = lexicon.refresh

    outside = server.make_web(
        channels.values(), metrics, probe=lambda: health.probe(app), count=lambda: health.count(app)
    )
    workers = Workers(
        {"sender": sender.run, "kept": kept.run, "fetcher": fetcher.run, "lexicon": lexicon.run}
    )
    for one in brought:
        workers.add(listener(one), one.listen, may_end=True)
    app = App(settings, db, clock, metrics, channels, turns, sender, kept, fetcher, ticker, outside, workers)
    if browser:
        phones_page.mount(app.web, LedgerDesk(db, browser, clock, turns.take, app.move_clock, media))
    return app


def _ticker(db: Database, clock: Clock, node: str, metrics: Metrics) -> Ticker:
    def ran(name: str, outcome: str) -> None:
        metrics.routines.labels(name, outcome).inc()

    return Ticker(db, clock.now, node, point=point, ran=ran)


def _wechat(
    account: WechatAccount, settings: Settings, db: Database, turns: Turns, clock: Clock, metrics: Metrics
) -> WechatChannel:
    """Its token lies in the ledger, where other processes of this account find it."""
    name, us = WechatChannel.name, account.app_id

    def answered(path: str, errcode: int) -> None:
        metrics.api_calls.labels(name, path, errcode).inc()

    def refused(reason: str) -> None:
        metrics.refusals.labels(name, reason).inc()

    api = Outbound(account, SharedToken(db, name, us), now=clock.now, count=answered)
    news = NewsDesk(db, clock.now, {form: way for way, form in form_ids(account).items()})
    late = settings.data_dir / "late"
    return WechatChannel(account, turns.take, news.hear, late, now=clock.now, count=refused, api=api)
