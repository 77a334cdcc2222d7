"""Where a worker is: an area of ours by name or from the map, else the words they used."""

from __future__ import annotations

from functools import lru_cache
from math import cos, radians

from aiogram.filters import Filter
from aiogram.types import Message

from handlers.phrases import say
from storage import stations
from storage.db import Session
from storage.views import AreaView

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
    """An area of ours inside a sentence; of several the longest name, and the wider area."""
    known = [area for area in await stations.areas(session) if short(area.name) in text]
    return max(known, key=lambda area: (len(short(area.name)), -len(area.code)), default=None)


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
