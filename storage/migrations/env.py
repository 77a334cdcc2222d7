"""Alembic comes through here, for running migrations and for drafting one. storage/migrate.py calls it."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from storage import models
from storage.models import Moment


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A migration stands for itself: it must not change when a type of the models does."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


assert models.Person.metadata is SQLModel.metadata
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    render_item=plain_types,
    transactional_ddl=True,  # the caller began a real transaction, on SQLite too
)
with context.begin_transaction():
    context.run_migrations()
