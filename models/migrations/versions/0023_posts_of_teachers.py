"""What a timesheet says of a teacher: the post and the number of the staff register"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("teacher", sa.Column("post", sa.String(length=100), nullable=True))
    op.add_column("teacher", sa.Column("staff_number", sa.String(length=20), nullable=True))


def downgrade() -> None:
    for column in ("staff_number", "post"):
        op.execute(f"ALTER TABLE teacher DROP COLUMN {column}")  # a table others refer to is not made anew
