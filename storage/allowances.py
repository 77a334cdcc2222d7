"""How much may still be said to a person where the network counts: rows of Allowance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Address, Allowance, Moment
from storage.prepared import Prepared

ALONE = frozenset({"once"})
"""Where the network lets one through however often they agreed: these do not add up."""

_put = insert(Allowance)
_PUT = Prepared(
    _put.on_conflict_do_update(
        index_elements=["address_id", "name"],
        set_={"left": _put.excluded.left, "until": _put.excluded.until},
    )
)
_more = insert(Allowance)
_CREDIT = Prepared(
    _more.on_conflict_do_update(
        index_elements=["address_id", "name"],
        set_={"left": col(Allowance.left) + _more.excluded.left, "until": _more.excluded.until},
    )
)
_OF = Prepared(
    select(col(Allowance.name), col(Allowance.left), col(Allowance.until))
    .where(col(Allowance.address_id) == bindparam("address"))
    .order_by(col(Allowance.name))
)
_ONE_LESS = Prepared(
    update(Allowance)
    .where(
        col(Allowance.address_id) == bindparam("address"),
        col(Allowance.name) == bindparam("which"),
        col(Allowance.left) > 0,
    )
    .values(left=col(Allowance.left) - 1)
)
_ONE_MORE = Prepared(
    update(Allowance)
    .where(
        col(Allowance.address_id) == bindparam("address"),
        col(Allowance.name) == bindparam("which"),
        func.coalesce(col(Allowance.until), bindparam("gave", type_=Moment())) == bindparam("gave"),
    )
    .values(left=col(Allowance.left) + 1)
)


@dataclass(frozen=True, slots=True)
class Left:
    """`name`: a contact (message, tap …) or a form (subscribe …); no `until`: it does not run out."""

    name: str
    left: int
    until: datetime | None = None


async def of(session: AsyncSession, address_id: int) -> list[Left]:
    return [Left(*row) for row in await _OF.rows(session, address=address_id)]


async def put(session: AsyncSession, address_id: int, what: Left) -> None:
    """The network counts anew, or says how much is left."""
    await _PUT.rows(session, address_id=address_id, name=what.name, left=what.left, until=what.until)


async def credit(session: AsyncSession, address_id: int, name: str, count: int = 1) -> None:
    """The person allowed more of a kind, on top of what is left."""
    if name in ALONE:
        await put(session, address_id, Left(name, 1))
        return
    await _CREDIT.rows(session, address_id=address_id, name=name, left=count, until=None)


async def spend(session: AsyncSession, address_id: int, names: Sequence[str]) -> None:
    for name in names:
        await _ONE_LESS.rows(session, address=address_id, which=name)


async def give_back(session: AsyncSession, address_id: int, spent: Sequence[Left]) -> None:
    """What was spent has certainly not left. Not where the network has begun to count anew meanwhile."""
    for one in spent:
        if one.until is None:
            await credit(session, address_id, one.name)
        else:
            await _ONE_MORE.rows(session, address=address_id, which=one.name, gave=one.until)


async def open_now(session: AsyncSession, now: datetime) -> list[tuple[str, str, int]]:
    """Channel, kind of allowance and to how many people something may still be said under it."""
    query = (
        select(col(Address.channel), col(Allowance.name), func.count())
        .join(Address, col(Address.id) == col(Allowance.address_id))
        .where(
            col(Allowance.left) > 0,
            (col(Allowance.until) > now) | col(Allowance.until).is_(None),
        )
        .group_by(col(Address.channel), col(Allowance.name))
    )
    return [(channel, name, count) for channel, name, count in (await session.execute(query)).all()]
