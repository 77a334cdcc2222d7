"""The house at work: routines on time, nothing waiting too long, somebody there to answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.doctor import networks
from bot.doctor.finding import Finding, State, finding
from bot.operator import tell
from bot.settings import Settings
from scheduler.routine import slots
from scheduler.timetable import TIMETABLE
from storage import backlog, stations, ticks
from storage.rules.calendar import SHANGHAI

_LATE = timedelta(minutes=5)
_SLOW, _TOO_SLOW = 10, 60  # minutes


def examine(settings: Settings) -> Iterator[Finding]:
    """What the settings alone tell."""
    open_wide = settings.phones_page and settings.env == "production"
    how = "phones_on" if settings.phones_page else "phones_off"
    yield finding("phones", "fail") if open_wide else finding("phones", "ok", how=tell(f"doctor.{how}"))
    yield from networks.examine(settings)


async def examine_work(session: AsyncSession, now: datetime) -> AsyncIterator[Finding]:
    yield await _clock(session, now)
    waiting = await backlog.count(session, now)
    minutes = int(waiting.outbox_oldest_seconds // 60)
    state: State = "fail" if minutes >= _TOO_SLOW else "warn" if minutes >= _SLOW else "ok"
    yield finding("outbox", state, count=waiting.outbox, minutes=minutes)
    stuck = waiting.parked or waiting.kept
    yield finding("inbox", "warn" if stuck else "ok", parked=waiting.parked, kept=waiting.kept)
    async for one in _stations(session):
        yield one


async def _clock(session: AsyncSession, now: datetime) -> Finding:
    """Whether every routine ran its last slot; each has a few minutes to do it."""
    lasts = {one: await ticks.last(session, one.name, now) for one in TIMETABLE}
    known = [last for last in lasts.values() if last]
    if not known:
        return finding("clock", "warn", "never")
    late = [
        f"{one.name} {slot.astimezone(SHANGHAI):%m-%d %H:%M}"
        for one, last in lasts.items()
        for slot in slots(one, last, now)[-1:]
        if now - slot > _LATE
    ]
    if late:
        return finding("clock", "warn", slots="、".join(late))
    return finding("clock", "ok", at=f"{max(known).astimezone(SHANGHAI):%m-%d %H:%M}")


async def _stations(session: AsyncSession) -> AsyncIterator[Finding]:
    all_of_them = await stations.everything(session)
    if not all_of_them:
        yield finding("station", "warn", "none")
        return
    staff = on_duty = 0
    well = True
    for station in all_of_them:
        team = await stations.team(session, station.id)
        alarmed = sum(one.on_duty for one in team)
        staff, on_duty = staff + len(team), on_duty + alarmed
        if not alarmed:
            well = False
            yield finding("station", "fail" if team else "warn", name=station.name)
    if well:
        yield finding("station", "ok", stations=len(all_of_them), staff=staff, on_duty=on_duty)
