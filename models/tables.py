"""Every table, by hand: what is not listed here is not migrated."""

from __future__ import annotations

from models.agreement import (
    Approval,
    Decision,
    DetachedSignature,
    Hold,
    Mark,
    Publication,
    SigningCode,
    TimetableEntry,
    TimetableVersion,
)
from models.audit import AuditRow
from models.base import Table
from models.case import Case, CaseMove, Guardian, Pupil
from models.day import Absence, AbsenceLesson, DebtRule, LessonChange, LessonNote
from models.document import CaseMedical, Consent, Contract, Order, OrderPupil, Paper, StoredFile
from models.family import FamilyChoice, FamilyWindow
from models.message import FeedCopy, FeedEvent, FeedLink, Message
from models.once import Once
from models.person import Account, Grant
from models.place import LateArrival, Place, PlanningSettings, Road
from models.plan import PinnedTime, Plan, PlanAct, PlanRow, PlanRowTeacher
from models.printing import IssuedPaper, NameForms, PaperTemplate, PrintSet
from models.record import (
    AttestationForm,
    BookLoan,
    CaseEvent,
    Consultation,
    ControlNote,
    CouncilPaper,
    FinalAttestation,
    NextClass,
    RowResult,
)
from models.repair import MakeUpLesson, MakeUpPlan, SubstituteAsked, SubstituteCall
from models.school import Bell, HoursNorm, NetworkAgreement, RetentionTerm, School
from models.session import Device, Invitation, RecoveryCode, SignIn, Throttle
from models.staff import (
    ClassLesson,
    ClassLessonTeacher,
    Submission,
    Teacher,
    TeacherSubject,
    TeacherWindow,
)
from models.timetable import Draft, DraftStep, ProblemText, RuleChoices, Run, Variant
from models.workbook import StagedWorkbook, WorkbookColumn
from models.year import Year, YearBreak, YearMovedDay, YearTerm

PEOPLE: tuple[type[Table], ...] = (Account, Grant, Device, SignIn, Invitation, Throttle, RecoveryCode)
SCHOOLS: tuple[type[Table], ...] = (
    School, NetworkAgreement, Bell, HoursNorm, RetentionTerm, Year, YearTerm, YearBreak, YearMovedDay,
)  # fmt: skip
CASES: tuple[type[Table], ...] = (
    Pupil, Guardian, Case, CaseMove, Paper, CaseMedical, Order, OrderPupil, Contract, Consent, StoredFile,
)  # fmt: skip
STAFF: tuple[type[Table], ...] = (
    Teacher, TeacherSubject, TeacherWindow, Submission, ClassLesson, ClassLessonTeacher,
)  # fmt: skip
PLANS: tuple[type[Table], ...] = (
    PlanningSettings, Place, Road, LateArrival, Plan, PlanAct, PlanRow, PlanRowTeacher, PinnedTime, FamilyWindow,
    FamilyChoice, WorkbookColumn, StagedWorkbook,
)  # fmt: skip
TIMETABLES: tuple[type[Table], ...] = (RuleChoices, ProblemText, Run, Variant, Draft, DraftStep)
AGREEMENTS: tuple[type[Table], ...] = (
    TimetableVersion, TimetableEntry, Mark, SigningCode, Decision, DetachedSignature, Approval, Publication, Hold,
)  # fmt: skip
DAYS: tuple[type[Table], ...] = (Absence, AbsenceLesson, LessonChange, LessonNote, DebtRule)
REPAIRS: tuple[type[Table], ...] = (MakeUpPlan, MakeUpLesson, SubstituteCall, SubstituteAsked)
RECORDS: tuple[type[Table], ...] = (
    AttestationForm, RowResult, FinalAttestation, NextClass, BookLoan, CaseEvent, Consultation, ControlNote,
    CouncilPaper,
)  # fmt: skip
MESSAGES: tuple[type[Table], ...] = (Message, FeedLink, FeedCopy, FeedEvent)
PAPERS: tuple[type[Table], ...] = (PaperTemplate, NameForms, PrintSet, IssuedPaper)

ALL: tuple[type[Table], ...] = (
    AuditRow, Once, *PEOPLE, *SCHOOLS, *CASES, *STAFF, *PLANS, *TIMETABLES, *AGREEMENTS, *DAYS, *REPAIRS,
    *RECORDS, *MESSAGES, *PAPERS,
)  # fmt: skip
