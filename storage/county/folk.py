"""Who lives in the invented county: areas, stations, staff, employers, workers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import employers, people, stations, workers
from storage import staff as staff_ledger
from storage.models import Area, Employer, Person, Staff, Station

CHANNEL, ACCOUNT = "web", "phones"
AGREED = ("personal", 1)
"""Everybody said yes to keeping their name and phone (handlers/common/consent.py asks)."""
_LIVED_HERE = timedelta(days=60)


class Folk:
    """Founds the county step by step and remembers whom it made, by name."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session = session
        self.now = now
        self.areas: dict[str, Area] = {}
        self.stations: dict[str, Station] = {}
        self.people: dict[str, Person] = {}
        self._known = 0
        self.employers: dict[str, Employer] = {}
        self.staff: dict[str, Staff] = {}
        self.workers: list[Person] = []
        """Those who may have signed up for something; the free hear of work in the morning."""

    async def settle(self, county: dict[str, Any]) -> None:
        """The county, its towns and villages. A parent is written before what lies in it."""
        code = county["code"]
        await self._area(code, county["name"], None, "county", county)
        for place, town in enumerate(county["towns"], 101):
            await self._area(f"{code}{place}", town["name"], code, "town", town)
            for number, village in enumerate(town["villages"], 201):
                await self._area(f"{code}{place}{number}", village, f"{code}{place}", "village", {})

    async def _area(self, code: str, name: str, parent: str | None, level: str, at: dict[str, Any]) -> None:
        area = Area(code=code, name=name, parent=parent, level=level, lat=at.get("lat"), lon=at.get("lon"))
        self.session.add(area)
        await self.session.flush()
        self.areas[name] = area

    async def open_stations(self, planned: list[dict[str, Any]]) -> None:
        for one in planned:
            hours = []
            for span in one["hours"]:
                days, _, times = span.partition(" ")
                opens, _, closes = times.partition("-")
                hours.append({"days": days, "from": opens, "to": closes})
            facts = {key: one[key] for key in ("name", "kind", "phone", "address", "lat", "lon")}
            station = self.stations[one["name"]] = Station(**facts, hours=hours)
            await stations.add(self.session, station, [self.areas[name] for name in one["areas"]])

    async def employ(self, planned: list[dict[str, Any]]) -> None:
        """By code, as in life; some left again."""
        for one in planned:
            person = await self.person(one["name"])
            station = self.stations[one["station"]]
            on_duty = one.get("on_duty", False)
            code = await staff_ledger.invite(
                self.session, station, one["role"], one["name"], self.now, on_duty=on_duty
            )
            staff = await staff_ledger.enrol(self.session, code, person.id, self.now)
            assert staff is not None, "a fresh code is good"
            self.staff[one["name"]] = staff
            if one.get("left"):
                await staff_ledger.disable(self.session, staff)

    async def employer(self, one: dict[str, Any]) -> None:
        person = await self.person(one["person"])
        await workers.settle(self.session, person, self.areas[one["town"]].code, "")
        employer = self.employers[one["name"]] = await employers.register(
            self.session,
            person,
            kind=one["kind"],
            name=one["name"],
            code=one.get("code"),
            now=person.created_at,
        )
        if one.get("trusted"):
            await employers.trust(self.session, employer)

    async def worker(self, one: dict[str, Any]) -> None:
        person = await self.person(one["name"])
        person.alerts = not one.get("quiet", False)
        person.birth_year = one.get("born")
        await workers.learn_trades(self.session, person, one["trades"], one["words"])
        await workers.settle(self.session, person, self.areas[one["town"]].code, "")
        if not one.get("free", False):
            self.workers.append(person)

    async def person(self, name: str) -> Person:
        """Somebody new with the next phone; the phones page plays them as seed:1, seed:2 …"""
        self._known += 1
        since = self.now - _LIVED_HERE
        address = await people.welcome(self.session, CHANNEL, ACCOUNT, f"seed:{self._known}", since)
        person = await people.get(self.session, address.person_id)
        await people.remember(self.session, person, name=name, phone=f"1300000{self._known:04}")
        await workers.agree(self.session, person.id, *AGREED, True, CHANNEL, since)
        # Two may have one name; the stories in county.toml only use names that come first.
        self.people.setdefault(name, person)
        return person
