"""What the best of a run, and a variant kept of it, are found from once more"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("run", "variant"):
        op.add_column(table, sa.Column("recipe", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for table in ("variant", "run"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN recipe")  # a table others refer to is not made anew
