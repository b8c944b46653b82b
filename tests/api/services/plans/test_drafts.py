"""Drafts: rows with all their fields, order and keys, where rows come from, shared lessons, a change in mid-year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Invalid
from api.services.plans.acts import offer
from api.services.plans.copying import last_years, last_years_rows
from api.services.plans.drafts import PlanDraft, next_version, start_plan, usual_days, write_rows
from api.services.plans.recut import recut
from api.services.plans.rows import Row
from api.services.plans.seen import case_seen, plan_at_desk
from api.services.plans.setting import teacher_choices
from api.services.plans.sharing import NOT_SHARED, mates, others, share
from api.services.plans.store import rows_of
from api.services.plans.views import case_plans, view_of, warnings_of
from models.case import Case
from models.engines import reading, writing
from models.place import Place
from models.plan import PinnedTime, PlanKind, PlanRow
from models.school import NetworkAgreement, School
from models.staff import Teacher
from scheduler.terms import Block, HoursKind, LessonForm, Pattern, PlaceKind, Weekday
from tests.api.services.plans.families import P3, Families, new_families, row
from tests.api.services.world import END, START, day

NEXT = date(2027, 9, 1)


@pytest.fixture
def home(database: Engine) -> Families:
    return new_families(database)


def stored(home: Families, plan_id: str) -> tuple[Row, ...]:
    with reading(home.world.engine) as session:
        return rows_of(session, plan_id)


def write(home: Families, plan_id: str, *rows: Row, who: str = "deputy") -> None:
    rev = home.plan(plan_id).rev
    with home.acting(who) as unit:
        write_rows(unit, plan_id, rev, rows)


def teacher(home: Families, name: str, school_id: str = "", first: date = START) -> str:
    with writing(home.world.engine) as session:
        made = Teacher(
            school_id=school_id or home.world.school_id, code=name, name=name, first_on=first
        )  # fmt: skip
        session.add(made)
    return made.id


def partner(home: Families, last: date = END) -> str:
    with writing(home.world.engine) as session:
        made = School(code="p1", title="Школа-партнёр", kind="partner")
        session.add(made)
        session.flush()
        session.add(
            NetworkAgreement(
                base_id=home.world.school_id, partner_id=made.id, number="1", signed_on=START,
                first_on=START, last_on=last,
            )
        )  # fmt: skip
    return made.id


def test_every_field_of_a_row_comes_back_as_written(home: Families) -> None:
    own, theirs = teacher(home, "Орлова А. А."), teacher(home, "Белов Б. Б.", partner(home))
    full = Row(
        area="Математика и информатика", subject="Алгебра", block=Block.FORMED, kind=HoursKind.REMOTE,
        form=LessonForm.REMOTE, hours=Fraction(1, 3), in_class=Fraction(1, 7), lesson_min=25,
        paid=Fraction(1, 2), pattern=Pattern.BLOCK, slot="пара", max_per_day=2, weeks=(1, 3), difficulty=9,
        first_on=day("02.11.2026"), last_on=day("30.12.2026"), teachers=(own, theirs),
    )  # fmt: skip
    plan_id = home.draft(full)
    (found,) = stored(home, plan_id)
    assert found.key is not None
    assert replace(found, key=None, teachers=()) == replace(full, teachers=())
    assert set(found.teachers) == {own, theirs}


def test_rows_keep_their_keys_when_they_are_moved_changed_and_others_removed(home: Families) -> None:
    plan_id = home.draft(row("А", "1"), row("Б", "2"), row("В", "3"))
    first, second, third = stored(home, plan_id)
    write(home, plan_id, third, replace(first, hours=Fraction(5)), row("Г", "4"))
    after = stored(home, plan_id)
    assert [one.subject for one in after] == ["В", "А", "Г"]
    assert [one.key for one in after[:2]] == [third.key, first.key]
    assert after[2].key not in {first.key, second.key, third.key}
    with reading(home.world.engine) as session:
        asked = select(PlanRow.position).where(PlanRow.plan_id == plan_id).order_by(PlanRow.position)  # type: ignore[arg-type]
        assert list(session.exec(asked)) == [1, 2, 3]


def test_yearly_hours_are_stored_exactly_as_counted(home: Families) -> None:
    plan_id = home.draft(row("Музыка", "1/3"))
    with reading(home.world.engine) as session:
        found = session.exec(select(PlanRow).where(PlanRow.plan_id == plan_id)).one()
    # a third of an hour over 34 weeks
    assert Fraction(found.yearly_part or 0, found.yearly_over or 1) == Fraction(34, 3)


def test_every_fault_of_every_row_is_told_at_once_and_nothing_is_written(home: Families) -> None:
    plan_id = home.draft(row("А", "1"))
    wrong = (
        row(" ", "1"),
        row("Б", "1", in_class=Fraction(2), lesson_min=3, max_per_day=0, weeks=(5,), teachers=("x" * 32,)),
        row("В", "1", first_on=day("01.12.2026"), last_on=day("01.11.2026")),
        row("Г", "1", last_on=day("01.07.2027")),
    )
    with pytest.raises(Invalid) as refused:
        write(home, plan_id, *wrong)
    assert set(refused.value.faults) == {
        "subject-0", "in_class-1", "lesson_min-1", "max_per_day-1", "weeks-1", "teachers-1", "last_on-2",
        "first_on-3",
    }  # fmt: skip
    assert [one.subject for one in stored(home, plan_id)] == ["А"]
    assert home.plan(plan_id).rev == 1


def test_a_row_stands_in_a_building_of_the_school_or_nowhere(home: Families) -> None:
    foreign = new_families(home.world.engine, "s200", contracted=False)
    with writing(home.world.engine) as session:
        own = Place(school_id=home.world.school_id, code="s", kind=PlaceKind.SCHOOL, title="Школа")
        theirs = Place(school_id=foreign.world.school_id, code="s", kind=PlaceKind.SCHOOL, title="Школа")
        session.add_all([own, theirs])
    plan_id = home.draft(row("А", "1", form=LessonForm.SCHOOL, place_id=own.id))
    assert stored(home, plan_id)[0].place_id == own.id
    with pytest.raises(Invalid) as refused:
        write(home, plan_id, row("А", "1", place_id=theirs.id))
    assert list(refused.value.faults) == ["place_id-0"]


def test_one_row_is_not_written_twice(home: Families) -> None:
    plan_id = home.draft(row("А", "1"))
    (only,) = stored(home, plan_id)
    with pytest.raises(Invalid) as refused:
        write(home, plan_id, only, only)
    assert list(refused.value.faults) == ["rows"]


def test_a_plan_stays_within_the_school_year(home: Families) -> None:
    with pytest.raises(Invalid) as refused:
        home.draft(first=day("31.08.2026"), last=day("01.06.2027"))
    assert set(refused.value.faults) == {"first_on", "last_on"}


def test_partners_teachers_may_be_chosen_while_the_agreement_holds(home: Families) -> None:
    own = teacher(home, "Орлова А. А.")
    theirs = teacher(home, "Белов Б. Б.", partner(home, last=day("30.11.2026")))
    later = teacher(home, "Ершов В. В.", first=day("01.03.2027"))
    with home.acting("deputy") as unit:
        found = teacher_choices(unit.session, home.world.school_id, START, day("28.02.2027"))
        assert [(one.id, one.school) for one in found] == [(own, None), (theirs, "Школа-партнёр")]
        after = teacher_choices(unit.session, home.world.school_id, day("01.12.2026"), END)
        assert {one.id for one in after} == {own, later}


def test_usual_days_reach_as_far_as_papers_and_contract(database: Engine) -> None:
    home = new_families(database, contracted=False)
    until = day("28.12.2026")
    home.world.package(home.case_id, START, until)
    with home.acting("deputy") as unit:
        case, _ = case_seen(unit, home.case_id)
        assert usual_days(unit, case) == (START, until)
    home.world.order(START, "5", (home.case_id, day("10.09.2026"), until))
    home.world.contract(home.case_id, START, day("30.11.2026"), first=day("10.09.2026"))
    with home.acting("deputy") as unit:
        case, _ = case_seen(unit, home.case_id)
        assert usual_days(unit, case) == (day("10.09.2026"), day("30.11.2026"))


def test_a_plan_beyond_the_medical_paper_is_warned_of(database: Engine) -> None:
    home = new_families(database, contracted=False)
    home.world.package(home.case_id, START, day("28.12.2026"))
    plan_id = home.draft(row("А", "1"))
    with home.acting("deputy") as unit:
        (told,) = warnings_of(unit, plan_at_desk(unit, plan_id))
    assert told == "Медицинское заключение действует до 28.12.2026, а план — до 31.05.2027 (п. 2.4)."


def test_last_years_rows_come_with_new_keys_and_without_old_dates(home: Families) -> None:
    here, gone = teacher(home, "Орлова А. А."), teacher(home, "Ушёл У. У.")
    old = home.draft(
        row("Алгебра", "1", first_on=day("01.10.2026"), pattern=Pattern.SHORT, teachers=(here, gone))
    )
    with writing(home.world.engine) as session:
        session.get_one(Teacher, gone).last_on = END
    year_id = home.world.next_year(END)
    case_id = home.world.case(NEXT, 6, year_id, home.case().pupil_id)
    with home.acting("deputy", NEXT) as unit:
        found = last_years(unit, case_id)
        assert found is not None
        assert found.id == old
        (copied,) = last_years_rows(unit, case_id, NEXT, date(2028, 5, 31))
        assert copied == row("Алгебра", "1", pattern=Pattern.SHORT, teachers=(here,))
        assert last_years(unit, home.case_id) is None
        with pytest.raises(Conflict, match="прошлый год"):
            last_years_rows(unit, home.case_id, START, END)


def another(home: Families, *rows: Row) -> tuple[str, str]:
    """A draft of another child's case: its id and that of the case."""
    case_id = home.world.case()
    with home.acting("deputy") as unit:
        draft = PlanDraft(kind=PlanKind.IUP, first_on=START, last_on=END)
        return start_plan(unit, case_id, draft, rows).id, case_id


