"""Which area of ours is meant: by its name, by a landmark, or from the map."""

from __future__ import annotations

from functools import lru_cache
from math import cos, radians

from aiogram.filters import Filter
from aiogram.types import Message

from handlers.phrases import say
from handlers.reading.places.division import division
from handlers.reading.places.landmarks import learned, sites_told
from storage import gigs, stations
from storage.db import Session
from storage.lexicon import areas
from storage.views import AreaView

LEARNED_FROM = 300
"""So many gigs back landmarks are known: what stood somewhere years ago may be gone."""
FAR = 1.0
"""Degrees, about 100 km: who is further away is nowhere near us."""


class OnTheMap(Filter):
    """A place sent as a location."""

    async def __call__(self, message: Message) -> bool:
        return message.location is not None


async def named(text: str, session: Session) -> AreaView | None:
    """The text is the name of one of our areas, with little around it: 城东 · 在城东镇 · 城东那边."""
    found = await mentioned(text, session)
    return found if found and len(text.strip()) <= len(found.name) + 4 else None


async def mentioned(text: str, session: Session) -> AreaView | None:
    """An area of ours inside a sentence; of several the longest name, and the wider area.

    None named so: what the gazetteer reads, else where earlier gigs said that such a landmark lies.
    """
    known = await stations.areas(session)
    if named := [area for area in known if short(area.name) in text]:
        return _likeliest([area for area in named if area.name in text] or named)
    return _listed(text, known) or await _landmark(text, known, session)


def _likeliest(named: list[AreaView]) -> AreaView:
    """横州市校椅镇 is the town in the county; 桥头, the name of a town and a village in it, the town."""
    holds = {area.parent: short(area.name) for area in named}
    inner = [area for area in named if holds.get(area.code, short(area.name)) == short(area.name)]
    return max(inner or named, key=lambda area: (len(short(area.name)), -len(area.code)))


def _listed(text: str, known: list[AreaView]) -> AreaView | None:
    """The area of ours in which the place lies that was said: 会城街道 under another spelling, 横县."""
    ours = {area.code: area for area in known}
    code = division(text, county_of(known))
    while code and code not in ours:
        area = areas.load().get(code)
        code = area.parent if area else None
    return ours[code] if code else None


async def _landmark(text: str, known: list[AreaView], session: Session) -> AreaView | None:
    sites = sites_told(text)
    if not sites:
        return None
    ours = {area.code: area for area in known if area.level != "county"}
    told = tuple(
        (place, short(ours[code].name), code)
        for place, code in await gigs.places(session, LEARNED_FROM)
        if code in ours
    )
    found = learned(told)
    return next((ours[found[site]] for site in sites if site in found), None)


def county_of(known: list[AreaView]) -> str | None:
    """The county in which a bare 太平镇 is looked for; none where a station serves several."""
    counties = [area.code for area in known if area.level == "county"]
    return counties[0] if len(counties) == 1 else None


async def county(session: Session) -> str | None:
    return county_of(await stations.areas(session))


async def sent(lat: float, lon: float, label: str, session: Session) -> AreaView | None:
    """A place sent from the map: the town that its label names, else the nearest, else the label's county."""
    named = await mentioned(label, session) if label else None
    if named and named.level != "county":
        return named
    return await nearest(lat, lon, session) or named


@lru_cache(maxsize=1024)
def short(name: str) -> str:
    """城东 for 城东镇, as people say it."""
    bare = name.rstrip(say("find.kinds_of_area"))
    return bare if len(bare) > 1 else name


async def nearest(lat: float, lon: float, session: Session) -> AreaView | None:
    """The area whose middle is nearest; none when all are far away or nobody entered where they lie."""
    wide = cos(radians(lat))
    known = [
        ((area.lat - lat) ** 2 + ((area.lon - lon) * wide) ** 2, area)
        for area in await stations.areas(session)
        if area.lat is not None and area.lon is not None
    ]
    far, area = min(known, key=lambda pair: pair[0], default=(FAR, None))
    return area if far < FAR else None
