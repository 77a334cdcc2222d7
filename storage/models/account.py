"""What a network allows: how much may still be said to a person, and what an account of ours may do."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary
from sqlmodel import Field, SQLModel

from storage.models.base import moment_field, ref


class Allowance(SQLModel, table=True):
    """So many messages may still go to an address, until then; `name` is the contact or form that gave it."""

    address_id: int = ref("address.id", primary_key=True)
    name: str = Field(primary_key=True)
    left: int
    until: datetime | None = moment_field(nullable=True)

    __table_args__ = (CheckConstraint('"left" >= 0', name="ck_allowance_left"),)


class AccountFact(SQLModel, table=True):
    """One thing known of an account: its access token, a way that is closed, how much was sent today."""

    __tablename__ = "account_fact"

    channel: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    count: int = 0
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    until: datetime | None = moment_field(nullable=True)
