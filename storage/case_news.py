"""Who hears what of a case: rows for the outbox. Staff hear where they are, the person where they wrote."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import case_clock, cases, evidence, outbox, people, stations
from storage.evidence import Awaited
from storage.models import Case, CaseMove, Staff, to_ms
from storage.rules import case_life

BREATH = timedelta(seconds=30)
"""Words that follow an alarm at once go out together in one more."""
OTHERS_AGAIN = timedelta(minutes=10)
"""How often those on duty hear that somebody whose case has an owner is in danger again."""


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
    told = to if to is not None else await guards(session, case)
    await _alarm(session, told, "danger_alarm", f"danger_alarm:{case.id}:{count}", now, case=case.id)
    await _alarmed(session, case, now)


async def alarm_again(session: AsyncSession, case: Case, now: datetime) -> None:
    """More words and still nobody has it: all of them go out, at most one such alarm in a breath."""
    if case.alarmed_at and case.alarmed_at > now:
        return  # the one that is on its way is worded when it leaves, with these words too
    due_at = max(now, case.alarmed_at + BREATH) if case.alarmed_at else now
    once = f"danger_alarm:{case.id}:said:{to_ms(due_at)}"
    told = await circle(session, case, now)
    await _alarm(session, told, "danger_alarm", once, now, due_at=due_at, case=case.id)
    await _alarmed(session, case, due_at)


async def danger_again(session: AsyncSession, case: Case, step: CaseMove, words: str) -> None:
    """Words of danger although somebody has it: its owner hears all of them, the others not every one."""
    owner = await session.get(Staff, case.owner_id) if case.owner_id else None
    told = [owner] if owner else []
    if case.alarmed_at is None or step.at - case.alarmed_at >= OTHERS_AGAIN:
        told += [one for one in await guards(session, case) if one.id != case.owner_id]
        await _alarmed(session, case, step.at)
    await _alarm(session, told, "danger_more", f"danger_more:{step.id}", step.at, case=case.id, words=words)


async def nobody_called(session: AsyncSession, case: Case, now: datetime) -> None:
    """Somebody has the danger, and the time to speak with the person is over: they and the leads hear it."""
    owner = await session.get(Staff, case.owner_id) if case.owner_id else None
    leads = await case_clock.leads(session, case.station_id, {case.owner_id} if case.owner_id else ())
    once = f"danger_overdue:{case.id}:{to_ms(case.due_at)}"
    await _alarm(session, [*([owner] if owner else []), *leads], "danger_overdue", once, now, case=case.id)


async def _alarm(
    session: AsyncSession, told: Iterable[Staff], kind: str, once: str, now: datetime, /, **params: Any
) -> None:
    """On every way they are reached, before everything else."""
    for one in told:
        for address in await people.addresses(session, one.person_id):
            await outbox.put(session, address.id, kind, once=once, now=now, sort="safety", **params)


async def _alarmed(session: AsyncSession, case: Case, at: datetime | None) -> None:
    case.alarmed_at = at
    session.add(case)
    await session.flush()


async def circle(session: AsyncSession, case: Case, now: datetime) -> list[Staff]:
    """Who is alarmed by now. One silent person must not be all: nobody took it in time, the whole station
    and who leads it; still nobody, the county."""
    told = {one.id: one for one in await guards(session, case)}
    rings = case_life.rings(case.claim_by, now)
    if rings > 0:
        team = [one for one in await stations.team(session, case.station_id) if one.role != "auditor"]
        told |= {one.id: one for one in [*team, *await case_clock.leads(session, case.station_id)]}
    if rings > 1:
        told |= {one.id: one for one in await stations.leaders(session) if one.role == "county"}
    return list(told.values())


async def taken(session: AsyncSession, case: Case, staff: Staff, now: datetime) -> None:
    """Somebody has it: the person hears who, and after an alarm the others may stand down."""
    step = await cases.last_move(session, case, "claimed")
    await tell_person(session, case, "case_claimed", f"case_claimed:{step.id if step else case.id}", now)
    if case.kind != "danger":
        return
    await _alarmed(session, case, None)
    for one in await circle(session, case, now):
        if one.id != staff.id:
            await _tell(session, one, "case_taken", f"case_taken:{case.id}", now, sort="safety", case=case.id)


async def tell_owner(
    session: AsyncSession, case: Case, kind: str, step: CaseMove, *, sort: str = "notice", **params: Any
) -> None:
    """Something happened on a case: its owner hears of it. While nobody has it only danger is told again."""
    owner = await session.get(Staff, case.owner_id) if case.owner_id else None
    if owner is None and case.urgency == "P0" and case.status == "open":
        await alarm_again(session, case, step.at)
    elif owner:
        await tell_staff(session, owner, kind, step, sort=sort, **params)


async def tell_staff(
    session: AsyncSession, to: Staff, kind: str, step: CaseMove, /, *, sort: str = "notice", **params: Any
) -> None:
    """One member of staff hears of a step."""
    await _tell(session, to, kind, f"{kind}:{step.id}", step.at, sort=sort, case=step.case_id, **params)


async def file_lost(session: AsyncSession, file: Awaited, why: str, what: str, now: datetime) -> None:
    """What somebody sent for their case will never come. They and who has the case hear it once for each
    kind: an account that may fetch no voice loses all of them."""
    case = await cases.lock(session, file.case_id)
    same = await evidence.of_case(session, file.case_id, file.kind)
    if case is None or any(evidence.lost(one) and one.id != file.id for one in same):
        return
    step = await cases.note(session, case, "unkept", now, words=what)
    if case.status not in cases.LIVE:
        return
    kind = "case_too_big" if why == "big" else "case_unkept"
    await tell_person(session, case, kind, f"{kind}:{file.id}", now, what=what)
    if case.owner_id:
        await tell_owner(session, case, "case_lost", step, what=what)


async def unheard(session: AsyncSession, case: Case, row: int, now: datetime) -> None:
    """What was said waits for the person's next word; somebody in danger is not spoken with by that."""
    owner = await session.get(Staff, case.owner_id) if case.owner_id else None
    if owner:
        await _tell(session, owner, "case_unheard", f"case_unheard:{row}", now, case=case.id, row=row)
    await cases.not_spoken_with(session, case, now)


async def tell_person(
    session: AsyncSession, case: Case, kind: str, once: str, now: datetime, **params: Any
) -> None:
    """The person hears, on the address they wrote from."""
    await outbox.put(session, case.address_id, kind, once=once, now=now, case=case.id, **params)


async def guards(session: AsyncSession, case: Case) -> list[Staff]:
    """Who is alarmed: on duty at the station, else all of it, else whoever leads anywhere."""
    # Whoever is in danger may be staff: their own alarm helps nobody.
    team = [one for one in await stations.team(session, case.station_id) if one.person_id != case.person_id]
    # An auditor on duty cannot take it; when nobody else is there they can still run for somebody.
    ready = [one for one in team if one.on_duty and one.role != "auditor"]
    return ready or team or await stations.leaders(session)


async def takers(session: AsyncSession, case: Case) -> list[Staff]:
    """Who may take a case: the station's people but its auditors, else whoever leads anywhere."""
    team = [one for one in await stations.team(session, case.station_id) if one.role != "auditor"]
    return team or await stations.leaders(session)


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
