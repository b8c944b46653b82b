"""Every table, by hand: what is not listed here is not migrated."""

from __future__ import annotations

from models.audit import AuditRow
from models.base import Table
from models.case import Case, CaseMove, Guardian, Pupil
from models.document import CaseMedical, Consent, Contract, Order, OrderPupil, Paper, StoredFile
from models.person import Account, Grant
from models.school import Bell, HoursNorm, NetworkAgreement, RetentionTerm, School
from models.session import Device, Invitation, RecoveryCode, SignIn, Throttle
from models.year import Year, YearBreak, YearMovedDay, YearTerm

PEOPLE: tuple[type[Table], ...] = (Account, Grant, Device, SignIn, Invitation, Throttle, RecoveryCode)
SCHOOLS: tuple[type[Table], ...] = (
    School, NetworkAgreement, Bell, HoursNorm, RetentionTerm, Year, YearTerm, YearBreak, YearMovedDay,
)  # fmt: skip
CASES: tuple[type[Table], ...] = (
    Pupil, Guardian, Case, CaseMove, Paper, CaseMedical, Order, OrderPupil, Contract, Consent, StoredFile,
)  # fmt: skip

ALL: tuple[type[Table], ...] = (AuditRow, *PEOPLE, *SCHOOLS, *CASES)
