"""The audit's chain: whoever changes, removes, inserts or cuts off a line is found."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from storage import audit
from storage.db import Database, Session
from storage.models import AuditLine

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
Tamper = Callable[[Session], Awaitable[object]]


async def filled(db: Database) -> None:
    for minute in range(5):
        async with db.unit() as session:
            at = NOW + timedelta(minutes=minute)
            await audit.write(session, None, "view", f"case:{minute}", at, why="…")


def line(number: int, /, **values: object) -> Tamper:
    return lambda session: session.execute(
        update(AuditLine).where(col(AuditLine.seq) == number).values(**values)
    )


def without(*seqs: int) -> Tamper:
    return lambda session: session.execute(delete(AuditLine).where(col(AuditLine.seq).in_(seqs)))


async def forged(session: Session) -> None:
    session.add(AuditLine(seq=6, at=NOW, verb="view", object="case:9", before="", digest="00"))


async def swapped(session: Session) -> None:
    for before, after in ((2, 102), (3, 2), (102, 3)):
        await line(before, seq=after)(session)


async def test_a_chain_left_alone_is_whole(db: Database) -> None:
    await filled(db)
    async with db.reading() as session:
        assert await audit.broken_at(session) is None
        assert [one.verb for one in await audit.of(session, "case:2")] == ["view"]


@pytest.mark.parametrize(
    ("tamper", "at"),
    [
        (line(3, object="case:77"), 3),
        (line(3, verb="claim"), 3),
        (line(3, at=NOW), 3),
        (line(3, sealed=None), 3),
        (without(2), 2),
        (without(4, 5), 4),
        (without(1, 2, 3, 4, 5), 1),
        (forged, 6),
        (swapped, 2),
    ],
)
async def test_tampering_is_found(db: Database, tamper: Tamper, at: int) -> None:
    await filled(db)
    async with db.unit() as session:
        await tamper(session)
    async with db.reading() as session:
        assert await audit.broken_at(session) == at


async def test_a_unit_that_fails_leaves_no_gap(db: Database) -> None:
    await filled(db)

    async def fail() -> None:
        async with db.unit() as session:
            await audit.write(session, None, "view", "case:9", NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with db.unit() as session:
        assert (await audit.write(session, None, "view", "case:10", NOW)).seq == 6
    async with db.reading() as session:
        assert await audit.broken_at(session) is None
