"""Tunables and small facts of this installation: rows of Setting, changed while it runs. Values are JSON."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Setting
from storage.prepared import Prepared

_put = insert(Setting)
_PUT = Prepared(_put.on_conflict_do_update(index_elements=["name"], set_={"value": _put.excluded.value}))
_GET = Prepared(select(col(Setting.value)).where(col(Setting.name) == bindparam("name")))


async def get(session: AsyncSession, name: str, default: Any = None) -> Any:
    """The value under a name, or the default."""
    row = await _GET.row(session, name=name)
    return json.loads(row[0]) if row else default


async def put(session: AsyncSession, name: str, value: Any) -> None:
    """Keep a JSON value under a name; the last one counts."""
    await _PUT.rows(session, name=name, value=json.dumps(value, ensure_ascii=False))


async def drop(session: AsyncSession, name: str) -> None:
    await session.execute(delete(Setting).where(col(Setting.name) == name))
