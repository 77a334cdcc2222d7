"""An invented county, founded through the same functions as a real one: for trying, showing and testing.

What is in it stands in county.toml. The same moment always gives the same county; only row ids differ.
"""

from __future__ import annotations

import random
import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tunables
from storage.county import work
from storage.county.folk import Folk
from storage.models import Area, Person, Station

_SEED = 990101
_FOUNDED = "county_founded"


@cache
def plan() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("county.toml").read_text("utf-8"))


NAME: str = plan()["name"]


async def is_empty(session: AsyncSession) -> bool:
    """Whether this ledger has neither a county nor people: only then may one be invented in it."""
    for row in (Station.id, Person.id, Area.code):
        if (await session.exec(select(row).limit(1))).first() is not None:
            return False
    return True


async def found_county(session: AsyncSession, now: datetime) -> None:
    """Everything at once; the caller's unit makes it all or nothing."""
    county = plan()
    chance = random.Random(_SEED)
    folk = Folk(session, now)
    await folk.settle(county)
    await folk.open_stations(county["stations"])
    await folk.employ(county["staff"])
    for one in county["employers"]:
        await folk.employer(one)
    for one in [*county["workers"], *_more_workers(county, chance)]:
        await folk.worker(one)
    for gig in county["gigs"]:
        await work.offer(folk, gig, county["employers"])
    for case in county["cases"]:
        await work.complain(folk, case)
    await tunables.put(session, _FOUNDED, now.isoformat())


async def founded_at(session: AsyncSession) -> datetime | None:
    """When this ledger's county was invented; None for a real one."""
    at = await tunables.get(session, _FOUNDED)
    return datetime.fromisoformat(at) if at else None


def _more_workers(county: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    towns = [town["name"] for town in county["towns"]]
    found = []
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