def test_a_lesson_is_shared_with_a_row_of_the_same_subject_of_another_case(home: Families) -> None:
    mine = home.draft(row("Изобразительное искусство", "0.5"), row("Музыка", "0.25"))
    theirs, _ = another(home, row("ИЗО", "0.5"), row("Физика", "1"))
    key = stored(home, mine)[0].key or ""
    with home.acting("deputy") as unit:
        (other,) = others(unit, mine, rows_of(unit.session, mine)[0])
        share(unit, mine, 1, key, other.id)
    assert stored(home, mine)[0].shared == stored(home, theirs)[0].shared is not None
    assert home.plan(theirs).rev == 2  # whoever edits it there is told
    with home.acting("deputy") as unit:
        (mate,) = mates(unit, plan_at_desk(unit, mine))[key]
        assert (mate.code, mate.row.subject) == ("К-02", "ИЗО")
        share(unit, mine, 2, key, NOT_SHARED)
    assert stored(home, mine)[0].shared is None


def test_a_shared_lesson_that_differs_is_warned_of(home: Families) -> None:
    theirs, _ = another(home, row("Музыка", "0.5", shared="хор"))
    mine = home.draft(row("Музыка", "0.25", shared="хор"))
    with home.acting("deputy") as unit:
        told = list(warnings_of(unit, plan_at_desk(unit, mine)))
    assert told == ["«Музыка» вместе с К-02: часов 0,25 и 0,5. Общее занятие должно быть одинаковым."]
    assert theirs != mine


