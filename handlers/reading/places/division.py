"""In which area a told place lies: 信宜钱排 is 钱排镇. None when not certain: never an invented area."""

from __future__ import annotations

from handlers.reading.places.mentions import Mention, is_somewhere, mentions, settled
from handlers.reading.plain import plain
from storage.lexicon import areas
from storage.lexicon.areas import Area


def division(words: str, area: str | None = None, around: str = "") -> str | None:
    """Code of the area that the place lies in.

    `area` is that of the county spoken to, where a bare 太平镇 is looked for first; `around` is the whole
    message: in 横州茉莉花采花工，校椅镇 the first word says in which county the town lies.
    """
    if not words:
        return None
    said = plain(words).text
    whole = plain(around).text
    for found in mentions(said):
        if is_somewhere(said, found, area):
            return _code(settled(said, found, area) or _told_around(found, whole))
    return _code(_only(whole, area)) if around else None


def _told_around(found: Mention, whole: str) -> Area | None:
    """One of several towns of that name lies in a county, or beside a town, that the message names too."""
    for other in mentions(whole):
        inside = [area for area in found.areas if any(_belong(area, one) for one in other.areas)]
        if len(inside) == 1 and other.areas != found.areas:
            return inside[0]
    return None


def _belong(area: Area, other: Area) -> bool:
    if area.code == other.code:
        return False
    return areas.load().lies_in(area, other.code) or (area.parent == other.parent and len(area.code) > 6)


def _only(whole: str, region: str | None) -> Area | None:
    """The place tells no area: the one that the message tells beside it."""
    told = {settled(whole, found, region) for found in mentions(whole) if is_somewhere(whole, found, region)}
    return told.pop() if len(told) == 1 else None


def _code(area: Area | None) -> str | None:
    return area.code if area else None
