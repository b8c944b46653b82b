"""One thing whose term is over, taken away in one transaction, with its line in the log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from api.services.desk import locked
from api.services.terms.due import Due, is_done
from api.services.terms.removal import detach, drop, loose_files, remove
from api.services.terms.tables import GONE, OF_YEAR, table_of
from api.services.unit import Unit
from models.agreement import TimetableVersion
from models.base import Keep
from models.case import UNKNOWN_BIRTH, Case, Pupil
from models.document import SENSITIVE, Contract, Order, OrderPupil, Paper
from models.message import FeedLink, Message
from models.person import Account
from models.place import Place
from models.printing import IssuedPaper, NameForms, PrintSet
from models.school import School
from models.staff import Submission, Teacher, TeacherWindow
from models.timetable import ProblemText, Run, Variant
from models.year import Year


def apply(unit: Unit, school_id: str, one: Due) -> tuple[str, ...] | None:
    """Takes it away. Digests of files to be removed once this is committed; None: another server has done it since.

    Servers that work with one database wait for each other at the school's row, so that the log has one line.
    """
    locked(unit, School, school_id)
    if is_done(unit.session, one):
        return None
    rows = {
        "school_year": _year, "teacher": _teacher, "case": _case, "pupil": _pupil, "account": _account,
    }[one.kind](unit, one.id)  # fmt: skip
    unit.session.flush()
    files = loose_files(unit.session, school_id)
    unit.note(one.act, one.kind, one.id, rows=rows, files=len(files))
    return files


def _case(unit: Unit, case_id: str) -> int:
    """What medical papers said; that there were some, and until when, stands in orders and contracts."""
    over = {"case_file": [case_id]}
    rows = remove(unit.session, Keep.MEDICAL, over)
    papers = update(Paper).where(col(Paper.case_id) == case_id)
    unit.session.execute(papers.where(col(Paper.kind).in_(SENSITIVE)).values(file_id=None))
    printed = update(IssuedPaper).where(col(IssuedPaper.case_id) == case_id, col(IssuedPaper.medical))
    unit.session.execute(printed.values(file_id=None))
    return rows


def _pupil(unit: Unit, pupil_id: str) -> int:
    """The personal file: what is left counts a child without a name."""
    session = unit.session
    pupil = session.get_one(Pupil, pupil_id)
    over = {"pupil": [pupil_id], "case_file": _cases_of(session, pupil_id)}
    rows = _name_forms(session, f"{pupil.surname} {pupil.given_names}")
    detach(session, (Paper, Contract, IssuedPaper), over)
    rows += remove(session, Keep.MEDICAL, over) + remove(session, Keep.CASE, over)
    session.execute(update(Pupil).where(col(Pupil.id) == pupil_id).values(birth_on=UNKNOWN_BIRTH))
    session.execute(update(Place).where(col(Place.pupil_id) == pupil_id).values(lat=None, lon=None))
    _orders(session, pupil.school_id)
    session.expire_all()
    return rows


def _name_forms(session: Session, name: str) -> int:
    """Cases of Russian grammar that somebody set for a name."""
    return drop(
        session, {table_of(NameForms): session.exec(select(NameForms.id).where(NameForms.name == name)).all()}
    )


def _cases_of(session: Session, pupil_id: str) -> list[str]:
    return list(session.exec(select(Case.id).where(Case.pupil_id == pupil_id)))


def _orders(session: Session, school_id: str) -> None:
    """A scan of an order names every child in it: it goes with the last of them."""
    named = (
        select(OrderPupil.order_id)
        .join(Case, col(Case.id) == col(OrderPupil.case_id))
        .join(Pupil, col(Pupil.id) == col(Case.pupil_id))
        .where(Pupil.surname != GONE)
    )
    asked = select(Order.id).where(Order.school_id == school_id, col(Order.id).not_in(named))
    for kind, key in ((Order, col(Order.id)), (IssuedPaper, col(IssuedPaper.order_id))):
        session.execute(update(kind).where(key.in_(asked)).values(file_id=None))


def _year(unit: Unit, year_id: str) -> int:
    """Lessons, timetables and what was said of them; runs and variants they came from."""
    session, year = unit.session, unit.session.get_one(Year, year_id)
    over = {"case_file": list(session.exec(select(Case.id).where(Case.year_id == year_id)))}
    rows = remove(session, Keep.JOURNAL, over)
    sets = update(PrintSet).where(col(PrintSet.year_id) == year_id)
    session.execute(sets.values(class_title=None))
    told = update(Submission).where(col(Submission.year_id) == year_id)
    session.execute(told.values(text=GONE))
    _messages(session, year)
    variants = session.exec(select(Variant.id).where(Variant.year_id == year_id)).all()
    unpointed = update(TimetableVersion).where(col(TimetableVersion.variant_id).in_(variants))
    session.execute(unpointed.values(variant_id=None))
    rows += drop(
        session, {table_of(kind): _keys_of_year(session, kind, year_id, variants) for kind in OF_YEAR}
    )
    return rows + drop(session, {table_of(ProblemText): _loose_problems(session, year)})


def _keys_of_year(session: Session, kind: type, year_id: str, variants: Collection[str]) -> list[str]:
    table = table_of(kind)
    if "year_id" in table.c:
        which = table.c.year_id == year_id
    elif "variant_id" in table.c:
        which = table.c.variant_id.in_(variants)
    else:
        draft = next(iter(table.c.draft_id.foreign_keys)).column.table
        which = table.c.draft_id.in_(select(draft.c.id).where(draft.c.variant_id.in_(variants)))
    return [
        row[0]
        for row in session.connection().execute(table.select().where(which).with_only_columns(table.c.id))
    ]


def _loose_problems(session: Session, year: Year) -> list[str]:
    used = select(Run.problem_id).union(select(Variant.problem_id))
    asked = select(ProblemText.id).where(
        ProblemText.school_id == year.school_id, ProblemText.last_on <= year.last_on,
        col(ProblemText.id).not_in(used),
    )  # fmt: skip
    return list(session.exec(asked))


def _messages(session: Session, year: Year) -> None:
    end = datetime.combine(year.last_on + timedelta(days=1), time(), UTC)
    asked = update(Message).where(col(Message.school_id) == year.school_id, col(Message.created_at) < end)
    session.execute(asked.values(address=None, body=GONE))


def _teacher(unit: Unit, teacher_id: str) -> int:
    """The name of one who left long ago; lessons of that time have gone with their years."""
    session = unit.session
    session.execute(update(Teacher).where(col(Teacher.id) == teacher_id).values(name=GONE, staff_number=None))
    session.execute(
        update(TeacherWindow).where(col(TeacherWindow.teacher_id) == teacher_id).values(reason=None)
    )
    return 1


def _account(unit: Unit, account_id: str) -> int:
    """The person behind an account; the account stays as a key that the log speaks of, and lets nobody in."""
    session = unit.session
    rows = _name_forms(session, session.get_one(Account, account_id).name)
    rows += remove(session, Keep.ACCOUNT, {"account": [account_id]})
    session.execute(update(Account).where(col(Account.id) == account_id).values(disabled_at=unit.at))
    links = update(FeedLink).where(col(FeedLink.account_id) == account_id, col(FeedLink.revoked_at).is_(None))
    session.execute(links.values(revoked_at=unit.at))
    session.expire_all()
    return rows
