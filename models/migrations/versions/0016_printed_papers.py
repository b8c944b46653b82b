"""Printed papers: templates of schools, corrections of names, sets, what was given out; digests found by their code"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_forms",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("genitive", sa.String(length=200), nullable=True),
        sa.Column("dative", sa.String(length=200), nullable=True),
        sa.Column("instrumental", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_name_forms_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_forms")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_name_forms_school_id_name")),
    )
    with op.batch_alter_table("name_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_forms_school_id"), ["school_id"], unique=False)

    op.create_table(
        "paper_template",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "form IN ('application', 'missing', 'consent', 'order', 'extract', 'contract', 'plan', 'timetable', 'calendar', 'notice', 'makeup', 'prolonging', 'ending')",
            name=op.f("ck_paper_template_form"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_paper_template_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_paper_template_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_paper_template_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
        sa.UniqueConstraint(
            "school_id", "form", "number", name=op.f("uq_paper_template_school_id_form_number")
        ),
    )
    with op.batch_alter_table("paper_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_template_school_id"), ["school_id"], unique=False)

    op.create_table(
        "print_set",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("class_title", sa.String(length=20), nullable=True),
        sa.Column("forms", sa.String(length=200), nullable=False),
        sa.Column("layout", sa.String(length=4), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("layout IN ('docx', 'pdf')", name=op.f("ck_print_set_layout")),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'cancelled', 'failed')", name=op.f("ck_print_set_state")
        ),
        sa.CheckConstraint("case_id IS NULL OR class_title IS NULL", name=op.f("ck_print_set_scope")),
        sa.CheckConstraint("made >= 0 AND skipped >= 0 AND total >= 0", name=op.f("ck_print_set_counts")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_print_set_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_print_set_case_id_case_file")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_print_set_school_id_school")),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_print_set_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_set")),
    )
    with op.batch_alter_table("print_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_set_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_print_set_school_id"), ["school_id"], unique=False)

    op.create_table(
        "issued_paper",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("layout", sa.String(length=4), nullable=False),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("template_id", sa.String(), nullable=True),
        sa.Column("template_digest", sa.String(length=64), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=True),
        sa.Column("version_id", sa.String(), nullable=True),
        sa.Column("guardian_id", sa.String(), nullable=True),
        sa.Column("set_id", sa.String(), nullable=True),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("medical", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "form IN ('application', 'missing', 'consent', 'order', 'extract', 'contract', 'plan', 'timetable', 'calendar', 'notice', 'makeup', 'prolonging', 'ending')",
            name=op.f("ck_issued_paper_form"),
        ),
        sa.CheckConstraint("layout IN ('docx', 'pdf')", name=op.f("ck_issued_paper_layout")),
        sa.CheckConstraint("case_id IS NOT NULL OR order_id IS NOT NULL", name=op.f("ck_issued_paper_about")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_issued_paper_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_issued_paper_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_issued_paper_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["guardian.id"], name=op.f("fk_issued_paper_guardian_id_guardian")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["home_order.id"], name=op.f("fk_issued_paper_order_id_home_order")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_issued_paper_plan_id_plan")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_issued_paper_school_id_school")),
        sa.ForeignKeyConstraint(["set_id"], ["print_set.id"], name=op.f("fk_issued_paper_set_id_print_set")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["paper_template.id"], name=op.f("fk_issued_paper_template_id_paper_template")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["timetable_version.id"],
            name=op.f("fk_issued_paper_version_id_timetable_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint(
            "set_id", "case_id", "form", "layout", name=op.f("uq_issued_paper_set_id_case_id_form_layout")
        ),
    )
    with op.batch_alter_table("issued_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_paper_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_paper_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_paper_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_paper_set_id"), ["set_id"], unique=False)

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_digest"), ["digest"], unique=False)

    with op.batch_alter_table("timetable_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timetable_version_digest"), ["digest"], unique=False)


def downgrade() -> None:
    for table, column in (("timetable_version", "digest"), ("plan", "digest")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_{column}"))
    for table in ("issued_paper", "print_set", "paper_template", "name_forms"):
        op.drop_table(table)
