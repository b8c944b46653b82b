"""Versions, answers, messages, calendar links"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    "timetable_entry",
    "publication",
    "lesson_mark",
    "hold",
    "feed_event",
    "feed_copy",
    "decision",
    "approval",
    "timetable_version",
    "feed_link",
    "message",
)  # to go, last made first


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.String(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("channel IN ('email', 'copy', 'sms')", name=op.f("ck_message_channel")),
        sa.CheckConstraint(
            "state IN ('prepared', 'waiting', 'sent', 'failed', 'dropped')", name=op.f("ck_message_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_message_account_id_account")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_message_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_school_id"), ["school_id"], unique=False)

    op.create_table(
        "feed_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("holder", sa.String(length=10), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=True),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("alarm_min", sa.Integer(), nullable=True),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_agent", sa.String(length=60), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(holder = 'case') = (case_id IS NOT NULL)", name=op.f("ck_feed_link_case")),
        sa.CheckConstraint(
            "(holder = 'teacher') = (teacher_id IS NOT NULL)", name=op.f("ck_feed_link_teacher")
        ),
        sa.CheckConstraint("holder IN ('teacher', 'case')", name=op.f("ck_feed_link_holder")),
        sa.CheckConstraint("level IN ('bare', 'initials', 'address')", name=op.f("ck_feed_link_level")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_feed_link_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_feed_link_case_id_case_file")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_feed_link_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_feed_link_token_digest")),
    )
    with op.batch_alter_table("feed_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_link_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feed_link_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feed_link_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "timetable_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("variant_id", sa.String(), nullable=True),
        sa.Column("plan_id", sa.String(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_by", sa.String(), nullable=True),
        sa.Column("answer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state = 'draft' OR digest IS NOT NULL", name=op.f("ck_timetable_version_bound")),
        sa.CheckConstraint(
            "state IN ('draft', 'offered', 'agreed', 'declined', 'disputed', 'unanswered', 'recalled', 'approved', 'published', 'superseded', 'ended')",
            name=op.f("ck_timetable_version_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'published') OR approved_at IS NOT NULL",
            name=op.f("ck_timetable_version_approved"),
        ),
        sa.CheckConstraint("(text IS NULL) = (digest IS NULL)", name=op.f("ck_timetable_version_digest")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_timetable_version_dates")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_timetable_version_case_id_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by"], ["account.id"], name=op.f("fk_timetable_version_offered_by_account")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_timetable_version_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_timetable_version_variant_id_variant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_version")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_timetable_version_case_id_number")),
    )
    with op.batch_alter_table("timetable_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timetable_version_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ux_timetable_version_open",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('offered', 'agreed', 'declined', 'disputed', 'unanswered', 'approved')"
            ),
            postgresql_where=sa.text(
                "state IN ('offered', 'agreed', 'declined', 'disputed', 'unanswered', 'approved')"
            ),
        )
        batch_op.create_index(
            "ux_timetable_version_published",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("state = 'published'"),
            postgresql_where=sa.text("state = 'published'"),
        )

    op.create_table(
        "approval",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_approval_account_id_account")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["timetable_version.id"], name=op.f("fk_approval_version_id_timetable_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("version_id", name=op.f("uq_approval_version_id")),
    )

    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("guardian_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("comment", sa.String(length=1000), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new_device", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.CheckConstraint("(channel = 'page') = (entered_by IS NULL)", name=op.f("ck_decision_hand")),
        sa.CheckConstraint("answer IN ('agreed', 'declined', 'withdrawn')", name=op.f("ck_decision_answer")),
        sa.CheckConstraint("channel IN ('page', 'call', 'paper', 'visit')", name=op.f("ck_decision_channel")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_decision_entered_by_account")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_decision_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["guardian.id"], name=op.f("fk_decision_guardian_id_guardian")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["timetable_version.id"], name=op.f("fk_decision_version_id_timetable_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_version_id"), ["version_id"], unique=False)

    op.create_table(
        "feed_copy",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["feed_link.id"], name=op.f("fk_feed_copy_link_id_feed_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_copy")),
        sa.UniqueConstraint("link_id", name=op.f("uq_feed_copy_link_id")),
    )

    op.create_table(
        "feed_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("uid", sa.String(length=100), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["feed_link.id"], name=op.f("fk_feed_event_link_id_feed_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_event")),
        sa.UniqueConstraint("link_id", "uid", name=op.f("uq_feed_event_link_id_uid")),
    )
    with op.batch_alter_table("feed_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_event_link_id"), ["link_id"], unique=False)

    op.create_table(
        "hold",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("row_key", sa.String(length=60), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(length=3), nullable=False),
        sa.Column("weeks", sa.String(length=20), nullable=True),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "day IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')", name=op.f("ck_hold_day")
        ),
        sa.CheckConstraint(
            "start_min >= 0 AND start_min < end_min AND end_min <= 1440", name=op.f("ck_hold_span")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hold_account_id_account")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_hold_teacher_id_teacher")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["timetable_version.id"], name=op.f("fk_hold_version_id_timetable_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hold_teacher_id"), ["teacher_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hold_until"), ["until"], unique=False)
        batch_op.create_index(batch_op.f("ix_hold_version_id"), ["version_id"], unique=False)

    op.create_table(
        "lesson_mark",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_lesson_mark_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["timetable_version.id"], name=op.f("fk_lesson_mark_version_id_timetable_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_mark")),
        sa.UniqueConstraint(
            "version_id", "account_id", "digest", name=op.f("uq_lesson_mark_version_id_account_id_digest")
        ),
    )
    with op.batch_alter_table("lesson_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_mark_version_id"), ["version_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_publication_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["timetable_version.id"], name=op.f("fk_publication_version_id_timetable_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("version_id", name=op.f("uq_publication_version_id")),
    )

    op.create_table(
        "timetable_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("row_key", sa.String(length=60), nullable=False),
        sa.Column("day", sa.String(length=3), nullable=False),
        sa.Column("weeks", sa.String(length=20), nullable=True),
        sa.Column("start_min", sa.Integer(), nullable=False),
        sa.Column("end_min", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.Column("teacher_name", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "day IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')", name=op.f("ck_timetable_entry_day")
        ),
        sa.CheckConstraint("form IN ('home', 'remote', 'school')", name=op.f("ck_timetable_entry_form")),
        sa.CheckConstraint(
            "start_min >= 0 AND start_min < end_min AND end_min <= 1440", name=op.f("ck_timetable_entry_span")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_timetable_entry_place_id_place")),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_timetable_entry_teacher_id_teacher")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["timetable_version.id"],
            name=op.f("fk_timetable_entry_version_id_timetable_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_entry")),
    )
    with op.batch_alter_table("timetable_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timetable_entry_teacher_id"), ["teacher_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_timetable_entry_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
