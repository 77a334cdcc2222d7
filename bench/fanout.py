"""How long people wait who write while a push to many is made and sent: `python -m bench.fanout`.

One process on a fresh SQLite ledger, as in life: messages arrive at their own pace whatever the process does,
so each wait counts from the moment of writing. First nobody else is at work, then half past six makes the
alerts, then the sender sends them. Figures of a shared machine are noisy: read the ratios. It judges nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import logs
from bot.channels.base import Abilities, Channel, Inbound, Words
from bot.channels.web import WebChannel
from bot.clock import Clock
from bot.inject import inject
from bot.lean import settle
from bot.metrics import Metrics
from bot.sending.sender import Sender
from bot.switchboard import Switchboard
from bot.turn import Turns
from handlers import conversations
from scheduler.clock import Ticker
from storage import counters, county, employers, migrate, people, stations
from storage.db import Database
from storage.keyring import load_ring
from storage.models import Gig, WorkerTrade, use_vault
from storage.rules.calendar import SHANGHAI
from storage.vault import Vault

TEXTS = ("今天的活", "我报的名", "帮助", "明天有什么活")
TRADES = ("瓷砖工", "钢筋工", "保洁员", "厨师", "搬运工")
GIGS = 40
FAR = ("far", "one")


class Network(Channel):
    """Takes a little while for each message, as a network does."""

    name, account = FAR

    def __init__(self, per_second: float) -> None:
        self.abilities = Abilities(buttons=True, per_second=per_second)
        self.sent = 0

    async def send(self, to: str, words: Words, key: str) -> str:
        await asyncio.sleep(0.05)
        self.sent += 1
        return f"{self.sent}"


async def settle_town(ledger: Database, workers: int, now: datetime) -> None:
    """Workers of five trades, and gigs for them later today."""
    morning = now.astimezone(SHANGHAI).replace(hour=14, minute=0)
    async with ledger.unit() as session:
        await county.found_county(session, now)
        boss = await people.get(session, (await people.welcome(session, *FAR, "boss", now)).person_id)
        employer = await employers.register(session, boss, kind="farm", name="老周", code=None, now=now)
        station = await stations.for_area(session, None)
        assert station
        for place in range(GIGS):
            session.add(
                Gig(
                    number=await counters.next_number(session, "gig"), employer_id=employer.id,
                    station_id=station.id, trade=TRADES[place % len(TRADES)], place="桥头",
                    day=morning.date(), starts_at=morning, ends_at=morning + timedelta(hours=4),
                    pay_fen=20000 + place, heads=300, status="open", created_at=now,
                )
            )  # fmt: skip
        for place in range(workers):
            address = await people.welcome(session, *FAR, f"w{place}", now)
            person = await people.get(session, address.person_id)
            person.is_worker = True
            session.add(person)
            session.add(WorkerTrade(person_id=person.id, trade=TRADES[place % len(TRADES)]))


class People:
    """Write at moments of their own, on the average every `pause` seconds, and note how long they wait."""

    def __init__(self, turns: Turns, clock: Clock, pause: float) -> None:
        self._turns, self._clock, self._pause = turns, clock, pause
        self._numbers = itertools.count()
        self._chance = random.Random(6)
        self.waits: list[float] = []

    async def write(self) -> None:
        """Until cancelled."""
        due = time.perf_counter()
        async with asyncio.TaskGroup() as everybody:
            while True:
                due += self._chance.expovariate(1 / self._pause)
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                everybody.create_task(self._one(due, next(self._numbers)))

    async def _one(self, due: float, number: int) -> None:
        text = TEXTS[(number // 200 + number) % len(TEXTS)]
        at = self._clock.now()
        await self._turns.take(
            Inbound("web", "phones", f"p{number % 200}", f"m{number}", "text", at, text=text)
        )
        self.waits.append(time.perf_counter() - due)

    def tell(self, phase: str, began: float, idle: float = 0.0) -> float:
        waits, self.waits = sorted(self.waits), []
        p50, p99 = (waits[min(int(len(waits) * share), len(waits) - 1)] * 1000 for share in (0.5, 0.99))
        ratio = f"{p99 / idle:6.2f}" if idle else "      "
        print(
            f"{phase:8} {time.perf_counter() - began:6.1f} {len(waits):6} {p50:8.1f} {p99:8.1f}"
            f" {waits[-1] * 1000:8.1f} {ratio}",
            flush=True,
        )
        return p99


async def bench(folder: Path, workers: int, seconds: float, pace: float, per_second: float) -> None:
    logs.configure("WARNING", "json")
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    real = datetime.now(UTC)
    early = real.astimezone(SHANGHAI).replace(hour=6, minute=20) - real
    clock = Clock(early, movable=True)
    await migrate.migrate(url, folder, real)
    use_vault(Vault(load_ring(folder)))
    ledger = Database(url)
    await ledger.open()
    await settle_town(ledger, workers, clock.now())
    metrics, network = Metrics(), Network(per_second)
    switchboard = Switchboard(conversations(), inject)
    turns = Turns(ledger, switchboard, clock.now, metrics, abilities={"web": WebChannel.abilities})
    ticker = Ticker(ledger, clock.now, "bench")
    sender = Sender(ledger, {FAR: network}, clock.now, metrics, "bench", alone=True)
    await ticker.tick()
    settle()
    crowd = People(turns, clock, 1 / pace)
    writing = asyncio.create_task(crowd.write())
    await asyncio.sleep(5)
    crowd.waits.clear()
    print("phase   seconds  Turns   p50 ms   p99 ms   max ms  to idle")
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    idle = crowd.tell("idle", began)
    clock.move(timedelta(minutes=10))
    began = time.perf_counter()
    await ticker.tick()
    crowd.tell("making", began, idle)
    sending = asyncio.create_task(sender.run())
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    crowd.tell("sending", began, idle)
    print(f"alerts sent: {network.sent} ({network.sent / (time.perf_counter() - began):.0f} a second)")
    for task in (writing, sending):
        task.cancel()
    await asyncio.wait({writing, sending})
    await ledger.close()


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--workers", type=int, default=5000)
    asks.add_argument("--seconds", type=float, default=15)
    asks.add_argument("--pace", type=float, default=50, help="messages a second")
    asks.add_argument("--rate", type=float, default=25, help="what the network takes a second")
    told = asks.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(bench(Path(folder), told.workers, told.seconds, told.pace, told.rate))


if __name__ == "__main__":
    main()
