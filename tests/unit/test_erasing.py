"""An employer who has everything forgotten: nothing that tells who they are is left in the rows."""

from __future__ import annotations

from sqlmodel import select

from storage import employers, gigs, people, workers
from storage.db import Database
from storage.models import Employer, Gig
from tests.sending import Post, Town


async def test_an_employers_name_code_and_phone_go(db: Database) -> None:
    town = Town(Post(db))
    await town.build()
    boss = await town.post.person("boss")
    async with db.unit() as session:
        person = await people.get(session, boss.person_id)
        code, now = "92442000MAE00T0285", town.post.now()
        mine = await employers.register(session, person, kind="shop", name="王记面馆", code=code, now=now)
        await employers.trust(session, mine)
    posted = await town.gig("厨师")
    async with db.unit() as session:
        gig = await session.get_one(Gig, posted.id)
        gig.employer_id = mine.id
        gig.keep_private(contact="13000000009")
        session.add(gig)
    async with db.unit() as session:
        person = await people.get(session, boss.person_id)
        await employers.forget(session, person)
        await workers.erase(session, person)
    async with db.unit() as session:
        [left] = (await session.exec(select(Employer).where(Employer.person_id == boss.person_id))).all()
        assert (left.name, left.kind, left.code, left.trusted) == ("", "household", None, False)
        assert (await session.get_one(Gig, posted.id)).contact == ""
        person = await people.get(session, boss.person_id)
        assert not person.is_employer and await employers.of(session, person.id) is None
        # Whoever comes back is new, on the row that their old posts hang on.
        again = await employers.register(
            session, person, kind="farm", name="王家果园", code=None, now=town.post.now()
        )
        assert again.id == mine.id and not again.trusted
        assert [one.id for one in await gigs.of_employer(session, again.id)] == [posted.id]
