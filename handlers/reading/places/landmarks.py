"""Landmarks that the gazetteer does not know: 江南市场 lies where earlier gigs said that it lies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from handlers.reading.places.places import read_place
from handlers.reading.places.sites import GENERIC, SITE, WHOLE_TOWN
from handlers.reading.plain import plain

_SHORTEST = 3
"""一中 and 东街 are in every town."""

_TELLS_APART = "老旧新"
"""老车站 is no name, but within one county everybody knows which it is."""

Told = tuple[tuple[str, str, str], ...]
"""Of each gig the place, the name of its area as people say it, and the area's code."""


def sites_in(words: str) -> list[str]:
    """Sites that have a name, without the number of the house: 江南市场 of 江南市场3号."""
    return [
        found["site"]
        for found in SITE.finditer(plain(words).text)
        if len(found["site"]) >= _SHORTEST
        and not WHOLE_TOWN.search(found["site"])
        and (found["site"][0] in _TELLS_APART or not GENERIC.fullmatch(found["site"]))
    ]


@lru_cache(maxsize=1)  # what the ledger tells is the key: it can never be older than the ledger
def learned(told: Told) -> Mapping[str, str]:
    """Site → code of its area; one that was told of two areas is in neither."""
    found: dict[str, set[str]] = {}
    for place, name, code in told:
        said = plain(place).text
        if name not in said:
            continue  # the area was taken from elsewhere: where the employer lives says nothing
        for site in sites_in(said.partition(name)[2]):
            found.setdefault(site, set()).add(code)
    return {site: next(iter(codes)) for site, codes in found.items() if len(codes) == 1}


def sites_told(text: str) -> list[str]:
    """The sites of the place that a sentence tells, the longest first."""
    place = read_place(text)
    return sorted(sites_in(place.words), key=len, reverse=True) if place else []
