"""A school as big as promised: 300 cases a year for two years, 400 teachers with accounts, papers, orders, the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from models.audit import FIRST, AuditRow, mac_of
from models.base import Table, new_id
from models.case import Case, CaseMove, Guardian, GuardianKind, Programme, Pupil, level_of
from models.document import CaseMedical, Consent, Contract, Order, OrderPupil, Paper, PaperKind, Purpose
from models.engines import writing
from models.person import Account, Grant, Role
from models.states import Move, State
from models.year import Year
from tests.api.everywhere.cast import Stage
from tests.api.place import HASH, KEYS
from tests.api.services import world as services

CASES, TEACHERS, PER_ORDER, ACTS = 300, 400, 30, 20_000
STEPS = (
    (Move.COMPLETE, State.APPLIED, State.COMPLETE), (Move.ORDER, State.COMPLETE, State.ORDERED),
    (Move.CONTRACT, State.ORDERED, State.CONTRACTED), (Move.PLAN, State.CONTRACTED, State.PLANNED),
    (Move.SCHEDULE, State.PLANNED, State.SCHEDULED), (Move.START, State.SCHEDULED, State.RUNNING),
)  # fmt: skip
LAST_YEAR = (date(2025, 9, 1), date(2026, 5, 31))


def furnish(stage: Stage) -> None:
    """Fills the school of the child on the stage; its log is whole afterwards."""
    school = stage.child.school
    with writing(stage.engine) as session:
        _teachers(session, school)
        year = Year(
            school_id=school.school_id, title="2025/26", first_on=LAST_YEAR[0], last_on=LAST_YEAR[1],
            to_check=False,
        )  # fmt: skip
        _add(session, year)
        _year_of_cases(session, school, year.id, LAST_YEAR, State.FINISHED)
        _year_of_cases(session, school, school.year_id, (services.START, services.END), State.RUNNING)
    _log(stage.engine)


def _add(session: Session, *rows: Table) -> None:
    session.add_all(rows)
    session.flush()


def _teachers(session: Session, school: services.World) -> None:
    people = [
        Account(name=f"Учитель {n:03} Имя Отчество", login=f"t{n:03}", password_hash=HASH)
        for n in range(TEACHERS)
    ]
    _add(session, *people)
    role = {"role": Role.TEACHER, "school_id": school.school_id, "first_on": LAST_YEAR[0]}
    _add(session, *(Grant(account_id=person.id, **role) for person in people))


def _year_of_cases(
    session: Session, school: services.World, year_id: str, span: tuple[date, date], state: State
) -> None:
    orders = [
        Order(school_id=school.school_id, year_id=year_id, number=f"{n}-до/{span[0].year}", issued_on=span[0])
        for n in range(CASES // PER_ORDER)
    ]
    _add(session, *orders)
    for n in range(CASES):
        _case(session, school, year_id, n, span, state, orders[n // PER_ORDER].id)


def _case(
    session: Session, school: services.World, year_id: str, n: int, span: tuple[date, date], state: State,
    order_id: str,
) -> None:  # fmt: skip
    """One case with everything that belongs to it; papers of every fifth end within the month."""
    first, last = span
    until = first + timedelta(days=20 + n % 10) if n % 5 == 0 else last
    pupil = Pupil(
        school_id=school.school_id,
        surname=f"Ученик-{n:03}",
        given_names="Имя Отчество",
        birth_on=date(2013, 1, 1),
    )
    parent = Account(name=f"Родитель {n:03} {first.year}", phone="+7 900 000-00-00")
    _add(session, pupil, parent)
    case = Case(
        school_id=school.school_id, year_id=year_id, pupil_id=pupil.id, code=f"Б-{n:03}", grade=n % 11 + 1,
        class_title=f"{n % 11 + 1} А", programme=Programme.GENERAL, state=state, state_since=first,
    )  # fmt: skip
    _add(
        session,
        case,
        Grant(account_id=parent.id, role=Role.PARENT, school_id=school.school_id, first_on=first),
    )
    guardian = Guardian(account_id=parent.id, pupil_id=pupil.id, kind=GuardianKind.MOTHER, first_on=first)
    papers = [
        Paper(case_id=case.id, kind=PaperKind.APPLICATION, valid_from=first, number=str(n)),
        Paper(case_id=case.id, kind=PaperKind.MEDICAL, valid_from=first, valid_to=until),
        Paper(case_id=case.id, kind=PaperKind.PMPK, valid_from=first, level=level_of(case.grade)),
    ]
    _add(session, guardian, *papers)
    at = datetime.combine(first, datetime.min.time(), UTC)
    _add(
        session,
        *(
            CaseMedical(case_id=case.id, paper_id=paper.id, number=f"М-{n:06}", issuer="Поликлиника", issued_on=first)
            for paper in papers[1:]
        ),
        *(Consent(pupil_id=pupil.id, purpose=purpose, given_on=first, received_at=at) for purpose in Purpose),
        OrderPupil(order_id=order_id, case_id=case.id, first_on=first, last_on=until),
        Contract(case_id=case.id, number="1", signed_on=first, first_on=first, last_on=until),
        *(
            CaseMove(
                case_id=case.id, number=number, move=move, from_state=before, to_state=after, on_date=first, at=at,
                account_id=school.deputy_id,
            )
            for number, (move, before, after) in enumerate(STEPS, 1)
        ),
    )  # fmt: skip


def _log(engine: Engine) -> None:
    """Acts of two years after those there are, chained as the service chains them."""
    with writing(engine) as session:
        last = session.get(AuditRow, _last(session))
        n, before = (last.n, last.mac) if last else (0, FIRST)
        rows = []
        for number in range(n + 1, n + 1 + ACTS):
            row = AuditRow(
                n=number, at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number), actor=new_id(),
                role=Role.DEPUTY, action="paper.file", object_kind="paper", object_id=new_id(), facts="{}",
                before=before, mac="",
            )  # fmt: skip
            before = row.mac = mac_of(KEYS.audit, row)
            rows.append(row.model_dump())
        session.connection().execute(AuditRow.metadata.tables["audit"].insert(), rows)


def _last(session: Session) -> int:
    from sqlmodel import func, select

    return session.exec(select(func.max(AuditRow.n))).one() or 0
