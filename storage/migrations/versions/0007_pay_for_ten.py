"""For how many pieces a price is: 8.5 fen each is 0.85 yuan for ten."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("gig", sa.Column("pay_per", sa.Integer(), nullable=False, server_default="1"))