def test_a_row_that_was_offered_already_is_not_given_a_word(home: Families) -> None:
    theirs = home.offered(row("Музыка", "0.5"))
    mine, _ = another(home, row("Музыка", "0.5"))
    key = stored(home, mine)[0].key or ""
    with home.acting("deputy") as unit:
        (other,) = others(unit, mine, rows_of(unit.session, mine)[0])
    with pytest.raises(Conflict, match="новую версию"), home.acting("deputy") as unit:
        share(unit, mine, 1, key, other.id)
    assert stored(home, theirs)[0].shared is None


def test_a_change_in_february_cuts_every_row_of_the_year(home: Families) -> None:
    old = home.approved(row("Математика", "2"), row("Музыка", "0.5"))
    change = day("01.02.2027")
    with home.acting("deputy") as unit:
        new = next_version(unit, old, change, END).id
        math, _music = rows_of(unit.session, new)
        write_rows(unit, new, 1, (replace(math, hours=Fraction(3)), row("Физика", "1")))
        told = recut(unit.session, plan_at_desk(unit, new))
    # 170 days of the year, 74 of them from 01.02: 96/5 weeks before, 74/5 after
    before, after = Fraction(96, 5), Fraction(74, 5)
    assert told.numbers == (1,)
    assert [(one.subject, one.old_week, one.new_week) for one in told.rows] == [
        ("Математика", 2, 3), ("Физика", None, 1), ("Музыка", Fraction(1, 2), None),
    ]  # fmt: skip
    assert [one.before for one in told.rows] == [2 * before, 0, before / 2]
    assert [one.after for one in told.rows] == [3 * after, after, 0]
    assert told.before + told.after == sum(one.whole for one in told.rows)


