"""Every table, by hand: what is not listed here is not migrated."""

from __future__ import annotations

from models.audit import AuditRow
from models.base import Table
from models.case import Case, CaseMove, Guardian, Pupil
from models.document import CaseMedical, Consent, Contract, Order, OrderPupil, Paper, StoredFile
from models.family import FamilyChoice, FamilyWindow
from models.person import Account, Grant
from models.place import Place, PlanningSettings, Road
from models.plan import PinnedTime, Plan, PlanRow, PlanRowTeacher
from models.school import Bell, HoursNorm, NetworkAgreement, School
from models.session import Device, Invitation, RecoveryCode, SignIn, Throttle
from models.staff import (
    ClassLesson,
    ClassLessonTeacher,
    Submission,
    Teacher,
    TeacherSubject,
    TeacherWindow,
)
from models.timetable import Draft, DraftStep, ProblemText, Run, Variant
from models.workbook import StagedWorkbook, WorkbookColumn
from models.year import Year, YearBreak, YearMovedDay, YearTerm

PEOPLE: tuple[type[Table], ...] = (Account, Grant, Device, SignIn, Invitation, Throttle, RecoveryCode)
SCHOOLS: tuple[type[Table], ...] = (
    School, NetworkAgreement, Bell, HoursNorm, Year, YearTerm, YearBreak, YearMovedDay,
)  # fmt: skip
CASES: tuple[type[Table], ...] = (
    Pupil, Guardian, Case, CaseMove, Paper, CaseMedical, Order, OrderPupil, Contract, Consent, StoredFile,
)  # fmt: skip
STAFF: tuple[type[Table], ...] = (
    Teacher, TeacherSubject, TeacherWindow, Submission, ClassLesson, ClassLessonTeacher,
)  # fmt: skip
PLANS: tuple[type[Table], ...] = (
    PlanningSettings, Place, Road, Plan, PlanRow, PlanRowTeacher, PinnedTime, FamilyWindow, FamilyChoice,
    WorkbookColumn, StagedWorkbook,
)  # fmt: skip
TIMETABLES: tuple[type[Table], ...] = (ProblemText, Run, Variant, Draft, DraftStep)

ALL: tuple[type[Table], ...] = (AuditRow, *PEOPLE, *SCHOOLS, *CASES, *STAFF, *PLANS, *TIMETABLES)
