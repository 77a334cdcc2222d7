"""Areas that a text names: 信宜钱排 is one in the other, 沙县小吃 is a dish and 湖南师傅 a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from handlers.reading.places.place_words import BRAND, CROP, GROWN, PEOPLE
from handlers.reading.places.sites import AROUND, ENDS, SITE, STREET, TOWN_SITE
from storage.lexicon import areas
from storage.lexicon.areas import Area

_DEEPEST = 5  # province, city, county, town, and one said twice
_HAN = re.compile(r"[\u3400-\u9fff]")
_REST = re.compile(r"[\u3400-\u9fff]{1,9}")
_CORNER = 3
_NEXT = 12
_SHORT = 2  # 容县 and 横县 are said before a crop as if they were short names
_LEADS = "在到去来喺嚟于佇往回:"
_TOWNS_KNOWN = ("35", "44", "45")  # provinces whose towns are listed
_WATERS = "江河湖海溪水塘桥山"
_FEW = 2
"""So many towns may share the name of a county before nobody knows which is meant."""


@dataclass(frozen=True, slots=True)
class Mention:
    """`areas`: what the innermost name may mean; `names`: how many stand one in the other."""

    start: int
    end: int
    areas: tuple[Area, ...]
    names: int
    whole: bool
    """It says what kind of area it is: 大朗镇."""

    @property
    def sure(self) -> bool:
        return self.whole or self.names > 1


@cache
def _listed() -> areas.Areas:
    return areas.load()


def mention_at(text: str, start: int, within: tuple[Area, ...] = (), depth: int = 1) -> Mention | None:
    """The areas named from there on, as far as one lies in the other."""
    best: Mention | None = None
    for named in _listed().at(text, start):
        inner = named.areas
        if within:
            inner = tuple(one for one in inner if any(_under(one, around) for around in within))
        if not inner or (within and not named.whole and _is_other(text, start, named.end)):
            continue
        found = Mention(start, named.end, inner, depth, named.whole)
        if depth < _DEEPEST:
            behind = named.end + (text[named.end : named.end + 1] in tuple(" /·-|、"))
            further = mention_at(text, behind, inner, depth + 1)
            if further:
                found = Mention(start, further.end, further.areas, further.names, further.whole)
        if best is None or found.end > best.end:
            best = found
    return best


def _is_other(text: str, start: int, end: int) -> bool:
    """佛冈县城东边, 梅江区江南路, 梅江区江南市场: also inside an area a name may be something else's."""
    site = TOWN_SITE.match(text, end)
    loose = bool(site and site["loose"]) and _listed().is_word(text[start:end])
    return loose or text[start - 1 : start + 1] == "县城" or STREET.match(text, end) is not None


def mentions(text: str) -> Iterator[Mention]:
    """Those that stand where the name of a place may begin; a short name inside a word is none."""
    at = 0
    while at < len(text) - 1:
        found = mention_at(text, at)
        if found and (found.sure or _begins(text, at)):
            yield found
            at = found.end
        else:
            at += 1


def _begins(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in _LEADS or not _HAN.match(text[at - 1])


def is_somewhere(text: str, found: Mention, region: str | None = None, *, led: bool = False) -> bool:
    """No dish, crop, firm or person called after the area, and no street either.

    A word that is mostly said of something else (江尾, 联合) names a town to somebody in whose region it
    lies, when it is all that is said, or stands behind 在 (`led`).
    """
    behind = text[found.end : found.end + 8]
    if PEOPLE.match(behind):
        return False
    name = text[found.start : found.end]
    if not found.sure and name[-1] in _WATERS and behind[:1] == "边":
        return False  # 宁江边
    if region and not found.sure and _near(found.areas, region) is None:
        site = SITE.match(text, found.start)
        if (
            site
            and len(name) < len(site["name"]) <= len(name) + 1
            and found.areas[0].level.startswith("town")
        ):
            return False  # 金海岸酒店 is not in 金海
    if found.sure and len(name) > _SHORT and not _listed().is_word(name):
        return True
    if STREET.match(behind) or ((BRAND.match(behind) or CROP.match(behind)) and not GROWN.match(behind)):
        return False
    if not _listed().is_word(name):
        return True
    if led and not _HAN.match(behind):
        return True  # 我在城东: wherever it lies, they say that they are there
    return _near(found.areas, region) is not None and (led or _is_named(text, found.end))


def _is_named(text: str, end: int) -> bool:
    """What stands behind such a word says that it is a name: 水头二期, 南口圩, 东城主山."""
    rest = _REST.match(text, end)
    if rest is None or AROUND.match(text, end):
        return True
    site, other = TOWN_SITE.match(text, end), SITE.match(text, end, end + _NEXT)
    if other and len(other["name"]) > 1:
        return True  # 清溪大利广场: the site has a name of its own
    return bool(site and not site["loose"]) or (len(rest[0]) <= _CORNER and rest[0][-1] in ENDS)


def settled(text: str, found: Mention, region: str | None) -> Area | None:
    """The one area meant, to somebody who speaks to `region`; None when it may be several."""
    glued = not found.sure and TOWN_SITE.match(text, found.end)
    near = _near(found.areas, region)
    if near is None and region and glued:
        return None  # 东升工业园 in 梅江区 is not called after a town at the other end of the country
    one = near or _alone(found.areas)
    if one and glued and glued["loose"] and one.level.startswith("town"):
        return None
    return one


def _near(found: tuple[Area, ...], region: str | None) -> Area | None:
    """The one inside the region, else inside its city."""
    if region is None or _listed().get(region) is None:
        return None
    around = [region, *(area.code for area in _listed().parents(region) if area.level == "city")]
    for code in around:
        inside = [area for area in found if _listed().lies_in(area, code)]
        if inside:
            return _widest(inside)
    return None


def is_in(area: Area, region: str) -> bool:
    return _listed().lies_in(area, region)


def _alone(found: tuple[Area, ...]) -> Area | None:
    """The single one of the country; 大埔 is the county, though a town of another is called so too."""
    if one := _widest(list(found)):
        return one
    first = found[0]
    if first.level == "county" and (home := [area for area in found if _says_itself(area)]):
        first = home[0]
    others = [area for area in found if not _listed().lies_in(area, first.code)]
    rivals = [area for area in others if not area.level.startswith("town")]
    if first.level in ("province", "city"):
        return first if len(rivals) <= 1 else None
    if _says_itself(first):  # 五华 is the county of Meizhou: nobody says the district of Kunming without 昆明
        rivals = [area for area in rivals if _says_itself(area)]
    towns = sum(area.level.startswith("town") for area in others)
    known = first.level == "county" and first.code[:2] in _TOWNS_KNOWN
    return first if known and not rivals and towns <= _FEW else None


def _says_itself(area: Area) -> bool:
    """A county of ours: its short name is said without that of the city around it."""
    return area.level == "county" and area.code[:2] in _TOWNS_KNOWN and area.name[-1] in "县市"


def _widest(found: list[Area]) -> Area | None:
    """The one in which all the others lie: 大化 is the county, not the town in it."""
    first = found[0]
    return first if all(_listed().lies_in(area, first.code) for area in found) else None


def _under(area: Area, around: Area) -> bool:
    return area.code != around.code and _listed().lies_in(area, around.code)
