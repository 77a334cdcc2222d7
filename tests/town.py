"""The town of the chats: small, invented, the same every time. What every chat may take as given:

青禾县 with 城东镇, 桥头镇 and 石岭镇 · 城东就业驿站 (serves the county) with 小陈 (clerk) and 王站长 (lead,
on duty) · 桥头零工市场 with 阿珍 (clerk, on duty) · 老周 (周记装修, a trusted employer). No gigs, no workers.
It is Saturday, 21 November 2026, five in the morning. Everybody else is new. A chat saved from the phones
page begins in the big invented county instead.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic_settings import SettingsConfigDict

from bot.app import App, build_app
from bot.channels.base import Channel
from bot.clock import Clock
from bot.settings import Settings
from storage import people
from storage.county import apart
from storage.county.folk import ACCOUNT, CHANNEL, Folk
from storage.db import Database, Session
from storage.rules.calendar import SHANGHAI

FIVE = datetime(2026, 11, 21, 5, tzinfo=SHANGHAI)
HOURS = ["1-7 08:30-12:00", "1-7 14:30-17:30"]
COUNTY: dict[str, Any] = {
    "name": "青禾县",
    "code": "990101",
    "lat": 24.5,
    "lon": 113.5,
    "towns": [
        {"name": "城东镇", "lat": 24.504, "lon": 113.518, "villages": ["河堤村", "新桥村"]},
        {"name": "桥头镇", "lat": 24.451, "lon": 113.561, "villages": ["桥头村", "石鼓村"]},
        {"name": "石岭镇", "lat": 24.562, "lon": 113.441, "villages": ["石岭村"]},
    ],
}
STATIONS: list[dict[str, Any]] = [
    {
        "name": "城东就业驿站",
        "kind": "station",
        "phone": "13000009001",
        "address": "城东镇河堤路1号",
        "lat": 24.5042,
        "lon": 113.5175,
        "areas": ["青禾县"],
        "hours": HOURS,
    },
    {
        "name": "桥头零工市场",
        "kind": "market",
        "phone": "13000009002",
        "address": "桥头镇圩街20号",
        "lat": 24.4512,
        "lon": 113.5608,
        "areas": ["桥头镇"],
        "hours": HOURS,
    },
]
STAFF: list[dict[str, Any]] = [
    {"name": "小陈", "station": "城东就业驿站", "role": "clerk"},
    {"name": "王站长", "station": "城东就业驿站", "role": "lead", "on_duty": True},
    {"name": "阿珍", "station": "桥头零工市场", "role": "clerk", "on_duty": True},
]
EMPLOYERS: list[dict[str, Any]] = [
    {"person": "老周", "name": "周记装修", "kind": "shop", "trusted": True, "town": "城东镇"}
]

Where = Callable[[str], tuple[str, str, str]]
"""Where a speaker writes from: channel, account and the network's id of them."""
Found = Callable[[Session, datetime], Awaitable[None]]
"""Fills an empty ledger."""


class TownSettings(Settings):
    """Deaf to the environment and `.env` of whoever runs the tests."""

    model_config = SettingsConfigDict(env_prefix="NO_ENVIRONMENT_", env_file=None)


class StillClock(Clock):
    """Time passes only when a chat says so."""

    def __init__(self, at: datetime) -> None:
        super().__init__(movable=True)
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def move(self, delta: timedelta) -> None:
        self._at += delta


async def small_town(session: Session, now: datetime) -> None:
    folk = Folk(session, now)
    await folk.settle(COUNTY)
    await folk.open_stations(STATIONS)
    await folk.employ(STAFF)
    for one in EMPLOYERS:
        await folk.employer(one)


async def move_in(session: Session, where: Where) -> None:
    """Let everybody be reached where the chat is played."""
    known = await people.on_channel(session, CHANNEL, ACCOUNT)
    for external, name in apart((one.external, one.name) for one in known).items():
        address = await people.address(session, CHANNEL, ACCOUNT, external)
        assert address
        address.channel, address.account, address.external = where(name)
    await session.flush()


async def open_town(
    url: str,
    folder: Path,
    where: Where,
    channels: Sequence[Channel] = (),
    at: datetime = FIVE,
    found: Found = small_town,
) -> App:
    """The whole app on a ledger with tables: real in every part but the clock and what hangs outside."""
    asked: dict[str, Any] = {"env": "test", "data_dir": folder, "database_url": url, "node": "test"}
    settings = TownSettings(**asked)
    db = Database(url)
    await db.open()
    clock = StillClock(at)
    async with db.unit() as session:
        await found(session, clock.now())
        await move_in(session, where)
    app = await build_app(settings, db=db, clock=clock, channels=channels)
    await app.ticker.tick()  # the timetable begins here
    return app
