"""How strong an agreement is: codes to sign with, the strength a school asks for

On the way down agreements on electronic signatures go: the older program knows no such paper.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

PURPOSES = "purpose IN ('data', 'health', 'partner', 'messages'{})"
CHECKS = {
    "strength": "strength BETWEEN 0 AND 2",
    "by_hand": "(channel = 'paper') = (strength = 1)",
    "by_code": "strength <> 2 OR channel = 'page'",
}
LEVEL = "CONSTRAINT ck_school_agreement_level CHECK (agreement_level BETWEEN 0 AND 2)"
FOREIGN = {"account_id": "account", "version_id": "timetable_version"}


def upgrade() -> None:
    # a table others refer to is not made anew
    op.execute(f"ALTER TABLE school ADD COLUMN agreement_level INTEGER DEFAULT '0' NOT NULL {LEVEL}")
    op.add_column("message", sa.Column("secret", sa.String(length=600), nullable=True))
    op.add_column("decision", sa.Column("strength", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE decision SET strength = 1 WHERE channel = 'paper'")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        for name, said in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_decision_{name}"), said)
    _purposes(", 'signature'")
    op.create_table(
        "signing_code",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_signing_code_tries")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_signing_code_{column}_{table}"))
            for column, table in FOREIGN.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_code")),
    )
    with op.batch_alter_table("signing_code", schema=None) as batch_op:
        for column in FOREIGN:
            batch_op.create_index(batch_op.f(f"ix_signing_code_{column}"), [column], unique=False)


def _purposes(more: str) -> None:
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_consent_purpose"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_consent_purpose"), PURPOSES.format(more))


def downgrade() -> None:
    op.drop_table("signing_code")
    op.execute("DELETE FROM consent WHERE purpose = 'signature'")
    _purposes("")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_decision_{name}"), type_="check")
        batch_op.drop_column("strength")
    for table, column in (("message", "secret"), ("school", "agreement_level")):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
