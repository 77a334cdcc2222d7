"""Audit: who did what to whose data. Lines are only added, and each carries the keyed hash of the one before.

Whoever changes, removes or inserts a line without the key ring breaks the chain from there on. The counter of
lines shows a cut-off end.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import counters
from storage.models import AuditLine, Counter, Staff, to_ms, vault

SERIES = "audit"


async def write(
    session: AsyncSession, staff: Staff | None, verb: str, what: str, now: datetime, **details: Any
) -> AuditLine:
    """Add a line: `what` names the row ("case:17"), `details` are sealed."""
    # The counter's row is held until this unit ends, so nobody else writes between the two lines.
    seq = await counters.next_number(session, SERIES)
    before = await _digest_of(session, seq - 1)
    line = AuditLine(seq=seq, at=now, staff_id=staff.id if staff else None, verb=verb, object=what)
    line.keep_private(**details)
    line.before = before
    line.digest = _digest(line)
    session.add(line)
    await session.flush()
    return line


async def broken_at(session: AsyncSession) -> int | None:
    """The number of the first line that is not as it was written, or is gone; None for a whole chain."""
    before = ""
    expected = 1
    for line in (await session.exec(select(AuditLine).order_by(col(AuditLine.seq)))).all():
        if line.seq != expected or line.before != before or line.digest != _digest(line):
            return expected
        before, expected = line.digest, expected + 1
    count = (await session.exec(select(Counter.value).where(Counter.name == SERIES))).first()
    return expected if (count or 0) >= expected else None


async def of(session: AsyncSession, what: str) -> list[AuditLine]:
    """What was done to one row, oldest first."""
    query = select(AuditLine).where(AuditLine.object == what).order_by(col(AuditLine.seq))
    return list((await session.exec(query)).all())


async def _digest_of(session: AsyncSession, seq: int) -> str:
    found = (await session.exec(select(AuditLine.digest).where(AuditLine.seq == seq))).first()
    return found or ""


def _digest(line: AuditLine) -> str:
    sealed = (line.sealed or b"").hex()
    parts = (line.before, line.seq, line.id, to_ms(line.at), line.staff_id, line.verb, line.object, sealed)
    return vault().digest("audit", "\0".join(map(str, parts))).hex()
