"""Employer, gig and application: who needs hands, for what, and who comes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import Id, Sealed, SealedText, key_field, moment_field, one_of, ref


class Employer(SQLModel, table=True):
    """用工主体. `trusted` ones publish at once, others wait for a look by staff."""

    id: int = key_field()
    person_id: int = Field(foreign_key="person.id", unique=True, sa_type=Id)
    name: str
    kind: str = "household"
    code: str | None = None
    trusted: bool = False
    station_id: int | None = ref("station.id", nullable=True)
    created_at: datetime = moment_field()

    __table_args__ = (one_of("kind", "company", "shop", "household", "farm", "agency"),)


class Gig(Sealed, table=True):
    """零工岗位. Pay is in fen (1/100 yuan). The contact phone is private, the rest is public.

    `pay_per` is for how many pieces that is: of 8.5 fen each, for ten.
    """

    number: int = Field(unique=True)
    employer_id: int = ref("employer.id")
    station_id: int = ref("station.id")
    area_code: str | None = Field(default=None, foreign_key="area.code", index=True)
    trade: str = Field(index=True)
    skills: str = ""
    place: str
    day: date = Field(index=True)
    starts_at: datetime = moment_field()
    ends_at: datetime = moment_field()
    pay_fen: int
    pay_unit: str = "day"
    pay_per: int = 1
    settle: str = "day"
    heads: int
    insured: bool | None = None
    status: str = "review"
    created_at: datetime = moment_field()
    opened_at: datetime | None = moment_field(nullable=True)
    contact = SealedText("contact")

    __table_args__ = (
        one_of("status", "review", "open", "full", "cancelled", "refused", "done"),
        one_of("pay_unit", "hour", "day", "piece", "month"),
        one_of("settle", "day", "week", "month", "end"),
        CheckConstraint("heads BETWEEN 1 AND 500", name="ck_gig_heads"),
        CheckConstraint("pay_fen > 0", name="ck_gig_pay"),
        CheckConstraint("ends_at > starts_at", name="ck_gig_hours"),
    )


class Application(SQLModel, table=True):
    """报名: a worker on a gig, once."""

    id: int = key_field()
    gig_id: int = ref("gig.id")
    person_id: int = ref("person.id")
    status: str = "confirmed"
    created_at: datetime = moment_field()
    changed_at: datetime = moment_field()

    __table_args__ = (
        UniqueConstraint("gig_id", "person_id", name="uq_application"),
        one_of("status", "waiting", "confirmed", "cancelled", "released"),
    )


class Counter(SQLModel, table=True):
    """Short numbers for people: gig 17, case 1024. One row a series."""

    name: str = Field(primary_key=True)
    value: int
