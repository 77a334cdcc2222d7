"""Person: somebody who talks to us, the addresses they write from, and what they agreed to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import Sealed, SealedText, key_field, moment_field, ref


class Person(Sealed, table=True):
    """Whoever writes to us. What they can be at once: worker, employer, staff."""

    created_at: datetime = moment_field()
    is_worker: bool = False
    is_employer: bool = False
    alerts: bool = True
    area_code: str | None = Field(default=None, foreign_key="area.code", index=True)
    birth_year: int | None = None
    name = SealedText("name")
    phone = SealedText("phone")

    __table_args__ = (
        CheckConstraint(
            "birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100",
            name="ck_birth_year",
        ),
    )


class Address(SQLModel, table=True):
    """Where a person is reached: one channel, one of its accounts, the network's own id of them."""

    id: int = key_field()
    person_id: int = ref("person.id")
    channel: str
    account: str
    external: str
    reachable: bool = True
    created_at: datetime = moment_field()

    __table_args__ = (UniqueConstraint("channel", "account", "external", name="uq_address"),)


class Findable(SQLModel, table=True):
    """A keyed hash under which staff find a person: phone, last four digits, name, pinyin initials."""

    id: int = key_field()
    person_id: int = ref("person.id")
    kind: str
    digest: bytes = Field(sa_type=LargeBinary, index=True)


class Consent(SQLModel, table=True):
    """What a person agreed to (or refused): which text, which version, when, where."""

    id: int = key_field()
    person_id: int = ref("person.id")
    notice: str
    version: int
    given: bool
    channel: str
    at: datetime = moment_field()


class WorkerTrade(SQLModel, table=True):
    """A trade a worker told us."""

    person_id: int = ref("person.id", primary_key=True)
    trade: str = Field(primary_key=True, index=True)
    words: str = ""
