"""Short numbers that people can say: 活 17, 单 1024."""

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Counter
from storage.prepared import Prepared

_put = insert(Counter).values(name=bindparam("series"), value=bindparam("start"))
_NEXT = Prepared(
    _put.on_conflict_do_update(index_elements=["name"], set_={"value": col(Counter.value) + 1}).returning(
        col(Counter.value)
    )
)


async def next_number(session: AsyncSession, series: str, start: int = 1) -> int:
    """The next number of a series; it is taken with the unit's commit and free again if that fails."""
    row = await _NEXT.row(session, series=series, start=start)
    assert row is not None
    return int(row[0])
