"""The traffic tables: dialogues, inbox, outbox, ticks. The hot path writes them with prepared SQL."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.models.base import Id, Moment, key_field, moment_field, one_of, ref


class Dialogue(SQLModel, table=True):
    """Where a person is in a conversation on one address: state, draft and the menu last shown."""

    address_id: int = ref("address.id", primary_key=True)
    state: str | None = None
    data: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    version: int = 0
    updated_at: datetime = moment_field()


class Inbox(SQLModel, table=True):
    """One message as it came in; its unique key makes a repeated delivery harmless, for ever.

    `answer` is the one bubble of the response where the network takes no more than one.
    """

    id: int = key_field()
    channel: str
    account: str
    message_id: str
    address_id: int = Field(index=True, sa_type=Id)
    raw: bytes = Field(sa_type=LargeBinary)
    answer: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    status: str = "done"
    tries: int = 0
    incident: str | None = None
    received_at: datetime = moment_field()
    retry_at: datetime | None = moment_field(nullable=True)

    __table_args__ = (
        UniqueConstraint("channel", "account", "message_id", name="uq_inbox"),
        one_of("status", "done", "kept", "parked"),
        Index(
            "ix_inbox_open",
            "retry_at",
            postgresql_where=text("status = 'kept'"),
            sqlite_where=text("status = 'kept'"),
        ),
    )


class Outbox(SQLModel, table=True):
    """待发件: one sentence on its way out. `once` makes each purpose happen at most once."""

    id: int = key_field()
    address_id: int = Field(sa_type=Id)
    once: str = Field(unique=True)
    kind: str
    sort: str
    status: str
    inbox_id: int | None = Field(default=None, sa_type=Id, index=True)
    body: bytes | None = Field(default=None, sa_type=LargeBinary, nullable=True)
    due_at: datetime = moment_field()
    not_after: datetime | None = moment_field(nullable=True)
    created_at: datetime = moment_field()
    sent_at: datetime | None = moment_field(nullable=True, index=True)
    tries: int = 0
    worker: str | None = None
    lease_until: datetime | None = moment_field(nullable=True)
    reason: str | None = None
    network_id: str | None = None

    __table_args__ = (
        one_of("sort", "reply", "alert", "notice", "safety"),
        one_of(
            "status",
            "due",
            "sending",
            "held",
            "sent",
            "answered",
            "dropped",
            "failed",
            "unknown",
        ),
        CheckConstraint("tries >= 0", name="ck_outbox_tries"),
        Index(
            "ix_outbox_open",
            "sort",
            "due_at",
            postgresql_where=text("status IN ('due','sending','held')"),
            sqlite_where=text("status IN ('due','sending','held')"),
        ),
        # What waits for people's next words can be much more than what may leave.
        Index(
            "ix_outbox_due",
            "sort",
            "due_at",
            postgresql_where=text("status = 'due'"),
            sqlite_where=text("status = 'due'"),
        ),
        Index(
            "ix_outbox_waiting",
            "address_id",
            postgresql_where=text("status IN ('due','sending','held')"),
            sqlite_where=text("status IN ('due','sending','held')"),
        ),
        Index("ix_outbox_address", "address_id", "id"),
    )


class Tick(SQLModel, table=True):
    """A routine's slot that somebody has taken; the key makes two processes never run it twice.

    outcome: done · skipped · running, when parts of it are done and `cursor` says where the next one begins.
    """

    routine: str = Field(primary_key=True)
    slot: datetime = Field(sa_type=Moment, primary_key=True)
    node: str
    at: datetime = moment_field()
    outcome: str = "done"
    cursor: str | None = None


class Setting(SQLModel, table=True):
    """A tunable or a fact of this installation, changed while it runs."""

    name: str = Field(primary_key=True)
    value: str
