"""What a timesheet says of a teacher: the post and the number of the staff register"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("teacher", schema=None) as batch_op:
        batch_op.add_column(sa.Column("post", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("staff_number", sa.String(length=20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("teacher", schema=None) as batch_op:
        batch_op.drop_column("staff_number")
        batch_op.drop_column("post")
