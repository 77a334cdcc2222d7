"""Case 工单: something a human owes an answer, with its owner, its clock and every move."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from storage.models.base import Sealed, SealedText, key_field, moment_field, one_of, ref


class Case(Sealed, table=True):
    """A complaint or request. What the person told is private."""

    __tablename__ = "case_file"  # "case" is a word of SQL

    number: int = Field(unique=True)
    kind: str
    urgency: str = "P2"
    status: str = "open"
    person_id: int = ref("person.id")
    address_id: int = ref("address.id")
    station_id: int = ref("station.id")
    owner_id: int | None = ref("staff.id", nullable=True)
    gig_id: int | None = ref("gig.id", nullable=True)
    amount_fen: int | None = None
    people: int | None = None
    created_at: datetime = moment_field()
    claim_by: datetime = moment_field()
    due_at: datetime = moment_field(index=True)
    claimed_at: datetime | None = moment_field(nullable=True)
    closed_at: datetime | None = moment_field(nullable=True)
    alarmed_at: datetime | None = moment_field(nullable=True)
    warned: int = 0
    text = SealedText("text")
    employer = SealedText("employer")
    place = SealedText("place")
    period = SealedText("period")
    contact = SealedText("contact")
    result = SealedText("result")

    __table_args__ = (
        one_of("kind", "wages", "danger", "handoff", "parked"),
        one_of("urgency", "P0", "P1", "P2"),
        one_of("status", "open", "claimed", "waiting", "closed", "withdrawn"),
        CheckConstraint("amount_fen IS NULL OR amount_fen > 0", name="ck_case_amount"),
        CheckConstraint("people IS NULL OR people > 0", name="ck_case_people"),
    )


class CaseMove(Sealed, table=True):
    """One step of a case: who did what, when; the words of it are private."""

    __tablename__ = "case_move"

    case_id: int = ref("case_file.id")
    at: datetime = moment_field()
    verb: str
    staff_id: int | None = ref("staff.id", nullable=True)
    words = SealedText("words")


class Evidence(SQLModel, table=True):
    """A photo, voice or place sent for a case; the bytes lie in the media store under `media`.

    Until they do, `media` is "<channel>:<its network's name of the file>" and `retry_at` when `account` is
    asked for it (again); "gone:<why>" says that it never came.
    """

    id: int = key_field()
    case_id: int = ref("case_file.id")
    kind: str
    media: str
    sha256: str = ""
    at: datetime = moment_field()
    account: str = ""
    tries: int = 0
    retry_at: datetime | None = moment_field(nullable=True, index=True)


class AuditLine(Sealed, table=True):
    """Who did what to whose data. Only ever added to; each line carries the hash of the one before."""

    __tablename__ = "audit"

    seq: int = Field(unique=True)
    at: datetime = moment_field()
    staff_id: int | None = ref("staff.id", nullable=True)
    verb: str
    object: str = Field(default="", index=True)
    before: str = ""
    digest: str = ""
