"""Whether a plan lets lessons of a row go by screen; whether a plan of make-ups was proved the best"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_row", sa.Column("by_screen", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("make_up_plan", sa.Column("proved", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE make_up_plan DROP COLUMN proved")  # a table others refer to is not made anew
    op.execute("ALTER TABLE plan_row DROP COLUMN by_screen")
