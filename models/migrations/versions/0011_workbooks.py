"""Workbooks under review, and headings of schools"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workbook_column",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(length=20), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_workbook_column_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workbook_column")),
        sa.UniqueConstraint(
            "school_id", "sheet", "heading", name=op.f("uq_workbook_column_school_id_sheet_heading")
        ),
    )
    with op.batch_alter_table("workbook_column", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workbook_column_school_id"), ["school_id"], unique=False)

    op.create_table(
        "staged_workbook",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("book", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.CheckConstraint(
            "book IS NOT NULL OR content IS NOT NULL", name=op.f("ck_staged_workbook_something")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_staged_workbook_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_staged_workbook_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_staged_workbook_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_workbook")),
        sa.UniqueConstraint(
            "account_id", "school_id", "year_id", name=op.f("uq_staged_workbook_account_id_school_id_year_id")
        ),
    )
    with op.batch_alter_table("staged_workbook", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staged_workbook_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staged_workbook_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staged_workbook_year_id"), ["year_id"], unique=False)


def downgrade() -> None:
    op.drop_table("staged_workbook")
    op.drop_table("workbook_column")
