"""Whether a teacher has told how they go: the roads are reckoned by it, and nobody walks who has said nothing"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "teacher", sa.Column("transport_told", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    # whoever has handed in has seen the choice; on foot was what stood there for everybody else
    op.execute(
        "UPDATE teacher SET transport_told = true WHERE transport <> 'walk' "
        "OR id IN (SELECT teacher_id FROM availability_submission)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE teacher DROP COLUMN transport_told")  # a table others refer to is not made anew
