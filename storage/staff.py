"""Staff 工作人员: invited with a one-time code, known on the channel where they type it, let go again."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tunables
from storage.models import Staff, StaffInvite, Station, from_ms, to_ms, vault

ROLES = ("clerk", "lead", "county", "auditor")
VALID = timedelta(days=7)
TRIES = 5
PAUSE = timedelta(hours=1)

# Without 0 O 1 I L: a code is read out over the phone and typed by thumb.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8
_LIKE = str.maketrans("", "", " -‐‑–—_.")


async def invite(
    session: AsyncSession,
    station: Station,
    role: str,
    name: str,
    now: datetime,
    *,
    on_duty: bool = False,
) -> str:
    """A new one-time code for somebody to be; it can be shown only now, the ledger keeps its keyed hash."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    row = StaffInvite(
        digest=_digest(code),
        station_id=station.id,
        role=role,
        name=name,
        on_duty=on_duty,
        expires_at=now + VALID,
    )
    session.add(row)
    await session.flush()
    return f"{code[:4]}-{code[4:]}"


def plain_code(text: str) -> str | None:
    """The code in a text that is nothing else, however it is typed (k7md 3xqp); None for any other text."""
    if len(text) > 4 * _LENGTH:
        return None
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LIKE)
    plain = "".join(plain.split())
    return plain if len(plain) == _LENGTH and set(plain) <= set(_LETTERS) else None


async def may_try(session: AsyncSession, person_id: int, now: datetime) -> bool:
    """Whether this person may try (another) code: so many wrong ones, then an hour's pause."""
    return len(await _wrong(session, person_id, now)) < TRIES


async def enrol(session: AsyncSession, code: str, person_id: int, now: datetime) -> Staff | None:
    """Make the person staff with the code they typed; None when it does not count, or was tried too often."""
    if not await may_try(session, person_id, now):
        return None
    found = await _redeem(session, plain_code(code), person_id, now)
    if found is None:
        await _count_wrong(session, person_id, now)
        return None
    await tunables.drop(session, _tries(person_id))
    return await _employ(session, found, person_id, now)


async def everybody(session: AsyncSession) -> list[tuple[Staff, Station]]:
    """Staff of all stations, those who left too."""
    query = select(Staff, Station).join(Station, col(Station.id) == col(Staff.station_id))
    rows = await session.exec(query.order_by(col(Station.id), col(Staff.enabled).desc(), col(Staff.id)))
    return [(one, station) for one, station in rows.all()]


async def open_invites(session: AsyncSession, now: datetime) -> list[tuple[StaffInvite, Station]]:
    """Codes that nobody has used and that still count."""
    query = (
        select(StaffInvite, Station)
        .join(Station, col(Station.id) == col(StaffInvite.station_id))
        .where(col(StaffInvite.used_by).is_(None), col(StaffInvite.expires_at) > now)
        .order_by(col(StaffInvite.id))
    )
    return [(one, station) for one, station in (await session.exec(query)).all()]


async def disable(session: AsyncSession, staff: Staff) -> None:
    """From the next message on they are like anyone. What they did keeps their name."""
    staff.enabled = False
    staff.on_duty = False
    session.add(staff)
    await session.flush()


async def _redeem(
    session: AsyncSession, code: str | None, person_id: int, now: datetime
) -> StaffInvite | None:
    """Use the code up. One statement, so that of two people typing it only one has it."""
    if code is None:
        return None
    using = (
        update(StaffInvite)
        .where(
            col(StaffInvite.digest) == _digest(code),
            col(StaffInvite.used_by).is_(None),
            col(StaffInvite.expires_at) > now,
        )
        .values(used_by=person_id)
        .returning(col(StaffInvite.id))
        .execution_options(synchronize_session=False)
    )
    used = (await session.execute(using)).first()
    return await session.get_one(StaffInvite, used[0], populate_existing=True) if used else None


async def _employ(session: AsyncSession, invite: StaffInvite, person_id: int, now: datetime) -> Staff:
    """Somebody who was staff before, here or elsewhere, stays one row: their cases hang on it."""
    staff = (await session.exec(select(Staff).where(Staff.person_id == person_id))).first()
    staff = staff or Staff(person_id=person_id, station_id=invite.station_id, created_at=now)
    staff.station_id, staff.role, staff.name = invite.station_id, invite.role, invite.name
    staff.on_duty, staff.enabled = invite.on_duty, True
    session.add(staff)
    await session.flush()
    return staff


def _digest(code: str) -> bytes:
    return vault().digest("invite", code)


def _tries(person_id: int) -> str:
    return f"enrol.wrong:{person_id}"


async def _wrong(session: AsyncSession, person_id: int, now: datetime) -> list[int]:
    """When wrong codes were tried within the last hour."""
    tried: list[int] = await tunables.get(session, _tries(person_id), [])
    return [at for at in tried if from_ms(at) > now - PAUSE]


async def _count_wrong(session: AsyncSession, person_id: int, now: datetime) -> None:
    wrong = [*await _wrong(session, person_id, now), to_ms(now)]
    await tunables.put(session, _tries(person_id), wrong)
