"""The ledger of two families through September 2026, every number counted by hand.

К-01: maths Mondays 10:00, Russian on Tuesdays 11:00 of odd weeks; К-02: maths Mondays 11:10. The year has 32
Mondays and 35 Tuesdays (domain 6); of Mondays 7 in the first quarter (07.09–19.10), 9 in the second, 10 in the
third (08.03 is off), 6 in the fourth (03.05 and 10.05 are off).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Invalid
from api.services.days import absences, changes, debts
from api.services.days.absences import AbsenceDraft
from api.services.days.changes import Target
from api.services.days.debts import HOLIDAY, Rule
from api.services.days.desk import LessonKey, days_of_case
from api.services.days.ledger import CaseLedger, Figures, Ledger, RowLedger, ledger_of
from api.services.unit import Unit
from models.case import Case
from models.day import Cause
from models.document import Paper, PaperKind
from models.engines import writing
from models.plan import Plan, PlanRow, PlanState
from models.school import School
from models.staff import Teacher
from models.year import Year
from scheduler.ledger import Balance
from scheduler.terms import Debtor, LessonForm
from tests.api.services.feeds.subscribers import Subscribers, subscribers
from tests.api.services.world import END, START

OCTOBER = datetime(2026, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return subscribers(database)


def read(made: Subscribers, at: datetime = OCTOBER, *cases: int) -> Ledger:
    with made.made.deputy(at) as unit:
        return ledger_in(unit, made, *(cases or (0,)))


def ledger_in(unit: Unit, made: Subscribers, *cases: int) -> Ledger:
    rows = [unit.session.get_one(Case, made.made.cases[number]) for number in cases]
    return ledger_of(unit, unit.session.get_one(Year, made.made.world.year_id), rows)


def maths(found: Ledger | CaseLedger) -> RowLedger:
    (case,) = found.cases if isinstance(found, Ledger) else (found,)
    return next(row for row in case.rows if row.subject == "Математика")


def plan(made: Subscribers, hours: Fraction, first: date = START, last: date = END, number: int = 1) -> None:
    """An approved plan of К-01 with maths."""
    with writing(made.engine) as session:
        for old in session.exec(select(Plan).where(Plan.case_id == made.made.cases[0])):
            old.state, old.last_on = PlanState.SUPERSEDED, first - date.resolution
            session.flush()
        row = Plan(
            case_id=made.made.cases[0], number=number, kind="iup", state=PlanState.APPROVED, first_on=first,
            last_on=last, text="{}", digest="0" * 64, approved_at=OCTOBER,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(
            PlanRow(
                plan_id=row.id, key="math-1", position=1, subject="Математика",
                hours_part=hours.numerator, hours_over=hours.denominator,
            )
        )  # fmt: skip


def key_of(unit: Unit, made: Subscribers, on: date) -> LessonKey:
    case = unit.session.get_one(Case, made.made.cases[0])
    found = next(each for each in days_of_case(unit, case, on, on).lessons)
    return LessonKey(case_id=case.id, lesson=found.id, tag=found.tag)


def test_september_by_hand(made: Subscribers) -> None:
    """07.09 held, 14.09 ill, 21.09 «не пустили», 28.09 not marked; 28 Mondays are to come."""
    at = datetime(2026, 9, 30, 9, tzinfo=UTC)
    with made.made.deputy(at) as unit:
        changes.hold(unit, key_of(unit, made, date(2026, 9, 7)))
        ill = date(2026, 9, 14)
        draft = AbsenceDraft(case_id=made.made.cases[0], cause=Cause.CHILD_ILL, first_on=ill, last_on=ill)
        absences.report(unit, draft)
        changes.cancel(unit, key_of(unit, made, date(2026, 9, 21)), Cause.NO_ENTRY)
    found = maths(read(made)).year.found
    assert (found.planned.lessons, found.planned.minutes, found.planned.paid) == (4, 160, 4)
    assert (found.held.lessons, found.unmarked.lessons, found.ahead.lessons) == (1, 1, 28)
    assert {cause: one.lessons for cause, one in found.owed.items()} == {"child_ill": 1}
    assert {cause: one.lessons for cause, one in found.excused.items()} == {"no_entry": 1}


def test_a_make_up_pays_and_stands_in_the_quarter_of_what_it_pays(made: Subscribers) -> None:
    """Ill on 19.10, the last Monday of the quarter; made up on Wednesday 11.11."""
    monday, at = date(2026, 10, 19), datetime(2026, 11, 12, 9, tzinfo=UTC)
    with made.made.deputy(at) as unit:
        draft = AbsenceDraft(
            case_id=made.made.cases[0], cause=Cause.CHILD_ILL, first_on=monday, last_on=monday
        )
        absences.report(unit, draft)
        teacher = unit.session.exec(select(Teacher).where(Teacher.code == "t1")).one()
        target = Target(
            on=date(2026, 11, 11), start_min=900, end_min=940, teacher_id=teacher.id, form=LessonForm.HOME,
            place_id=None,
        )  # fmt: skip
        changes.add(unit, key_of(unit, made, monday), target)
        changes.hold(unit, key_of(unit, made, date(2026, 11, 11)))
    first, second, _, _ = maths(read(made, at)).parts
    assert (first.found.made_up.lessons, first.found.debt.lessons) == (1, 0)
    assert (second.found.made_up.lessons, second.found.planned.lessons) == (0, 2)  # 02.11 and 09.11


def test_holidays_eat_mondays_of_the_plans_year(made: Subscribers) -> None:
    """An hour a week is 34 hours of 34 study weeks; 32 Mondays leave two, though nobody owes the two days off."""
    plan(made, Fraction(1))
    row = maths(read(made))
    assert (row.year.due, row.year.found.expected.hours, row.year.lacking) == (34, 32, 2)
    assert [part.due for part in row.parts] == [
        Fraction(39, 5),
        Fraction(42, 5),
        Fraction(53, 5),
        Fraction(36, 5),
    ]
    assert [part.found.expected.lessons for part in row.parts] == [7, 9, 10, 6]
    late = maths(read(made, datetime(2027, 5, 31, 9, tzinfo=UTC))).year.found
    assert {cause: one.lessons for cause, one in late.excused.items()} == {HOLIDAY: 3}  # 08.03, 03.05, 10.05


def test_the_year_is_cut_anew_where_a_paper_ends_and_where_the_plan_changes(made: Subscribers) -> None:
    """Until 30.12 there are 81 days of study, 16.2 weeks; from 11.01 on half the hours for 89 days, 17.8 weeks."""
    plan(made, Fraction(1))
    plan(made, Fraction(1, 2), first=date(2027, 1, 11), number=2)
    assert maths(read(made)).year.due == Fraction(81, 5) + Fraction(89, 10)
    with writing(made.engine) as session:
        asked = select(Paper).where(Paper.case_id == made.made.cases[0], Paper.kind == PaperKind.MEDICAL)
        session.exec(asked).one().valid_to = date(2026, 12, 30)
    row = maths(read(made))
    assert (row.year.due, row.year.found.expected.lessons, row.lapsed) == (Fraction(81, 5), 16, 16)


def test_who_enters_in_february_is_due_the_rest_of_the_year(made: Subscribers) -> None:
    """From 01.02 on: 38 days of the third quarter, 36 of the fourth (edge case 7)."""
    plan(made, Fraction(1), first=date(2027, 2, 1))
    assert maths(read(made)).year.due == Fraction(38 + 36, 5)


@pytest.mark.parametrize(("lacking", "whole"), [((3, -2), 3), ((-1, -2), -3), ((0, 0), 0)])
def test_what_one_subject_has_beyond_its_plan_makes_up_for_no_other(
    lacking: tuple[int, int], whole: int
) -> None:
    rows = tuple(
        RowLedger(
            key="", subject="",
            year=Figures(found=Balance(), due=Fraction(10), lacking=Fraction(one)), parts=(),
        )
        for one in lacking
    )  # fmt: skip
    assert CaseLedger(case=Case(), rows=rows).total.lacking == whole


def test_a_school_counts_its_cases_at_once_and_each_as_alone(made: Subscribers) -> None:
    both = read(made, OCTOBER, 0, 1)
    assert [maths(case).year.found for case in both.cases] == [
        maths(read(made, OCTOBER, number)).year.found for number in (0, 1)
    ]
    assert both.current == 0


def test_a_schools_own_word_goes_before_the_usual_one(made: Subscribers) -> None:
    school_id = made.made.world.school_id
    own = Rule(cause=Cause.NO_ENTRY, debtor=Debtor.TEACHER, source="Положение школы, п. 7")
    with made.made.deputy() as unit:
        rev = unit.session.get_one(School, school_id).rev
        debts.write_rules(unit, school_id, [own], rev)
        found = debts.rules_of(unit.session, school_id)
    assert found[Cause.NO_ENTRY] == own
    assert found[Cause.CHILD_ILL].mark == "V"
    with made.made.deputy() as unit, pytest.raises(Conflict):
        debts.write_rules(unit, school_id, [], rev)
    with made.made.deputy() as unit, pytest.raises(Invalid) as refused:
        debts.write_rules(unit, school_id, [Rule(cause="else", debtor=Debtor.SCHOOL, source=" ")], rev + 1)
    assert set(refused.value.faults) == {"debtor-else", "source-else"}
