"""Who hears what of a case: rows for the outbox. Staff hear where they are, the person where they wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import case_clock, cases, outbox, people, stations
from storage.models import Case, CaseMove, Staff
from storage.rules import case_life


async def announce(session: AsyncSession, case: Case, now: datetime) -> None:
    """A case waits for an owner: everybody who could take it hears of it ("case_new")."""
    # Opened again, it is news again.
    opened = await cases.last_move(session, case, "opened", "reopened")
    once = f"case_new:{case.id}:{opened.id if opened else 0}"
    for one in await takers(session, case):
        await _tell(session, one, "case_new", once, now, case=case.id)


async def alarm(
    session: AsyncSession, case: Case, now: datetime, *, count: int = 0, to: Iterable[Staff] | None = None
) -> None:
    """Danger: everybody on duty, on every way they are reached ("danger_alarm"). `count` numbers repeats."""
    for one in to if to is not None else await guards(session, case):
        for address in await people.addresses(session, one.person_id):
            await outbox.put(
                session,
                address.id,
                "danger_alarm",
                once=f"danger_alarm:{case.id}:{count}",
                now=now,
                sort="safety",
                case=case.id,
            )
    case.alarmed_at = now
    session.add(case)
    await session.flush()


async def taken(session: AsyncSession, case: Case, staff: Staff, now: datetime) -> None:
    """Somebody has it: the person hears who, and after an alarm the others may stand down."""
    step = await cases.last_move(session, case, "claimed")
    await tell_person(session, case, "case_claimed", f"case_claimed:{step.id if step else case.id}", now)
    if case.kind != "danger":
        return
    alarmed = {one.id: one for one in await guards(session, case)}
    if now - case.created_at >= case_life.CLAIM_WITHIN["P0"]:
        alarmed |= {one.id: one for one in await case_clock.leads(session, case.station_id)}
    for one in alarmed.values():
        if one.id != staff.id:
            await _tell(session, one, "case_taken", f"case_taken:{case.id}", now, sort="safety", case=case.id)


async def tell_owner(
    session: AsyncSession, case: Case, kind: str, step: CaseMove, *, sort: str = "notice", **params: Any
) -> None:
    """Something happened on a case: its owner hears of it; nobody does while nobody has it."""
    owner = await session.get(Staff, case.owner_id) if case.owner_id else None
    if owner:
        await tell_staff(session, owner, kind, step, sort=sort, **params)


async def tell_staff(
    session: AsyncSession, to: Staff, kind: str, step: CaseMove, /, *, sort: str = "notice", **params: Any
) -> None:
    """One member of staff hears of a step."""
    await _tell(session, to, kind, f"{kind}:{step.id}", step.at, sort=sort, case=step.case_id, **params)


async def tell_person(
    session: AsyncSession, case: Case, kind: str, once: str, now: datetime, **params: Any
) -> None:
    """The person hears, on the address they wrote from."""
    await outbox.put(session, case.address_id, kind, once=once, now=now, case=case.id, **params)


async def guards(session: AsyncSession, case: Case) -> list[Staff]:
    """Who is alarmed: on duty at the station, else all of it, else whoever leads anywhere."""
    return (
        await stations.team(session, case.station_id, on_duty=True)
        or await stations.team(session, case.station_id)
        or await _leaders(session)
    )


async def takers(session: AsyncSession, case: Case) -> list[Staff]:
    """Who may take a case: the station's people but its auditors, else whoever leads anywhere."""
    team = [one for one in await stations.team(session, case.station_id) if one.role != "auditor"]
    return team or await _leaders(session)


async def _leaders(session: AsyncSession) -> list[Staff]:
    query = select(Staff).where(col(Staff.enabled), col(Staff.role).in_(("lead", "county")))
    return list((await session.exec(query.order_by(col(Staff.id)))).all())


async def _tell(
    session: AsyncSession,
    to: Staff,
    kind: str,
    once: str,
    now: datetime,
    /,
    *,
    sort: str = "notice",
    **params: Any,
) -> None:
    address = await people.address_of(session, to.person_id)
    if address:
        await outbox.put(session, address.id, kind, once=once, now=now, sort=sort, **params)
