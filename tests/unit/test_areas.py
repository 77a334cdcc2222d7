"""Areas come over from the lexicon with what is around them; what no list has is given by hand."""

import pytest

from storage import areas, stations
from storage.areas import AreaRefused, Found
from storage.db import Database
from storage.models import Area


async def brought(db: Database, said: str) -> Area:
    async with db.unit() as session:
        found = await areas.find(session, said)
        assert len(found) == 1, found
        return await areas.bring(session, found[0])


async def codes(db: Database, level: str) -> list[str]:
    async with db.reading() as session:
        return [area.code for area in await stations.areas(session, level)]


async def test_a_county_brings_its_towns(db: Database) -> None:
    county = await brought(db, "梅州市梅江区")
    assert (county.code, county.level, county.parent) == ("441402", "county", None)
    towns = await codes(db, "town")
    assert len(towns) > 5 and all(code.startswith("441402") for code in towns)
    assert (await brought(db, "441402")).code == county.code
    assert await codes(db, "county") == ["441402"]


async def test_a_town_brings_its_county(sqlite: Database) -> None:
    town = await brought(sqlite, "梅江区三角镇")
    assert (town.level, town.parent) == ("town", "441402")
    assert await codes(sqlite, "county") == ["441402"]


async def test_a_city_without_counties_stands_for_one(sqlite: Database) -> None:
    assert (await brought(sqlite, "东莞市")).level == "county"
    assert await codes(sqlite, "town")


async def test_our_own_county_is_meant(sqlite: Database) -> None:
    async with sqlite.reading() as session:
        assert len(await areas.find(session, "太平镇")) > 5
    await brought(sqlite, "440222")
    async with sqlite.reading() as session:
        assert [one.code[:6] for one in await areas.find(session, "太平镇")] == ["440222"]
        assert [one.code[:6] for one in await areas.find(session, "太平")] == ["440222"]


@pytest.mark.parametrize(
    ("said", "level", "parent"),
    [
        ("431122199:某某镇", "town", "431122"),
        ("431122199201：某某村", "village", "431122199"),
        ("990201=新县", "county", None),
    ],
)
async def test_by_hand(sqlite: Database, said: str, level: str, parent: str | None) -> None:
    if level == "village":
        await brought(sqlite, "431122199:某某镇")
    area = await brought(sqlite, said)
    assert (area.level, area.parent) == (level, parent)
    assert area.name in said


@pytest.mark.parametrize("code", ["440000", "440100", "990299101", "441402999201"])
async def test_too_wide_or_hanging_in_the_air(sqlite: Database, code: str) -> None:
    """A province, a city with counties, a town and a village that lie in nothing known."""
    async with sqlite.unit() as session:
        found = await areas.find(session, code) or [Found(code, "某地", "某地")]
        with pytest.raises(AreaRefused):
            await areas.bring(session, found[0])


async def test_nonsense_is_nothing(sqlite: Database) -> None:
    async with sqlite.reading() as session:
        for said in ("", "没有的地方", "x" * 5000, "12:x", "%"):
            assert await areas.find(session, said) == []
