"""Names of trades that staff teach, and words that nobody understood."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "trade_name",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("taught_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("source IN ('staff', 'operator', 'import')", name="ck_source_word"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_trade_name_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trade_name"),
        sa.UniqueConstraint("name", name="uq_trade_name_name"),
    )
    op.create_index("ix_trade_name_staff_id", "trade_name", ["staff_id"], unique=False)
    op.create_table(
        "trade_miss",
        sa.Column("id", ID, nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("guess", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'taught', 'none')", name="ck_status_word"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_trade_miss_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trade_miss"),
        sa.UniqueConstraint("said", name="uq_trade_miss_said"),
    )
    op.create_index("ix_trade_miss_person_id", "trade_miss", ["person_id"], unique=False)
