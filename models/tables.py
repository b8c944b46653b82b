"""Every table, by hand: what is not listed here is not migrated."""

from __future__ import annotations

from models.audit import AuditRow
from models.base import Table
from models.person import Account, Grant
from models.school import School
from models.session import Device, Invitation, RecoveryCode, SignIn, Throttle

ALL: tuple[type[Table], ...] = (
    AuditRow, School, Account, Grant, Device, SignIn, Invitation, Throttle, RecoveryCode,
)  # fmt: skip
