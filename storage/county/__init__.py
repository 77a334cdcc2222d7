"""An invented county, founded through the same functions as a real one: for trying, showing and testing.

What is in it stands in county.toml. The same moment always gives the same county; only row ids differ.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import people, tunables
from storage.county import work
from storage.county.folk import ACCOUNT, CHANNEL, Folk
from storage.models import Address, Area, Person, Station

_SEED = 990101
_FOUNDED = "county_founded"


@cache
def plan() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("county.toml").read_text("utf-8"))


NAME: str = plan()["name"]


def apart(known: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A name of their own for everybody (id, name): of two 张志明 the second is 张志明2."""
    seen: Counter[str] = Counter()
    found = {}
    for who, name in known:
        seen[name] += 1
        found[who] = f"{name}{seen[name]}" if seen[name] > 1 else name
    return found


def cast() -> dict[str, str]:
    """Who is who when the county is founded: the address of everybody, with a name of their own."""
    county = plan()
    names = [one["name"] for one in county["staff"]] + [one["person"] for one in county["employers"]]
    names += [one["name"] for one in _workers(county)]
    return apart((f"seed:{n}", name) for n, name in enumerate(names, 1))


async def is_empty(session: AsyncSession) -> bool:
    """Whether this ledger has neither a county nor people: only then may one be invented in it."""
    for row in (Station.id, Person.id, Area.code):
        if (await session.exec(select(row).limit(1))).first() is not None:
            return False
    return True


async def found_county(session: AsyncSession, now: datetime) -> None:
    """Everything at once; the caller's unit makes it all or nothing."""
    county = plan()
    folk = Folk(session, now)
    await folk.settle(county)
    await folk.open_stations(county["stations"])
    await folk.employ(county["staff"])
    for one in county["employers"]:
        await folk.employer(one)
    for one in _workers(county):
        await folk.worker(one)
    for gig in county["gigs"]:
        await work.offer(folk, gig, county["employers"])
    for case in county["cases"]:
        await work.complain(folk, case)
    await tunables.put(session, _FOUNDED, now.isoformat())


async def reach_at(session: AsyncSession, channel: str, account: str, now: datetime) -> None:
    """Give everybody whose name nobody else has an address of that name on another channel."""
    known = await people.on_channel(session, CHANNEL, ACCOUNT)
    names = Counter(one.name for one in known)
    for one in known:
        if names[one.name] > 1 or await people.address(session, channel, account, one.name):
            continue
        there = await people.address(session, CHANNEL, ACCOUNT, one.external)
        if there:
            here = Address(
                person_id=there.person_id, channel=channel, account=account, external=one.name, created_at=now
            )
            session.add(here)
    await session.flush()


async def founded_at(session: AsyncSession) -> datetime | None:
    """When this ledger's county was invented; None for a real one."""
    at = await tunables.get(session, _FOUNDED)
    return datetime.fromisoformat(at) if at else None


def _workers(county: dict[str, Any]) -> list[dict[str, Any]]:
    """Those the stories are about, and as many more by chance, always the same."""
    chance = random.Random(_SEED)
    towns = [town["name"] for town in county["towns"]]
    found = list(county["workers"])
    for _ in range(county["more_workers"]):
        trades = chance.sample(county["trades"], chance.choice((1, 1, 2)))
        found.append(
            {
                "name": chance.choice(county["family_names"]) + chance.choice(county["given_names"]),
                "town": chance.choice(towns),
                "trades": [trade for trade, _ in trades],
                "born": chance.randint(1966, 2006),
                "words": " ".join(words for _, words in trades),
            }
        )
    return found
