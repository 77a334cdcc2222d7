"""An index of what is due alone: rows that wait for people's next words made every claim slow."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["sort", "due_at"],
        unique=False,
        postgresql_where=sa.text("status = 'due'"),
        sqlite_where=sa.text("status = 'due'"),
    )
