"""What goes on in the invented county: gigs, who signed up, and cases."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from storage import applications, cases, gigs, people, stations
from storage.county.folk import Folk
from storage.models import Gig
from storage.rules.calendar import SHANGHAI, local_day

_SOON = timedelta(minutes=50)
_EARLIER = timedelta(hours=5)
_MORNING = time(7)
"""Nobody washes dishes at night: what would begin then, or end after midnight, begins at this hour."""


async def offer(folk: Folk, planned: dict[str, Any], employers: list[dict[str, Any]]) -> None:
    """Publish a gig some hours ago, let workers sign up, and end it if that is its story."""
    employer = folk.employers[planned["employer"]]
    owner = next(one["person"] for one in employers if one["name"] == planned["employer"])
    town = folk.areas[planned["town"]]
    station = await stations.for_area(folk.session, town.code)
    assert station is not None, "the county's first station covers it all"
    starts, ends = _hours(planned, folk.now)
    new = gigs.NewGig(
        trade=planned["trade"],
        place=planned["place"],
        day=local_day(starts),
        starts_at=starts,
        ends_at=ends,
        pay_fen=planned["pay"] * 100,
        pay_unit=planned.get("unit", "day"),
        settle=planned.get("settle", "day"),
        heads=planned["heads"],
        skills=planned.get("skills", ""),
        area_code=town.code,
        insured=planned.get("insured"),
        contact=folk.people[owner].phone,
    )
    gig = await gigs.publish(folk.session, employer, station.id, new, folk.now - _EARLIER)
    await _sign_up(folk, gig, planned.get("taken", 0))
    if planned.get("end") == "cancelled":
        await gigs.move(folk.session, gig, "cancelled", folk.now)
        await applications.release_all(folk.session, gig, folk.now)


async def _sign_up(folk: Folk, gig: Gig, heads: int) -> None:
    """The next workers in the row who are free at that time."""
    for worker in list(folk.workers):
        if heads <= 0:
            return
        folk.workers.append(folk.workers.pop(0))
        outcome = await applications.apply(folk.session, gig.id, worker.id, folk.now - timedelta(hours=1))
        heads -= outcome is applications.Outcome.CONFIRMED


def _five_minutes(now: datetime) -> datetime:
    return now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)


def _hours(planned: dict[str, Any], now: datetime) -> tuple[datetime, datetime]:
    if "soon_for_hours" in planned:
        starts, lasts = _five_minutes(now) + _SOON, timedelta(hours=planned["soon_for_hours"])
        if starts < (morning := datetime.combine(local_day(starts), _MORNING, SHANGHAI)):
            starts = morning
        elif local_day(starts + lasts) > local_day(starts):
            starts = morning + timedelta(days=1)
        return starts, starts + lasts
    day = local_day(now) + timedelta(days=planned["day"])
    opens, closes = (time.fromisoformat(words) for words in planned["at"].split("-"))
    return datetime.combine(day, opens, SHANGHAI), datetime.combine(day, closes, SHANGHAI)


async def complain(folk: Folk, planned: dict[str, Any]) -> None:
    """Open a case as long ago as the plan says, and let staff work on it."""
    session, person = folk.session, folk.people[planned["worker"]]
    opened = folk.now - timedelta(days=planned["days_ago"], minutes=30)
    station = await stations.for_area(session, person.area_code)
    address = await people.address_of(session, person.id)
    assert station is not None and address is not None
    case = await cases.open_case(
        session,
        kind=planned.get("kind", "wages"),
        person_id=person.id,
        address_id=address.id,
        station_id=station.id,
        now=opened,
        urgency=planned.get("urgency", "P2"),
        amount_fen=planned["amount"] * 100 if "amount" in planned else None,
        people=planned.get("people"),
        text=planned["text"],
        employer=planned.get("employer"),
        place=planned.get("place"),
        period=planned.get("period"),
    )
    if "taken_by" not in planned:
        return
    owner = folk.staff[planned["taken_by"]]
    await cases.claim(session, case, owner, opened + timedelta(minutes=10))
    if "result" in planned:
        case.result = planned["result"]
        await cases.move(session, case, "closed", opened + timedelta(days=3), staff=owner)
