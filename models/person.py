"""Accounts and what they may be: everybody who signs in, or is known by an invitation link."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Keep, Kept, opened, personal


class Role(StrEnum):
    """Who somebody is at a school (or, as an administrator, for the installation)."""

    ADMINISTRATOR = "administrator"
    DEPUTY = "deputy"
    DIRECTOR = "director"
    CLASS_TEACHER = "class_teacher"
    TEACHER = "teacher"
    SPECIALIST = "specialist"
    COORDINATOR = "coordinator"
    PARENT = "parent"


class Account(Kept, table=True):
    """A person who uses the service. Without a login: a parent who comes by invitation links only.

    totp_secret is sealed with a key outside the database; it counts from totp_since on. totp_step: the last
    half-minute whose code was used. ends_on: the last day (inclusive).
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("(login IS NULL) = (password_hash IS NULL)", name="login_has_password"),
    )

    name: str = personal(Keep.ACCOUNT, min_length=1, max_length=200)
    login: str | None = personal(Keep.ACCOUNT, default=None, unique=True, max_length=100)
    email: str | None = personal(Keep.ACCOUNT, default=None, max_length=254)
    phone: str | None = personal(Keep.ACCOUNT, default=None, max_length=40)
    password_hash: str | None = personal(Keep.ACCOUNT, default=None, max_length=300)
    totp_secret: str | None = personal(Keep.ACCOUNT, default=None, max_length=300)
    totp_since: AwareDatetime | None = opened(default=None)
    totp_step: int | None = opened(default=None)
    ends_on: date | None = opened(default=None)
    disabled_at: AwareDatetime | None = opened(default=None)


class Grant(Kept, table=True):
    """A role of an account at a school, with dates (inclusive). school_id None: administrator only."""

    __tablename__ = "grant_of_role"
    __table_args__ = (
        UniqueConstraint("account_id", "role", "school_id", "first_on"),
        CheckConstraint("(school_id IS NULL) = (role = 'administrator')", name="school_of_role"),
        CheckConstraint(f"role IN ({', '.join(repr(role.value) for role in Role)})", name="role"),
        CheckConstraint("last_on IS NULL OR last_on >= first_on", name="dates"),
    )

    account_id: str = opened(foreign_key="account.id", index=True)
    role: str = opened(max_length=20)
    school_id: str | None = opened(default=None, foreign_key="school.id", index=True)
    class_title: str | None = opened(default=None, max_length=40)
    first_on: date = opened()
    last_on: date | None = opened(default=None)
