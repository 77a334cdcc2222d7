"""A network that only records, a clock that only tests move, and people to write to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.channels.base import Abilities, Channel, Notice, Way, Words
from bot.metrics import Metrics
from bot.sending.sender import Sender
from storage import counters, outbox, people
from storage.db import Database
from storage.models import Address, Area, Employer, Gig, Outbox, Staff, Station, WorkerTrade
from storage.rules.calendar import SHANGHAI

NOON = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI).astimezone(UTC)
ACCOUNT = ("fake", "one")


@dataclass
class Hands:
    """A clock, moved by hand."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def on(self, **step: float) -> None:
        self.at += timedelta(**step)

    def to(self, clock: str, days: int = 0) -> None:
        """To a time of day in the county, today or days later."""
        day = self.at.astimezone(SHANGHAI).date() + timedelta(days=days)
        self.at = datetime.combine(day, time.fromisoformat(clock), SHANGHAI).astimezone(UTC)


@dataclass(frozen=True)
class Delivered:
    to: str
    text: str
    key: str


class Network(Channel):
    """Keeps what was delivered; `script` says, by recipient, what the next sends meet."""

    name, account = ACCOUNT
    abilities = Abilities(per_second=10_000)

    def __init__(self) -> None:
        self.delivered: list[Delivered] = []
        self.told: list[tuple[str, Notice, Way]] = []
        self.script: dict[str, list[Exception]] = {}
        self.slow: Callable[[str], float] = lambda to: 0.0
        self.at_once = self.most_at_once = 0
        self.writing: list[str] = []
        self.began = asyncio.Event()

    async def send(self, to: str, words: Words, key: str) -> str:
        assert to not in self.writing, "two messages to one person at once"
        self.writing.append(to)
        self.began.set()
        self.most_at_once = max(self.most_at_once, len(self.writing))
        try:
            await asyncio.sleep(self.slow(to))
            return self._deliver(to, words, key)
        finally:
            self.writing.remove(to)

    def _deliver(self, to: str, words: Words, key: str) -> str:
        errors = self.script.get(to)
        if errors:
            raise errors.pop(0)
        self.delivered.append(Delivered(to, words.text, key))
        return f"n{len(self.delivered)}"

    async def notify(self, to: str, notice: Notice, way: Way, key: str) -> str:
        self.told.append((to, notice, way))
        return self._deliver(to, Words(notice.title), key)

    def texts(self, to: str | None = None) -> list[str]:
        return [one.text for one in self.delivered if to in (None, one.to)]


@dataclass
class Post:
    """A ledger, a network, a clock and a sender between them."""

    db: Database
    network: Network = field(default_factory=Network)
    now: Hands = field(default_factory=Hands)
    metrics: Metrics = field(default_factory=Metrics)

    def sender(self, node: str = "a", network: Network | None = None, db: Database | None = None) -> Sender:
        channel = network or self.network
        channels: Mapping[tuple[str, str], Channel] = {(channel.name, channel.account): channel}
        return Sender(db or self.db, channels, self.now, self.metrics, node)

    async def person(self, external: str = "zhang", **facts: Any) -> Address:
        async with self.db.unit() as session:
            address = await people.welcome(session, *ACCOUNT, external, self.now())
            person = await people.get(session, address.person_id)
            for name, value in facts.items():
                setattr(person, name, value)
            session.add(person)
        return address

    async def lay(self, address: Address, text: str, sort: str = "notice", **more: Any) -> int:
        """A message already worded; its row id."""
        async with self.db.unit() as session:
            row = Outbox(
                address_id=address.id,
                once=f"{address.id}:{text}",
                kind="reply",
                sort=sort,
                status="due",
                due_at=more.pop("due_at", self.now()),
                created_at=self.now(),
                **more,
            )
            row.body = outbox.Body({}, text).pack(row.id)
            session.add(row)
        return row.id

    async def row(self, row_id: int) -> Outbox:
        async with self.db.reading() as session:
            return await session.get_one(Outbox, row_id)

    def counted(self, outcome: str, channel: str = "fake") -> float:
        value = self.metrics.registry.get_sample_value(
            "yizhan_sends_total", {"channel": channel, "outcome": outcome}
        )
        return value or 0.0


@dataclass
class Town:
    """A small county in the ledger: gigs and workers by a line each."""

    post: Post
    station: int = 0

    async def build(self) -> None:
        async with self.post.db.unit() as session:
            session.add(Area(code="c", name="清溪县", level="county"))
            await session.flush()
            for code, name in (("east", "城东镇"), ("west", "城西镇")):
                session.add(Area(code=code, name=name, parent="c"))
            await session.flush()
            session.add(Area(code="east.1", name="上村", parent="east", level="village"))
            station = Station(name="清溪驿站")
            session.add(station)
            await session.flush()
            self.station = station.id

    async def worker(self, name: str, *trades: str, area: str | None = "east", **facts: Any) -> Address:
        address = await self.post.person(name, is_worker=True, area_code=area, **facts)
        async with self.post.db.unit() as session:
            for trade in trades:
                session.add(WorkerTrade(person_id=address.person_id, trade=trade))
        return address

    async def gig(self, trade: str, area: str | None = "east", *, at: str = "09:00", **facts: Any) -> Gig:
        day: date = facts.pop("day", self.post.now().astimezone(SHANGHAI).date())
        starts_at = datetime.combine(day, time.fromisoformat(at), SHANGHAI)
        async with self.post.db.unit() as session:
            number = await counters.next_number(session, "gig")
            boss = await people.welcome(session, *ACCOUNT, f"boss{number}", self.post.now())
            employer = Employer(person_id=boss.person_id, name="老周", created_at=self.post.now())
            session.add(employer)
            await session.flush()
            row = Gig(
                number=number, employer_id=employer.id, station_id=self.station, area_code=area, trade=trade,
                day=day, starts_at=starts_at, ends_at=starts_at + timedelta(hours=8),
                created_at=self.post.now(),
                **{"place": "桥头", "pay_fen": 24000, "heads": 3, "status": "open", **facts},
            )  # fmt: skip
            session.add(row)
        return row

    async def staff(self, name: str, role: str = "clerk", *, on_duty: bool = False) -> Address:
        address = await self.post.person(name)
        async with self.post.db.unit() as session:
            session.add(
                Staff(
                    person_id=address.person_id,
                    station_id=self.station,
                    role=role,
                    on_duty=on_duty,
                    created_at=self.post.now(),
                )
            )
        return address
