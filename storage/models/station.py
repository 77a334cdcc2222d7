"""Station: where staff sit, the areas it covers, its people."""

from datetime import datetime

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field, SQLModel

from storage.models.base import key_field, moment_field, one_of, ref


class Area(SQLModel, table=True):
    """Area 区划: a county, town or village that a station of this installation serves."""

    code: str = Field(primary_key=True)
    name: str = Field(index=True)
    parent: str | None = Field(default=None, foreign_key="area.code", index=True)
    level: str = "town"
    lat: float | None = None
    lon: float | None = None

    __table_args__ = (one_of("level", "county", "town", "village"),)


class Station(SQLModel, table=True):
    """就业驿站 or 零工市场. Hours are spans like {"days": "1-5", "from": "08:30", "to": "12:00"}."""

    id: int = key_field()
    name: str = Field(unique=True)
    kind: str = "station"
    phone: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    hours: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)

    __table_args__ = (one_of("kind", "station", "market"),)


class StationArea(SQLModel, table=True):
    """A station covers an area; the first station of an area owns what comes from it."""

    station_id: int = ref("station.id", primary_key=True)
    area_code: str = Field(foreign_key="area.code", primary_key=True)


class Staff(SQLModel, table=True):
    """A person who works at a station. `on_duty` people are alarmed day and night."""

    id: int = key_field()
    person_id: int = ref("person.id")
    station_id: int = ref("station.id")
    role: str = "clerk"
    name: str = ""
    on_duty: bool = False
    enabled: bool = True
    created_at: datetime = moment_field()

    __table_args__ = (one_of("role", "clerk", "lead", "county", "auditor"),)


class StaffInvite(SQLModel, table=True):
    """A one-time code. Only its keyed hash is kept."""

    id: int = key_field()
    digest: bytes = Field(sa_type=LargeBinary, unique=True)
    station_id: int = ref("station.id")
    role: str = "clerk"
    name: str = ""
    on_duty: bool = False
    expires_at: datetime = moment_field()
    used_by: int | None = ref("person.id", nullable=True)

    __table_args__ = (one_of("role", "clerk", "lead", "county", "auditor"),)
