"""Stations, their areas and their staff."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.lexicon.areas import short
from storage.models import Area, Person, Staff, Station, StationArea
from storage.prepared import Prepared
from storage.views import AreaView, columns

_AREAS = Prepared(select_columns(*columns(Area, AreaView)).order_by(col(Area.code)))
_STAFF_ID = Prepared(
    select_columns(col(Staff.id)).where(col(Staff.person_id) == bindparam("person_id"), col(Staff.enabled))
)


async def staff_of(session: AsyncSession, person_id: int) -> Staff | None:
    """The person as a member of staff; None for everybody else and for those who left."""
    found = await _STAFF_ID.row(session, person_id=person_id)
    return await session.get_one(Staff, found[0]) if found else None


async def add(session: AsyncSession, station: Station, areas: Sequence[Area]) -> None:
    """A new station and the areas it covers. Stations that were there first keep what they own."""
    session.add(station)
    await session.flush()
    for area in areas:
        session.add(StationArea(station_id=station.id, area_code=area.code))
    await session.flush()


async def named(session: AsyncSession, name: str) -> Station | None:
    return (await session.exec(select(Station).where(Station.name == name.strip()))).first()


async def covered(session: AsyncSession, station_id: int) -> list[Area]:
    """The areas a station was set up for; the ones inside them come along."""
    query = (
        select(Area)
        .join(StationArea, col(StationArea.area_code) == col(Area.code))
        .where(StationArea.station_id == station_id)
        .order_by(col(Area.code))
    )
    return list((await session.exec(query)).all())


async def everything(session: AsyncSession) -> list[Station]:
    return list((await session.exec(select(Station).order_by(col(Station.id)))).all())


async def for_area(session: AsyncSession, area_code: str | None) -> Station | None:
    """The station that owns what comes from an area: its own, else one of an area above, else the first."""
    code = area_code
    while code:
        query = (
            select(Station)
            .join(StationArea, col(StationArea.station_id) == col(Station.id))
            .where(StationArea.area_code == code)
            .order_by(col(Station.id))
        )
        station = (await session.exec(query)).first()
        if station:
            return station
        area = await session.get(Area, code)
        code = area.parent if area else None
    return (await session.exec(select(Station).order_by(col(Station.id)))).first()


async def for_person(session: AsyncSession, person: Person) -> Station | None:
    """Who answers for a person: the station of where they live, else the one they came by, else the first."""
    brought = None if person.area_code else person.private().get("station")
    found = await session.get(Station, brought) if brought else None
    return found or await for_area(session, person.area_code)


async def team(session: AsyncSession, station_id: int, *, on_duty: bool = False) -> list[Staff]:
    """Who works at a station, those on duty first."""
    query = select(Staff).where(Staff.station_id == station_id, col(Staff.enabled))
    if on_duty:
        query = query.where(col(Staff.on_duty))
    return list((await session.exec(query.order_by(col(Staff.on_duty).desc(), col(Staff.id)))).all())


async def leaders(session: AsyncSession) -> list[Staff]:
    """Whoever leads a station or answers for the county."""
    query = select(Staff).where(col(Staff.enabled), col(Staff.role).in_(("lead", "county")))
    return list((await session.exec(query.order_by(col(Staff.id)))).all())


async def put_on_duty(session: AsyncSession, staff: Staff, on_duty: bool) -> None:
    """Whoever is on duty is alarmed, day and night."""
    staff.on_duty = on_duty
    session.add(staff)
    await session.flush()


async def area_named(session: AsyncSession, name: str) -> Area | None:
    """An area of this installation by its full or short name (城东 for 城东镇); None if none or several."""
    wanted = name.strip()
    if not wanted:
        return None
    areas = (await session.exec(select(Area).where(col(Area.name).startswith(wanted, autoescape=True)))).all()
    exact = [area for area in areas if area.name == wanted]
    found = exact or [area for area in areas if short(area.name) == wanted]
    return found[0] if len(found) == 1 else None


async def areas(session: AsyncSession, level: str | None = None) -> list[AreaView]:
    """Every area of this installation, or those of a level, by code."""
    return [AreaView._make(row) for row in await _AREAS.rows(session) if level in (None, row[3])]
