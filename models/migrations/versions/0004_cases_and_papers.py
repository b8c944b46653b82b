"""Cases and papers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "case_move",
    "case_medical",
    "paper",
    "order_pupil",
    "contract",
    "consent",
    "home_order",
    "guardian",
    "case_file",
    "stored_file",
    "pupil",
)  # to go, last made first


def upgrade() -> None:
    op.create_table(
        "pupil",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("surname", sa.String(length=100), nullable=False),
        sa.Column("given_names", sa.String(length=100), nullable=False),
        sa.Column("birth_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_pupil_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil")),
    )
    with op.batch_alter_table("pupil", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pupil_school_id"), ["school_id"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "media IN ('application/pdf', 'image/jpeg', 'image/png', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')",
            name=op.f("ck_stored_file_media"),
        ),
        sa.CheckConstraint("size BETWEEN 1 AND 5242880", name=op.f("ck_stored_file_size")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_stored_file_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("school_id", "digest", name=op.f("uq_stored_file_school_id_digest")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_school_id"), ["school_id"], unique=False)

    op.create_table(
        "case_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("class_title", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("clock_on", sa.Date(), nullable=True),
        sa.Column("deputy_id", sa.String(), nullable=True),
        sa.Column("class_teacher_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "programme IN ('general', 'adapted', 'individual')", name=op.f("ck_case_file_programme")
        ),
        sa.CheckConstraint(
            "state IN ('applied', 'complete', 'ordered', 'contracted', 'planned', 'scheduled', 'running', 'suspended', 'prolonged', 'amended', 'expired', 'ended_early', 'finished')",
            name=op.f("ck_case_file_state"),
        ),
        sa.CheckConstraint("grade BETWEEN 1 AND 11", name=op.f("ck_case_file_grade")),
        sa.ForeignKeyConstraint(
            ["class_teacher_id"], ["account.id"], name=op.f("fk_case_file_class_teacher_id_account")
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_case_file_deputy_id_account")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_case_file_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_case_file_school_id_school")),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_case_file_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("school_id", "year_id", "code", name=op.f("uq_case_file_school_id_year_id_code")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_file_pupil_id"), ["pupil_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_year_id"), ["year_id"], unique=False)
        batch_op.create_index(
            "ux_case_file_one_alive",
            ["pupil_id", "year_id"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('ended_early', 'finished')"),
            postgresql_where=sa.text("state NOT IN ('ended_early', 'finished')"),
        )

    op.create_table(
        "guardian",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("may_decide", sa.Boolean(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('mother', 'father', 'guardian', 'trustee', 'other')", name=op.f("ck_guardian_kind")
        ),
        sa.CheckConstraint("last_on IS NULL OR last_on >= first_on", name=op.f("ck_guardian_dates")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_guardian_account_id_account")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_guardian_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
        sa.UniqueConstraint(
            "account_id", "pupil_id", "first_on", name=op.f("uq_guardian_account_id_pupil_id_first_on")
        ),
    )
    with op.batch_alter_table("guardian", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guardian_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guardian_pupil_id"), ["pupil_id"], unique=False)

    op.create_table(
        "home_order",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("year_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_home_order_deputy_id_account")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_home_order_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_home_order_school_id_school")),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_home_order_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_order")),
        sa.UniqueConstraint(
            "school_id", "year_id", "number", name=op.f("uq_home_order_school_id_year_id_number")
        ),
    )
    with op.batch_alter_table("home_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_order_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_home_order_year_id"), ["year_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.String(), nullable=False),
        sa.Column("guardian_id", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('data', 'health', 'partner', 'messages')", name=op.f("ck_consent_purpose")
        ),
        sa.CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name=op.f("ck_consent_dates")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_consent_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["guardian.id"], name=op.f("fk_consent_guardian_id_guardian")
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_consent_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_pupil_id"), ["pupil_id"], unique=False)

    op.create_table(
        "contract",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.CheckConstraint("ended_on IS NULL OR ended_on <= last_on", name=op.f("ck_contract_end")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_contract_dates")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_contract_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_contract_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_contract_case_id_number")),
    )
    with op.batch_alter_table("contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_case_id"), ["case_id"], unique=False)

    op.create_table(
        "order_pupil",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ended_on IS NULL OR ended_on <= last_on", name=op.f("ck_order_pupil_end")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_order_pupil_dates")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_order_pupil_case_id_case_file")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["home_order.id"], name=op.f("fk_order_pupil_order_id_home_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_pupil")),
        sa.UniqueConstraint("order_id", "case_id", name=op.f("uq_order_pupil_order_id_case_id")),
    )
    with op.batch_alter_table("order_pupil", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_pupil_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_pupil_order_id"), ["order_id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("issuer", sa.String(length=300), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("level", sa.String(length=10), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(length=150), nullable=True),
        sa.Column("annulled_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(kind = 'pmpk') = (level IS NOT NULL)", name=op.f("ck_paper_pmpk_level")),
        sa.CheckConstraint("kind <> 'medical' OR valid_to IS NOT NULL", name=op.f("ck_paper_medical_ends")),
        sa.CheckConstraint(
            "kind IN ('application', 'medical', 'pmpk', 'ipra', 'end_application', 'other')",
            name=op.f("ck_paper_kind"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('medical', 'pmpk', 'ipra') OR (number IS NULL AND issuer IS NULL AND issued_on IS NULL AND file_name IS NULL)",
            name=op.f("ck_paper_requisites_apart"),
        ),
        sa.CheckConstraint(
            "level IS NULL OR level IN ('primary', 'basic', 'secondary')", name=op.f("ck_paper_level")
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_paper_dates")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_paper_case_id_case_file")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_paper_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_medical",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("paper_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("max_day_min", sa.Integer(), nullable=True),
        sa.Column("ends_by_min", sa.Integer(), nullable=True),
        sa.Column("limits", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "ends_by_min IS NULL OR ends_by_min BETWEEN 1 AND 1440", name=op.f("ck_case_medical_ends_by")
        ),
        sa.CheckConstraint(
            "max_day_min IS NULL OR max_day_min BETWEEN 1 AND 1440", name=op.f("ck_case_medical_max_day")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_medical_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_case_medical_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_medical")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_case_medical_paper_id")),
    )
    with op.batch_alter_table("case_medical", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_medical_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_move",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("paper_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "from_state IN ('applied', 'complete', 'ordered', 'contracted', 'planned', 'scheduled', 'running', 'suspended', 'prolonged', 'amended', 'expired', 'ended_early', 'finished')",
            name=op.f("ck_case_move_from_state"),
        ),
        sa.CheckConstraint(
            "move IN ('complete_package', 'reopen_package', 'order', 'contract', 'plan', 'schedule', 'start', 'suspend', 'resume', 'prolong', 'amend', 'expire', 'renew', 'end_early', 'finish')",
            name=op.f("ck_case_move_move"),
        ),
        sa.CheckConstraint(
            "to_state IN ('applied', 'complete', 'ordered', 'contracted', 'planned', 'scheduled', 'running', 'suspended', 'prolonged', 'amended', 'expired', 'ended_early', 'finished')",
            name=op.f("ck_case_move_to_state"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_move_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_move_case_id_case_file")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_case_move_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_move")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_move_case_id_number")),
    )
    with op.batch_alter_table("case_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_move_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
