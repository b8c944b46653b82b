"""Time of teachers that is possible and rather not"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAME, BEFORE = "ck_teacher_window_kind", "kind IN ('free', 'busy', 'cannot')"
AFTER = "kind IN ('free', 'busy', 'cannot', 'unwanted')"


def upgrade() -> None:
    with op.batch_alter_table("teacher_window", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM teacher_window WHERE kind = 'unwanted'")
    with op.batch_alter_table("teacher_window", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), BEFORE)
