"""The ledger as it was first: every table, each after those it points at."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    area()
    counter()
    inbox()
    outbox()
    setting()
    station()
    tick()
    person()
    stationarea()
    address()
    consent()
    employer()
    findable()
    staff()
    staffinvite()
    workertrade()
    audit()
    dialogue()
    gig()
    application()
    case_file()
    case_move()
    evidence()


def area() -> None:
    op.create_table(
        "area",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.CheckConstraint("level IN ('county', 'town', 'village')", name="ck_level_word"),
        sa.ForeignKeyConstraint(["parent"], ["area.code"], name="fk_area_parent"),
        sa.PrimaryKeyConstraint("code", name="pk_area"),
    )
    op.create_index("ix_area_name", "area", ["name"], unique=False)
    op.create_index("ix_area_parent", "area", ["parent"], unique=False)


def counter() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )


def inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("address_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("incident", sa.String(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("retry_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("status IN ('done', 'kept', 'parked')", name="ck_status_word"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "account", "message_id", name="uq_inbox"),
    )
    op.create_index("ix_inbox_address_id", "inbox", ["address_id"], unique=False)
    op.create_index(
        "ix_inbox_open",
        "inbox",
        ["retry_at"],
        unique=False,
        postgresql_where=sa.text("status = 'kept'"),
        sqlite_where=sa.text("status = 'kept'"),
    )


def outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("address_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("once", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("inbox_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("not_after", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("network_id", sa.String(), nullable=True),
        sa.CheckConstraint("sort IN ('reply', 'alert', 'notice', 'safety')", name="ck_sort_word"),
        sa.CheckConstraint(
            "status IN ('due', 'sending', 'held', 'sent', 'answered', 'dropped', 'failed', 'unknown')",
            name="ck_status_word",
        ),
        sa.CheckConstraint("tries >= 0", name="ck_outbox_tries"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("once", name="uq_outbox_once"),
    )
    op.create_index("ix_outbox_address", "outbox", ["address_id", "id"], unique=False)
    op.create_index("ix_outbox_inbox_id", "outbox", ["inbox_id"], unique=False)
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["sort", "due_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('due','sending','held')"),
        sqlite_where=sa.text("status IN ('due','sending','held')"),
    )
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"], unique=False)
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["address_id"],
        unique=False,
        postgresql_where=sa.text("status IN ('due','sending','held')"),
        sqlite_where=sa.text("status IN ('due','sending','held')"),
    )


def setting() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )


def station() -> None:
    op.create_table(
        "station",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('station', 'market')", name="ck_kind_word"),
        sa.PrimaryKeyConstraint("id", name="pk_station"),
        sa.UniqueConstraint("name", name="uq_station_name"),
    )


def tick() -> None:
    op.create_table(
        "tick",
        sa.Column("routine", sa.String(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("routine", "slot", name="pk_tick"),
    )


def person() -> None:
    op.create_table(
        "person",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("is_worker", sa.Boolean(), nullable=False),
        sa.Column("is_employer", sa.Boolean(), nullable=False),
        sa.Column("alerts", sa.Boolean(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.CheckConstraint("birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100", name="ck_birth_year"),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name="fk_person_area_code"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_area_code", "person", ["area_code"], unique=False)


def stationarea() -> None:
    op.create_table(
        "stationarea",
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name="fk_stationarea_area_code"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_stationarea_station_id"),
        sa.PrimaryKeyConstraint("station_id", "area_code", name="pk_stationarea"),
    )


def address() -> None:
    op.create_table(
        "address",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("external", sa.String(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_address_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_address"),
        sa.UniqueConstraint("channel", "account", "external", name="uq_address"),
    )
    op.create_index("ix_address_person_id", "address", ["person_id"], unique=False)


def consent() -> None:
    op.create_table(
        "consent",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_consent_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"], unique=False)


def employer() -> None:
    op.create_table(
        "employer",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('company', 'shop', 'household', 'farm', 'agency')", name="ck_kind_word"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_employer_person_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_employer_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_employer"),
        sa.UniqueConstraint("person_id", name="uq_employer_person_id"),
    )
    op.create_index("ix_employer_station_id", "employer", ["station_id"], unique=False)


def findable() -> None:
    op.create_table(
        "findable",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_findable_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_findable"),
    )
    op.create_index("ix_findable_digest", "findable", ["digest"], unique=False)
    op.create_index("ix_findable_person_id", "findable", ["person_id"], unique=False)


def staff() -> None:
    op.create_table(
        "staff",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("role IN ('clerk', 'lead', 'county', 'auditor')", name="ck_role_word"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_staff_person_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_staff_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
    )
    op.create_index("ix_staff_person_id", "staff", ["person_id"], unique=False)
    op.create_index("ix_staff_station_id", "staff", ["station_id"], unique=False)


def staffinvite() -> None:
    op.create_table(
        "staffinvite",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("role IN ('clerk', 'lead', 'county', 'auditor')", name="ck_role_word"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_staffinvite_station_id"),
        sa.ForeignKeyConstraint(["used_by"], ["person.id"], name="fk_staffinvite_used_by"),
        sa.PrimaryKeyConstraint("id", name="pk_staffinvite"),
        sa.UniqueConstraint("digest", name="uq_staffinvite_digest"),
    )
    op.create_index("ix_staffinvite_station_id", "staffinvite", ["station_id"], unique=False)
    op.create_index("ix_staffinvite_used_by", "staffinvite", ["used_by"], unique=False)


def workertrade() -> None:
    op.create_table(
        "workertrade",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_workertrade_person_id"),
        sa.PrimaryKeyConstraint("person_id", "trade", name="pk_workertrade"),
    )
    op.create_index("ix_workertrade_trade", "workertrade", ["trade"], unique=False)


def audit() -> None:
    op.create_table(
        "audit",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_audit_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("seq", name="uq_audit_seq"),
    )
    op.create_index("ix_audit_object", "audit", ["object"], unique=False)
    op.create_index("ix_audit_staff_id", "audit", ["staff_id"], unique=False)


def dialogue() -> None:
    op.create_table(
        "dialogue",
        sa.Column("address_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_dialogue_address_id"),
        sa.PrimaryKeyConstraint("address_id", name="pk_dialogue"),
    )


def gig() -> None:
    op.create_table(
        "gig",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_code", sa.String(), nullable=True),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("skills", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("pay_fen", sa.Integer(), nullable=False),
        sa.Column("pay_unit", sa.String(), nullable=False),
        sa.Column("settle", sa.String(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("insured", sa.Boolean(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("pay_unit IN ('hour', 'day', 'piece', 'month')", name="ck_pay_unit_word"),
        sa.CheckConstraint("settle IN ('day', 'week', 'month', 'end')", name="ck_settle_word"),
        sa.CheckConstraint(
            "status IN ('review', 'open', 'full', 'cancelled', 'refused', 'done')", name="ck_status_word"
        ),
        sa.CheckConstraint("ends_at > starts_at", name="ck_gig_hours"),
        sa.CheckConstraint("heads BETWEEN 1 AND 500", name="ck_gig_heads"),
        sa.CheckConstraint("pay_fen > 0", name="ck_gig_pay"),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name="fk_gig_area_code"),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name="fk_gig_employer_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_gig_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gig"),
        sa.UniqueConstraint("number", name="uq_gig_number"),
    )
    op.create_index("ix_gig_area_code", "gig", ["area_code"], unique=False)
    op.create_index("ix_gig_day", "gig", ["day"], unique=False)
    op.create_index("ix_gig_employer_id", "gig", ["employer_id"], unique=False)
    op.create_index("ix_gig_station_id", "gig", ["station_id"], unique=False)
    op.create_index("ix_gig_trade", "gig", ["trade"], unique=False)


def application() -> None:
    op.create_table(
        "application",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("gig_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'confirmed', 'cancelled', 'released')", name="ck_status_word"
        ),
        sa.ForeignKeyConstraint(["gig_id"], ["gig.id"], name="fk_application_gig_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_application_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_application"),
        sa.UniqueConstraint("gig_id", "person_id", name="uq_application"),
    )
    op.create_index("ix_application_gig_id", "application", ["gig_id"], unique=False)
    op.create_index("ix_application_person_id", "application", ["person_id"], unique=False)


def case_file() -> None:
    op.create_table(
        "case_file",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("gig_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("claim_by", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("alarmed_at", sa.BigInteger(), nullable=True),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('wages', 'danger', 'handoff', 'parked')", name="ck_kind_word"),
        sa.CheckConstraint(
            "status IN ('open', 'claimed', 'waiting', 'closed', 'withdrawn')", name="ck_status_word"
        ),
        sa.CheckConstraint("urgency IN ('P0', 'P1', 'P2')", name="ck_urgency_word"),
        sa.CheckConstraint("amount_fen IS NULL OR amount_fen > 0", name="ck_case_amount"),
        sa.CheckConstraint("people IS NULL OR people > 0", name="ck_case_people"),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_case_file_address_id"),
        sa.ForeignKeyConstraint(["gig_id"], ["gig.id"], name="fk_case_file_gig_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name="fk_case_file_owner_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_case_file_person_id"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name="fk_case_file_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_file"),
        sa.UniqueConstraint("number", name="uq_case_file_number"),
    )
    op.create_index("ix_case_file_address_id", "case_file", ["address_id"], unique=False)
    op.create_index("ix_case_file_due_at", "case_file", ["due_at"], unique=False)
    op.create_index("ix_case_file_gig_id", "case_file", ["gig_id"], unique=False)
    op.create_index("ix_case_file_owner_id", "case_file", ["owner_id"], unique=False)
    op.create_index("ix_case_file_person_id", "case_file", ["person_id"], unique=False)
    op.create_index("ix_case_file_station_id", "case_file", ["station_id"], unique=False)


def case_move() -> None:
    op.create_table(
        "case_move",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_move_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_case_move_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_move"),
    )
    op.create_index("ix_case_move_case_id", "case_move", ["case_id"], unique=False)
    op.create_index("ix_case_move_staff_id", "case_move", ["staff_id"], unique=False)


def evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_evidence_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_case_id", "evidence", ["case_id"], unique=False)
