"""Which station brought somebody: by the scene of its QR code, or by the number they type from its sign."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Person, Station

SCENE = "s"
_FIRST, _MANY, _APART = 1000, 9000, 1237
"""Four digits, 9,000 of them, and neighbours lie far apart: a digit mistyped names no other station."""


def scene(station: Station) -> str:
    """What the station's QR code carries."""
    return f"{SCENE}{station.id}"


async def code(session: AsyncSession, station: Station) -> str:
    """What people type where an account has no QR codes of its own."""
    return {one.id: number for number, one in (await _codes(session)).items()}[station.id]


async def called(session: AsyncSession, said: str) -> Station | None:
    """The station that a scene or a typed code means."""
    if said.isdecimal():
        return (await _codes(session)).get(said)
    number = said.removeprefix(SCENE)
    if number == said or not number.isdecimal() or len(number) > 18:
        return None
    return await session.get(Station, int(number))


async def bring(session: AsyncSession, person: Person, station: Station) -> None:
    """The person came by this station; the last one counts, it is where they go now."""
    if person.private().get("station") != station.id:
        person.keep_private(station=station.id)
        session.add(person)
        await session.flush()


async def _codes(session: AsyncSession) -> dict[str, Station]:
    """By the order in which stations were set up: none is ever taken away, so a sign stays true."""
    found = (await session.exec(select(Station).order_by(col(Station.id)))).all()
    return {str(_FIRST + place * _APART % _MANY): one for place, one in enumerate(found, 1)}
