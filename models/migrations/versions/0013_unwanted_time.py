"""Time of teachers that is possible and rather not: a soft refusal"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAME = "ck_teacher_window_soft"


def upgrade() -> None:
    with op.batch_alter_table("teacher_window", schema=None) as batch_op:
        batch_op.add_column(sa.Column("soft", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_check_constraint(op.f(NAME), "NOT soft OR kind = 'cannot'")


def downgrade() -> None:
    with op.batch_alter_table("teacher_window", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.drop_column("soft")
