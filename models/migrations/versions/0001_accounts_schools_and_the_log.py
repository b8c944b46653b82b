"""Accounts, schools and the log"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GUARD = "The log is append-only"
SQLITE = "CREATE TRIGGER audit_no_{act} BEFORE {act} ON audit BEGIN SELECT RAISE(ABORT, '{guard}'); END"
POSTGRESQL = (
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{GUARD}'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
)


def guard_the_log() -> None:
    """No row of the log is changed or deleted through the database, whatever the program does."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRESQL:
            op.execute(statement)
    else:
        for act in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(act=act, guard=GUARD))


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("login", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("password_hash", sa.String(length=300), nullable=True),
        sa.Column("totp_secret", sa.String(length=300), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(login IS NULL) = (password_hash IS NULL)", name=op.f("ck_account_login_has_password")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "audit",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.CheckConstraint("n >= 1", name=op.f("ck_audit_numbered")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_audit")),
        sa.UniqueConstraint("mac", name=op.f("uq_audit_mac")),
    )
    op.create_table(
        "school",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("week_days", sa.Integer(), nullable=False),
        sa.Column("academic_hour_min", sa.Integer(), nullable=False),
        sa.Column("pmpk_required", sa.Boolean(), nullable=False),
        sa.Column("clock_working_days", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('base', 'partner')", name=op.f("ck_school_kind")),
        sa.CheckConstraint("academic_hour_min BETWEEN 20 AND 45", name=op.f("ck_school_academic_hour")),
        sa.CheckConstraint("week_days BETWEEN 5 AND 6", name=op.f("ck_school_week_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("code", name=op.f("uq_school_code")),
    )
    op.create_table(
        "grant_of_role",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("school_id", sa.String(), nullable=True),
        sa.Column("class_title", sa.String(length=40), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(school_id IS NULL) = (role = 'administrator')", name=op.f("ck_grant_of_role_school_of_role")
        ),
        sa.CheckConstraint(
            "role IN ('administrator', 'deputy', 'director', 'class_teacher', 'teacher', 'specialist', 'coordinator', 'parent')",
            name=op.f("ck_grant_of_role_role"),
        ),
        sa.CheckConstraint("last_on IS NULL OR last_on >= first_on", name=op.f("ck_grant_of_role_dates")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_grant_of_role_account_id_account")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_grant_of_role_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_of_role")),
        sa.UniqueConstraint(
            "account_id",
            "role",
            "school_id",
            "first_on",
            name=op.f("uq_grant_of_role_account_id_role_school_id_first_on"),
        ),
    )
    with op.batch_alter_table("grant_of_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant_of_role_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grant_of_role_school_id"), ["school_id"], unique=False)

    guard_the_log()


def downgrade() -> None:
    with op.batch_alter_table("grant_of_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grant_of_role_school_id"))
        batch_op.drop_index(batch_op.f("ix_grant_of_role_account_id"))

    op.drop_table("grant_of_role")
    op.drop_table("school")
    op.drop_table("audit")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_is_append_only()")
