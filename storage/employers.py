"""Employers 用工主体: who they are, whether their posts are published at once, what they asked for last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import gigs, stations
from storage.models import Employer, Gig, Person, Station

UNITS = ("company", "shop", "agency")
"""Kinds that have a licence with a code; a household or a farm has none."""


async def of(session: AsyncSession, person_id: int) -> Employer | None:
    """Who this person hires as; None also when they had it forgotten."""
    employer = await gigs.employer_of(session, person_id)
    return employer if employer and employer.name else None


async def register(
    session: AsyncSession, person: Person, *, kind: str, name: str, code: str | None, now: datetime
) -> Employer:
    """Make the person an employer, or correct what they told before. Trust is for staff to give."""
    employer = await gigs.employer_of(session, person.id)
    if employer is None:
        station = await stations.for_person(session, person)
        employer = Employer(
            person_id=person.id, name=name, station_id=station.id if station else None, created_at=now
        )
    employer.kind, employer.name, employer.code = kind, name, code or employer.code
    person.is_employer = True
    session.add(employer)
    session.add(person)
    await session.flush()
    return employer


async def rename(session: AsyncSession, employer: Employer, name: str) -> None:
    """Another name is one that staff have not seen: the next post waits for a look again (rule H5)."""
    employer.name, employer.trusted = name, False
    session.add(employer)
    await session.flush()


async def forget(session: AsyncSession, person: Person) -> None:
    """Empty what they told of themselves (rule P6). What they posted stays for whoever worked there, without
    the phone; a household's name is a person's, and of a small shop nobody can tell, so all names go.
    """
    employer = await gigs.employer_of(session, person.id)
    if employer is None:
        return
    employer.name, employer.kind, employer.code, employer.trusted = "", "household", None, False
    person.is_employer = False
    session.add(employer)
    session.add(person)
    await session.flush()
    posted = update(Gig).where(col(Gig.employer_id) == employer.id).values(sealed=None)
    await session.execute(posted, execution_options={"synchronize_session": False})


def may_be_trusted(employer: Employer) -> bool:
    """A unit without a code stays with review of every post; so do those who hire for others (rule H5)."""
    return employer.kind != "agency" and (employer.kind not in UNITS or bool(employer.code))


async def trust(session: AsyncSession, employer: Employer) -> None:
    """From now on what they post is published at once, unless its words are doubtful."""
    employer.trusted = True
    session.add(employer)
    await session.flush()


async def last_gig(session: AsyncSession, employer_id: int) -> Gig | None:
    """What they posted last; its place, hours and settlement are offered again."""
    query = select(Gig).where(Gig.employer_id == employer_id, Gig.status != "refused")
    return (await session.exec(query.order_by(col(Gig.id).desc()).limit(1))).first()


async def sent_back(session: AsyncSession, employer_id: int) -> Gig | None:
    """Their newest post, if staff sent it back: it waits for better words."""
    query = select(Gig).where(Gig.employer_id == employer_id).order_by(col(Gig.id).desc()).limit(1)
    newest = (await session.exec(query)).first()
    return newest if newest and newest.status == "refused" else None


async def station_for(session: AsyncSession, employer: Employer, area_code: str | None) -> Station | None:
    """Who looks at the post: the station of the place of work, else the employer's own."""
    if area_code is None and employer.station_id:
        return await session.get(Station, employer.station_id)
    return await stations.for_area(session, area_code)
