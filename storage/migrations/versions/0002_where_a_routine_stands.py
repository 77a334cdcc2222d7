"""A routine that works in parts keeps on its tick how far it has come."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("tick", sa.Column("cursor", sa.String(), nullable=True))