def test_a_paper_that_ends_leaves_the_rest_of_the_year_undue(home: Families) -> None:
    plan_id = home.draft(row("Математика", "5"), last=day("23.10.2026"))
    with home.acting("deputy") as unit:
        told = recut(unit.session, plan_at_desk(unit, plan_id))
    assert (told.before, told.after) == (0, 39)  # 39 days of the first quarter, an hour a day (domain 6)


def test_three_versions_each_count_for_their_own_days(home: Families) -> None:
    first = home.approved(row("Математика", "5"))
    with home.acting("deputy") as unit:
        second = next_version(unit, first, day("02.11.2026"), END).id
        rows = [replace(one, hours=Fraction(10)) for one in rows_of(unit.session, second)]
        write_rows(unit, second, 1, rows)
    with home.acting("deputy") as unit:
        offer(unit, second, 2)
    home.answered(second, "mother")
    home.approve(second)
    with home.acting("deputy") as unit:
        third = next_version(unit, second, day("11.01.2027"), END).id
        (told,) = recut(unit.session, plan_at_desk(unit, third)).rows
    # quarters of 39, 42, 53 and 36 days: one hour a day, then two
    assert (told.before, told.after) == (39 + 84, 2 * (53 + 36))


def test_a_row_of_part_of_the_year_goes_over_only_as_far_as_it_reaches(home: Families) -> None:
    old = home.offered(
        row("А", "1", last_on=day("30.12.2026")),
        row("Б", "1", first_on=day("02.11.2026")),
        row("В", "1", last_on=day("26.03.2027")),
    )
    with home.acting("deputy") as unit:
        new = next_version(unit, old, day("11.01.2027"), END).id
        told = [(one.subject, one.first_on, one.last_on) for one in rows_of(unit.session, new)]
    assert told == [("Б", None, None), ("В", None, day("26.03.2027"))]


def test_lists_tell_the_school_and_each_parent_their_own(home: Families) -> None:
    another(home, row("Музыка", "1"))
    draft = home.draft(*P3)
    with home.acting("deputy") as unit:
        assert [(one.code, one.version is not None) for one in case_plans(unit)] == [
            ("К-01", True),
            ("К-02", True),
        ]
    with home.acting("mother") as unit:
        (mine,) = case_plans(unit)
        assert (mine.code, mine.version) == ("К-01", None)  # a draft is not hers to see
    with home.acting("stranger") as unit:
        assert case_plans(unit) == ()
    assert home.plan(draft).number == 1


def test_a_view_tells_who_answered_when_and_how_in_the_schools_time(home: Families) -> None:
    plan_id = home.offered()
    home.answered(plan_id, "father", agrees=False, reason="Много часов")
    with home.acting("deputy") as unit:
        view = view_of(unit, plan_at_desk(unit, plan_id))
    event = view.events[-1]
    # nine in UTC are fourteen in Yekaterinburg
    assert f"{event.at:%d.%m.%Y %H:%M}" == "01.09.2026 14:00"
    assert (event.who, event.channel, event.reason) == (
        "Иванов Сергей Львович",
        "на своей странице",
        "Много часов",
    )
    assert {one.name: one.answer is not None for one in view.speakers} == {
        "Иванова Мария Петровна": False, "Иванов Сергей Львович": True,
    }  # fmt: skip


def test_pinned_times_follow_the_key_over_versions(home: Families) -> None:
    old = home.offered(row("Музыка", "1"))
    key = stored(home, old)[0].key or ""
    with writing(home.world.engine) as session:
        session.add(PinnedTime(case_id=home.case_id, row_key=key, day=Weekday.TUE, start_min=600))
    with home.acting("deputy") as unit:
        new = next_version(unit, old, START, END).id
    assert stored(home, new)[0].key == key


def test_a_closed_case_gets_no_plan(home: Families) -> None:
    with writing(home.world.engine) as session:
        session.get_one(Case, home.case_id).state = "finished"
    with pytest.raises(Conflict, match="закрыто"):
        home.draft()
