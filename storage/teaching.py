"""What staff teach: names of trades laid over the printed lexicon, and the misses they come from.

The lexicon itself touches no database: `bot/lexicon.py` lays the rows over it in every process, whenever the
version in the ledger is another than the one it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import audit, tunables
from storage.lexicon import trades
from storage.lexicon.normalise import speech
from storage.lexicon.writing import folded
from storage.models import Staff, TradeMiss, TradeName

Source = Literal["staff", "operator", "import"]
Fault = Literal["unknown_trade", "too_short", "too_long", "is_trade", "taken"]

VERSION = "trades.version"
ANEW = timedelta(minutes=10)
"""In so long somebody who was not understood says the same thing in other words."""
LONGEST = 12
"""Characters of a name; more is a sentence."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A name, its trade, who taught it (None: the operator) and when."""

    name: str
    trade: str
    source: str
    by: str | None
    at: datetime


class CannotTeach(Exception):
    """Why a name cannot be taught: `fault` and the word it is about."""

    def __init__(self, fault: Fault, word: str) -> None:
        super().__init__(f"{fault}: {word}")
        self.fault: Fault = fault
        self.word = word


def check(name: str, trade: str) -> str:
    """The folded name, fit to be taught; raises CannotTeach. What it meant before does not matter."""
    said, known = speech(name), trades.printed().names()
    if trade not in known:
        raise CannotTeach("unknown_trade", trade)
    if len(said) < 2:
        raise CannotTeach("too_short", name)
    if len(said) > LONGEST:
        raise CannotTeach("too_long", name)
    if said in known and said != trade:
        raise CannotTeach("is_trade", name)
    return said


def shared(name: str) -> tuple[str, ...]:
    """The trades that exactly this name stands for now, when it is several: 木工."""
    said = folded(name)
    found = [match for match in trades.load().find(said) if match.step == "exact" and match.name == said]
    return tuple(match.trade for match in found) if len(found) > 1 else ()


async def teach(
    session: AsyncSession, name: str, trade: str, staff: Staff | None, now: datetime, source: Source
) -> str | None:
    """Keep a name and write down who taught it; the trade that staff had taught for it before, if any."""
    said = check(name, trade)
    row = (await session.exec(select(TradeName).where(TradeName.name == said))).first()
    before = row.trade if row else None
    row = row or TradeName(name=said, trade=trade, taught_at=now)
    row.trade, row.source, row.taught_at = trade, source, now
    row.staff_id = staff.id if staff else None
    session.add(row)
    await session.flush()
    await audit.write(session, staff, "trades.teach", f"trade_name:{said}", now, trade=trade, before=before)
    await _settle(session, said, "taught")
    await _changed(session)
    return before


async def forget(session: AsyncSession, name: str, staff: Staff | None, now: datetime) -> str | None:
    """Take a taught name back; the trade it stood for, None when nobody taught it."""
    row = (await session.exec(select(TradeName).where(TradeName.name == speech(name)))).first()
    if row is None:
        return None
    trade = row.trade
    await audit.write(session, staff, "trades.forget", f"trade_name:{row.name}", now, trade=trade)
    await session.delete(row)
    await _changed(session)
    return trade


async def version(session: AsyncSession) -> int:
    """Another number whenever a name was taught or taken back."""
    return int(await tunables.get(session, VERSION, 0))


async def names(session: AsyncSession) -> list[tuple[str, str]]:
    """Name and trade of all that was taught; what this release's lexicon has no trade for is passed over."""
    known = set(trades.printed().names())
    rows = (await session.exec(select(TradeName).order_by(col(TradeName.name)))).all()
    return [(row.name, row.trade) for row in rows if row.trade in known]


async def everything(session: AsyncSession) -> list[Taught]:
    query = select(TradeName, Staff.name).outerjoin(Staff, col(Staff.id) == col(TradeName.staff_id))
    rows = (await session.exec(query.order_by(col(TradeName.trade), col(TradeName.name)))).all()
    return [Taught(row.name, row.trade, row.source, by, row.taught_at) for row, by in rows]


async def missed(session: AsyncSession, said: str, person_id: int, now: datetime) -> None:
    """A short word was not understood. Who said it is kept until they say what they meant."""
    row = (await session.exec(select(TradeMiss).where(TradeMiss.said == said))).first()
    if row is None:
        row = TradeMiss(said=said, times=0, first_at=now, last_at=now)
    if row.status == "taught":  # and taken back since: they would have been understood
        row.status = "open"
    row.times, row.last_at, row.person_id = row.times + 1, now, person_id
    session.add(row)
    await session.flush()


async def meant(session: AsyncSession, person_id: int, understood: Sequence[str], now: datetime) -> None:
    """They have said it anew and were understood: what they said before meant this trade, if it is one."""
    if len(understood) != 1:
        return
    query = select(TradeMiss).where(TradeMiss.person_id == person_id, col(TradeMiss.status) == "open")
    for row in (await session.exec(query.where(col(TradeMiss.last_at) >= now - ANEW))).all():
        row.guess, row.person_id = understood[0], None
        session.add(row)
    await session.flush()


async def misses(session: AsyncSession, most: int) -> Sequence[TradeMiss]:
    """What waits for somebody who knows the word, the most said first."""
    query = select(TradeMiss).where(col(TradeMiss.status) == "open")
    return (
        await session.exec(query.order_by(col(TradeMiss.times).desc(), col(TradeMiss.id)).limit(most))
    ).all()


async def miss(session: AsyncSession, miss_id: int) -> TradeMiss | None:
    return await session.get(TradeMiss, miss_id)


async def no_trade(session: AsyncSession, row: TradeMiss, staff: Staff, now: datetime) -> None:
    """A word that is no trade is never shown again."""
    await audit.write(session, staff, "trades.none", f"trade_miss:{row.id}", now, said=row.said)
    await _settle(session, row.said, "none")


async def forget_misses(session: AsyncSession, before: datetime) -> None:
    """Words that nobody cared for go."""
    stale = (col(TradeMiss.status) == "open") & (col(TradeMiss.last_at) < before)
    await session.execute(delete(TradeMiss).where(stale))


async def _settle(session: AsyncSession, said: str, status: str) -> None:
    row = (await session.exec(select(TradeMiss).where(TradeMiss.said == said))).first()
    if row:
        row.status, row.person_id = status, None
        session.add(row)
        await session.flush()


async def _changed(session: AsyncSession) -> None:
    await tunables.put(session, VERSION, await version(session) + 1)
    session.info["taught"] = True


def faults(pairs: Iterable[tuple[str, str]]) -> list[tuple[int, CannotTeach]]:
    """Every pair that cannot be taught, by its place, so that a table is mended in one go."""
    found: list[tuple[int, CannotTeach]] = []
    seen: dict[str, str] = {}
    for place, (name, trade) in enumerate(pairs):
        try:
            said = check(name, trade)
            if seen.setdefault(said, trade) != trade:
                raise CannotTeach("taken", name)
        except CannotTeach as fault:
            found.append((place, fault))
    return found
