"""Which area of ours is meant: by its name, an older one, a landmark, or a place on the map."""

from __future__ import annotations

import pytest

from handlers import places
from storage import areas, gigs
from storage.db import Database
from tests.sending import Post, Town


@pytest.fixture
async def town(db: Database) -> Town:
    town = Town(Post(db))
    await town.build()
    return town


async def meant(db: Database, text: str) -> str | None:
    async with db.reading() as session:
        found = await places.mentioned(text, session)
        return found.name if found else None


async def where(db: Database, lat: float, lon: float, label: str) -> str | None:
    async with db.reading() as session:
        found = await places.sent(lat, lon, label, session)
        return found.name if found else None


async def test_a_landmark_is_known_from_gigs_that_named_it_with_its_town(town: Town) -> None:
    db = town.post.db
    assert await meant(db, "江南市场") is None
    await town.gig(
        "瓷砖工", "east", place="江南市场"
    )  # where the employer lives: nobody said that it lies there
    assert await meant(db, "江南市场") is None
    await town.gig("瓷砖工", "east", place="城东镇江南市场3号")
    assert await meant(db, "江南市场附近") == "城东镇"
    await town.gig("瓷砖工", "west", place="城西镇江南市场")
    assert await meant(db, "江南市场") is None, "two towns have one"


async def test_nothing_is_learned_from_a_post_that_staff_did_not_let_pass(town: Town) -> None:
    for status in ("review", "refused"):
        await town.gig("瓷砖工", "east", place="城东镇江南市场", status=status)
    await town.gig("瓷砖工", None, place="城东镇江南市场")
    assert await meant(town.post.db, "江南市场") is None


async def test_only_the_last_gigs_are_asked(town: Town) -> None:
    for name in ("老车站", "江南市场"):
        await town.gig("瓷砖工", "east", place=f"城东镇{name}")
    async with town.post.db.reading() as session:
        assert await gigs.places(session, 1) == (("城东镇江南市场", "east"),)
        assert [place for place, _ in await gigs.places(session, 9)] == ["城东镇江南市场", "城东镇老车站"]


async def test_a_label_says_more_than_coordinates(town: Town) -> None:
    db = town.post.db
    assert await where(db, 0, 0, "城西镇圩街12号") == "城西镇"
    assert await where(db, 0, 0, "清溪县某处") == "清溪县"
    assert await where(db, 0, 0, "") is None
    await town.gig("瓷砖工", "east", place="城东镇江南市场")
    assert await where(db, 0, 0, "江南市场") == "城东镇"


async def test_the_gazetteer_knows_more_names_than_the_ledger(db: Database) -> None:
    async with db.unit() as session:
        found = await areas.find(session, "横州市")
        await areas.bring(session, found[0])
    assert await meant(db, "横县校椅") == "校椅镇"
    assert await meant(db, "横县县城") == "横州市"
    assert await meant(db, "东莞大朗") is None, "no area of ours"
    assert await where(db, 0, 0, "广西壮族自治区南宁市横州市校椅镇青桐村") == "校椅镇"
