"""Areas 区划 of this installation: found by code or name, taken from the lexicon when a station needs one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import stations
from storage.lexicon import areas as lexicon
from storage.models import Area

# A code says its level by its length; a village has 12 digits, a town 9, a county 6.
_LEVELS = {6: "county", 9: "town", 12: "village"}
_BY_HAND = re.compile(r"(\d{6}|\d{9}|\d{12})\s*[:：=]\s*(\S.{0,39})")


class AreaRefused(Exception):
    """This area cannot be served. Name a county, town or village."""


@dataclass(frozen=True, slots=True)
class Found:
    """An area somebody may have meant, with all names from the province down."""

    code: str
    name: str
    path: str


async def find(session: AsyncSession, said: str) -> list[Found]:
    """What a code, a name, a path of names may mean, likeliest first; `code:name` is an area no list has."""
    by_hand = _BY_HAND.fullmatch(said.strip())
    if by_hand:
        return [Found(by_hand[1], by_hand[2].strip(), by_hand[2].strip())]
    known = await session.get(Area, said.strip()) or await stations.area_named(session, said)
    if known:
        return [Found(known.code, known.name, known.name)]
    listed = lexicon.load()
    one = listed.get(said.strip())
    found = [one] if one else listed.find(said)
    counties = (await session.exec(select(Area.code).where(Area.level == "county"))).all()
    near = [area for area in found if area.parent in counties]
    # 太平镇 exists fourteen times; the one in our own county is meant.
    return [Found(area.code, area.name, listed.path(area.code)) for area in near or found]


async def bring(session: AsyncSession, found: Found) -> Area:
    """The area as a row, with the areas around it; a county brings its towns along. Raises AreaRefused."""
    known = await session.get(Area, found.code)
    if known:
        return known
    listed = lexicon.load()
    one = listed.get(found.code)
    level = _level(one, listed) if one else _LEVELS[len(found.code)]
    if level is None:
        raise AreaRefused(found.path)
    parent = await _parent(session, found.code, one, level)
    brought = await session.get(Area, found.code)
    if brought:  # with its county
        return brought
    area = Area(code=found.code, name=found.name, parent=parent, level=level)
    session.add(area)
    await session.flush()
    if level == "county":
        for town in listed.children(found.code):
            if await session.get(Area, town.code) is None:
                session.add(Area(code=town.code, name=town.name, parent=found.code, level="town"))
        await session.flush()
    return area


async def _parent(session: AsyncSession, code: str, one: lexicon.Area | None, level: str) -> str | None:
    if level == "county":
        return None
    around = one.parent if one else code[: len(code) - 3]
    if await session.get(Area, around) is None:
        listed = lexicon.load()
        above = listed.get(around)
        if above is None:
            raise AreaRefused(code)
        await bring(session, Found(above.code, above.name, listed.path(above.code)))
    return around


def _level(area: lexicon.Area, listed: lexicon.Areas) -> str | None:
    """Our level of a listed area; a city without counties (东莞) stands where a county does."""
    if area.level.startswith(("county", "town")):
        return area.level.partition("_")[0]
    towns = area.level == "city" and any(one.level.startswith("town") for one in listed.children(area.code))
    return "county" if towns else None
