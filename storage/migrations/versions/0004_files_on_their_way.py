"""What people sent and its network still has: whose account fetches it, how often it tried, when again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("evidence", sa.Column("account", sa.String(), nullable=False, server_default=""))
    op.add_column("evidence", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("evidence", sa.Column("retry_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_evidence_retry_at", "evidence", ["retry_at"], unique=False)
