"""Plans of make-ups may let published lessons of the child move"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("make_up_plan", sa.Column("most_moves", sa.Integer(), server_default="0", nullable=False))
    op.add_column("make_up_lesson", sa.Column("was_start_min", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE make_up_lesson DROP COLUMN was_start_min")
    op.execute("ALTER TABLE make_up_plan DROP COLUMN most_moves")  # a table others refer to is not made anew
