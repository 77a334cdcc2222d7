"""Budgets of messages, facts of accounts, and the one answer that went back in a response."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("answer", sa.LargeBinary(), nullable=True))
    op.create_table(
        "allowance",
        sa.Column("address_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.CheckConstraint('"left" >= 0', name="ck_allowance_left"),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name="fk_allowance_address_id"),
        sa.PrimaryKeyConstraint("address_id", "name", name="pk_allowance"),
    )
    op.create_table(
        "account_fact",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "account", "name", name="pk_account_fact"),
    )
