"""Cases by the clock: danger nobody has taken is alarmed again and again; everything else is told once.

P0 not taken: those on duty every 2 minutes, after 5 minutes the whole station and its leads, after 15 the
county, with growing pauses (`case_life.alarm_again`). Others: not taken in time → the
leads; half, four fifths and all of the time gone (rule Q2) → the owner, at the end the leads too. Danger that
somebody has, without a word of a call in time → owner and leads, at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storage import case_clock, case_news, outbox, people, stations
from storage.db import Session
from storage.models import Case, Staff, to_ms
from storage.rules.quiet import awake_from

WARN_AT = (50, 80, 100)
PAGE = 20
"""Cases a part; after a long silence there may be many."""


async def run(session: Session, now: datetime, after: str = "") -> str | None:
    if not after:
        for case in await case_clock.danger_waiting(session, now):
            await _alarm(session, case, now)
        for case in await case_clock.not_taken(session, now):
            case.alarmed_at = now
            told = await _with_leads(session, case, await case_news.guards(session, case))
            await _tell(session, told, "case_not_taken", f"{to_ms(case.claim_by)}", case, now)
    late = await case_clock.to_warn(session, now, WARN_AT, int(after or 0), PAGE)
    for case in late:
        await _warn(session, case, now)
    await session.flush()
    return str(late[-1].id) if len(late) == PAGE else None


async def _alarm(session: Session, case: Case, now: datetime) -> None:
    minutes = (now - case.created_at) // timedelta(minutes=1)
    told = await case_news.circle(session, case, now)
    await case_news.alarm(session, case, now, count=max(1, minutes), to=told)


async def _warn(session: Session, case: Case, now: datetime) -> None:
    gone, whole = to_ms(now) - to_ms(case.created_at), to_ms(case.due_at) - to_ms(case.created_at)
    passed = case.warned = max(mark for mark in WARN_AT if 100 * gone >= whole * mark)
    if case.urgency == "P0":  # minutes: half of them is no news, all of them is an alarm, also at night
        if passed == 100:
            await case_news.nobody_called(session, case, now)
        return
    told = [one for one in await stations.team(session, case.station_id) if one.id == case.owner_id]
    if passed == 100 or not told:
        told = await _with_leads(session, case, told)
    kind = "case_overdue" if passed == 100 else "case_due_soon"
    await _tell(session, told, kind, f"{to_ms(case.due_at)}:{passed}", case, now, passed=passed)


async def _with_leads(session: Session, case: Case, told: list[Staff]) -> list[Staff]:
    """And somebody above those who did nothing until now."""
    return [*told, *await case_clock.leads(session, case.station_id, {one.id for one in told})]


async def _tell(
    session: Session, told: list[Staff], kind: str, once: str, case: Case, now: datetime, **facts: int
) -> None:
    """Not a matter of life: nobody is woken for it."""
    params: dict[str, Any] = {"case": case.id, "number": case.number, **facts}
    for staff in told:
        address = await people.address_of(session, staff.person_id)
        if address is not None:
            once_only = f"{kind}:{case.id}:{once}"
            await outbox.put(
                session, address.id, kind, once=once_only, now=now, due_at=awake_from(now), **params
            )
