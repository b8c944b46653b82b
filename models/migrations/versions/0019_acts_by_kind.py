"""Rows of the log by what was done: the day's readings of medical papers are counted"""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NAME = "ix_audit_action_at"


def upgrade() -> None:
    op.create_index(NAME, "audit", ["action", "at"])


def downgrade() -> None:
    op.drop_index(NAME, table_name="audit")
