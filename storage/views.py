"""Rows as most Turns read them: light, never changed, from statements prepared once (storage/prepared.py).

An ORM row costs more than ten times as much and is for whoever changes it. A view's fields are named like the
columns of its row, so that whoever only reads can take either.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.sql import ColumnElement
from sqlmodel import SQLModel

from storage.models import Gig, Person


class PersonView(NamedTuple):
    """What a conversation asks of the person in front of it; name and phone stay sealed in the row."""

    id: int
    is_worker: bool
    is_employer: bool
    alerts: bool
    area_code: str | None
    birth_year: int | None


class GigView(NamedTuple):
    """A gig as it is listed and shown."""

    id: int
    number: int
    employer_id: int
    station_id: int
    area_code: str | None
    trade: str
    skills: str
    place: str
    day: date
    starts_at: datetime
    ends_at: datetime
    pay_fen: int
    pay_unit: str
    pay_per: int
    settle: str
    heads: int
    status: str


class AreaView(NamedTuple):
    """An area of this installation."""

    code: str
    name: str
    parent: str | None
    level: str
    lat: float | None
    lon: float | None


AnyGig = Gig | GigView
AnyPerson = Person | PersonView


def columns(table: type[SQLModel], view: type[tuple[object, ...]]) -> list[ColumnElement[object]]:
    """The table's columns that a view shows, in its order."""
    return [getattr(table, name) for name in view._fields]  # type: ignore[attr-defined]  # every NamedTuple has them
