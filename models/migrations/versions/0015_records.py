"""Records of attestation, books, events, control and the council"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attestation_form",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(length=60), nullable=False),
        sa.Column("rhythm", sa.String(length=10), nullable=False),
        sa.Column("scale", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=100), nullable=True),
        sa.CheckConstraint(
            "rhythm IN ('term', 'half', 'year', 'none')", name=op.f("ck_attestation_form_rhythm")
        ),
        sa.CheckConstraint("scale IN ('marks', 'pass', 'words')", name=op.f("ck_attestation_form_scale")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_attestation_form_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_form")),
        sa.UniqueConstraint("case_id", "row_key", name=op.f("uq_attestation_form_case_id_row_key")),
    )
    with op.batch_alter_table("attestation_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_form_case_id"), ["case_id"], unique=False)

    op.create_table(
        "book_loan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("copy_number", sa.String(length=60), nullable=True),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.CheckConstraint("due_on IS NULL OR due_on >= lent_on", name=op.f("ck_book_loan_due")),
        sa.CheckConstraint(
            "returned_on IS NULL OR returned_on >= lent_on", name=op.f("ck_book_loan_returned")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_book_loan_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book_loan")),
    )
    with op.batch_alter_table("book_loan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_book_loan_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("attendance", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "attendance IN ('offered', 'attended', 'missed', 'declined')",
            name=op.f("ck_case_event_attendance"),
        ),
        sa.CheckConstraint("form IN ('home', 'remote', 'school')", name=op.f("ck_case_event_form")),
        sa.CheckConstraint("kind IN ('event', 'club')", name=op.f("ck_case_event_kind")),
        sa.CheckConstraint("offered_on <= on_date", name=op.f("ck_case_event_offered")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_event_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_event_case_id"), ["case_id"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(length=10), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.CheckConstraint("form IN ('home', 'remote', 'school')", name=op.f("ck_consultation_form")),
        sa.CheckConstraint("whom IN ('pupil', 'parents', 'both')", name=op.f("ck_consultation_whom")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 240", name=op.f("ck_consultation_minutes")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consultation_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_consultation_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_case_id"), ["case_id"], unique=False)

    op.create_table(
        "control_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("fine", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.CheckConstraint("part IN ('lessons', 'plan')", name=op.f("ck_control_note_part")),
        sa.CheckConstraint("fine OR note IS NOT NULL", name=op.f("ck_control_note_said")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_control_note_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_control_note_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_note")),
    )
    with op.batch_alter_table("control_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_control_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "final_attestation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "document IN ('certificate', 'training', 'reference')", name=op.f("ck_final_attestation_document")
        ),
        sa.CheckConstraint(
            "way IN ('oge', 'ege', 'gve', 'labour_exam', 'none')", name=op.f("ck_final_attestation_way")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_final_attestation_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_attestation")),
        sa.UniqueConstraint("case_id", name=op.f("uq_final_attestation_case_id")),
    )
    op.create_table(
        "next_class",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("order_number", sa.String(length=60), nullable=False),
        sa.Column("order_on", sa.Date(), nullable=False),
        sa.Column("debts", sa.String(length=500), nullable=True),
        sa.Column("debts_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'conditional') = (debts IS NOT NULL)", name=op.f("ck_next_class_debts")
        ),
        sa.CheckConstraint("outcome IN ('moved', 'conditional', 'kept')", name=op.f("ck_next_class_outcome")),
        sa.CheckConstraint("(debts IS NULL) = (debts_until IS NULL)", name=op.f("ck_next_class_until")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_next_class_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_class")),
        sa.UniqueConstraint("case_id", name=op.f("uq_next_class_case_id")),
    )
    op.create_table(
        "row_result",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=10), nullable=True),
        sa.Column("words", sa.String(length=2000), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "mark IS NULL OR mark IN ('5', '4', '3', '2', 'passed', 'failed', 'na')",
            name=op.f("ck_row_result_mark"),
        ),
        sa.CheckConstraint("period IN ('term', 'half', 'year')", name=op.f("ck_row_result_period")),
        sa.CheckConstraint("(mark IS NULL) <> (words IS NULL)", name=op.f("ck_row_result_one")),
        sa.CheckConstraint("number BETWEEN 1 AND 6", name=op.f("ck_row_result_number")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_row_result_account_id_account")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_row_result_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_result")),
        sa.UniqueConstraint(
            "case_id", "row_key", "period", "number", name=op.f("uq_row_result_case_id_row_key_period_number")
        ),
    )
    with op.batch_alter_table("row_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_row_result_case_id"), ["case_id"], unique=False)

    op.create_table(
        "council_paper",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("advice", sa.String(length=2000), nullable=True),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("annulled_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('exam', 'advice')", name=op.f("ck_council_paper_kind")),
        sa.CheckConstraint("(kind = 'advice') = (advice IS NOT NULL)", name=op.f("ck_council_paper_advice")),
        sa.CheckConstraint("NOT released OR kind = 'advice'", name=op.f("ck_council_paper_released")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= issued_on", name=op.f("ck_council_paper_dates")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_council_paper_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_council_paper_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_paper")),
    )
    with op.batch_alter_table("council_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_council_paper_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("council_paper")
    op.drop_table("row_result")
    op.drop_table("next_class")
    op.drop_table("final_attestation")
    op.drop_table("control_note")
    op.drop_table("consultation")
    op.drop_table("case_event")
    op.drop_table("book_loan")
    op.drop_table("attestation_form")
