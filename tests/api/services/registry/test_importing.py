"""Bringing a workbook in: shown first, all or nothing, nothing removed that nobody has ticked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid
from api.services.cases.life import CaseDraft, open_case
from api.services.cases.pupils import add_pupil
from api.services.registry.difference import Fate
from api.services.registry.importing import CHANGED, ImportPlan, plan_import, write_registry
from api.services.registry.reading import registry_of
from exports.workbook.read import read_workbook
from exports.workbook.write import write_registry as workbook
from models.case import UNKNOWN_BIRTH, Case, Programme, Pupil
from models.engines import reading
from models.family import FamilyWindow as WindowRow
from models.person import Account, Grant, Role
from models.plan import PinnedTime, Plan, PlanKind, PlanRow, PlanState
from models.school import School
from models.staff import Teacher, TeacherWindow
from models.states import State
from scheduler.registry.values import (
    Availability,
    FamilyKind,
    FamilyWindow,
    PinnedLesson,
    PlanLine,
    PupilEntry,
    Registry,
    TeacherEntry,
)
from scheduler.registry.values import School as SchoolEntry
from scheduler.terms import Needs, Weekday
from tests.api.services.registry.office import Office, new_office, row
from tests.api.services.world import PUPIL, START, day

OZERNAYA = "Озёрная А. А."


@pytest.fixture
def office(database: Engine) -> Office:
    """A teacher free from 12 to 19, a running case К-01 with a plan of one row, a partner."""
    made = new_office(database)
    made.teacher()
    made.plan(made.case(), row(hours="2"))
    made.partner()
    return made


def book(office: Office, change: Callable[[Registry], Registry] = lambda each: each) -> Registry:
    """What the school's own workbook says, after a change by hand."""
    with office.acting() as unit:
        return change(read_workbook(workbook(registry_of(unit, office.world.year_id))))


def shown(office: Office, registry: Registry, **more: object) -> ImportPlan:
    with office.acting(**more) as unit:  # type: ignore[arg-type]
        return plan_import(unit, office.world.year_id, registry)


def taken(office: Office, registry: Registry, today: date = START, **more: object) -> ImportPlan:
    with office.acting(today) as unit:
        return write_registry(unit, office.world.year_id, registry, **more)  # type: ignore[arg-type]


def told(plan: ImportPlan) -> list[tuple[str, str]]:
    return [(item.fate.value, item.title) for item in plan.items]


def pupil(code: str = "К-07", **more: object) -> PupilEntry:
    said = {
        "id": code,
        "name": "Ваня П.",
        "class_title": "3 «Б»",
        "grade": 3,
        "school": "s100",
        "home": "дом К-01",
    }
    return PupilEntry(**(said | more))  # type: ignore[arg-type]


def test_a_workbook_just_taken_out_changes_nothing(office: Office) -> None:
    plan = shown(office, book(office))
    assert (plan.items, plan.troubles, plan.idle) == ((), (), True)


def test_a_change_is_told_field_by_field_before_and_after(office: Office) -> None:
    def longer(registry: Registry) -> Registry:
        teacher = replace(registry.teachers[0], max_week_min=600, grade_last=4)
        return replace(registry, teachers=(teacher,))

    (item,) = shown(office, book(office, longer)).items
    assert (item.fate, item.title) == (Fate.CHANGE, f"Учитель {OZERNAYA}")
    assert [(each.title, each.before, each.after) for each in item.fields] == [
        ("Классы по", "11", "4"),
        ("Не больше минут в неделю", "не указано", "600"),
    ]


def test_a_moved_window_is_a_change_and_not_a_loss(office: Office) -> None:
    def earlier(registry: Registry) -> Registry:
        return replace(registry, availability=(replace(registry.availability[0], end_min=1080),))

    changed = book(office, earlier)
    assert told(shown(office, changed)) == [("change", f"{OZERNAYA}: свободен")]
    taken(office, changed)
    with reading(office.world.engine) as session:
        (window,) = session.exec(select(TeacherWindow)).all()
    assert (window.start_min, window.end_min) == (720, 1080)


def test_what_the_workbook_does_not_name_stays_until_somebody_ticks_it(office: Office) -> None:
    bare = book(office, lambda each: replace(each, teachers=(), availability=(), lines=()))
    plan = shown(office, bare)
    assert told(plan) == [
        ("gone", f"Учитель {OZERNAYA}"),
        ("gone", f"{OZERNAYA}: свободен"),
        ("gone", "План, К-01 Математика"),
    ]
    taken(office, bare, digest=plan.digest)
    assert shown(office, bare).digest == plan.digest  # everything is still there
    keys = {item.title: item.key for item in plan.items}
    taken(office, bare, day("05.10.2026"), ended=[keys[f"Учитель {OZERNAYA}"]])
    with reading(office.world.engine) as session:
        assert session.exec(select(Teacher.last_on)).one() == day("05.10.2026")
        assert len(session.exec(select(TeacherWindow)).all()) == 1
        assert len(session.exec(select(PlanRow)).all()) == 1


def test_cases_schools_and_places_are_never_ended_by_a_workbook(office: Office) -> None:
    bare = book(office, lambda each: replace(each, pupils=(), lines=(), places=each.places[:2], families=()))
    plan = shown(office, bare)
    ends = {item.title: item.ends for item in plan.of(Fate.GONE)}
    assert ends == {"Место «дом К-01»": False, "Дело К-01": False, "План, К-01 Математика": True}
    with pytest.raises(Conflict):
        taken(office, bare, ended=[item.key for item in plan.of(Fate.GONE)])


def test_what_was_shown_is_what_is_done_or_nothing_is(office: Office) -> None:
    changed = book(office, lambda each: replace(each, pupils=(*each.pupils, pupil())))
    plan = shown(office, changed)
    office.window(office.teachers[OZERNAYA], 480, 540)  # somebody adds a window meanwhile
    with pytest.raises(Conflict) as refused:
        taken(office, changed, digest=plan.digest)
    assert refused.value.sentence == CHANGED
    with reading(office.world.engine) as session:
        assert session.exec(select(Case.code)).all() == ["К-01"]


def test_a_new_child_is_an_application_without_papers(office: Office) -> None:
    said = pupil(needs=Needs.OVZ, valid_from=START, valid_to=day("31.12.2026"), max_day_lessons=2)
    window = FamilyWindow(pupil="К-07", kind=FamilyKind.ADULT_HOME, start_min=540, end_min=900)
    line = PlanLine(id="", pupils=("К-07",), subject="Чтение", hours_week=Fraction(3, 4))
    changed = book(
        office,
        lambda each: replace(
            each,
            pupils=(*each.pupils, said),
            families=(window,),
            lines=(*each.lines, replace(line, id="новая")),
        ),
    )
    plan = taken(office, changed)
    assert [(item.title, item.reason) for item in plan.of(Fate.LEFT)] == [
        ("Дело К-07", "Сроки следуют из документов дела: внесите их там.")
    ]
    with reading(office.world.engine) as session:
        case = session.exec(select(Case).where(Case.code == "К-07")).one()
        child = session.get_one(Pupil, case.pupil_id)
        made = session.exec(select(Plan).where(Plan.case_id == case.id)).one()
        written = session.exec(select(PlanRow).where(PlanRow.plan_id == made.id)).one()
        channel = session.exec(select(WindowRow.channel)).one()
    assert (case.state, case.programme, case.grade) == (State.APPLIED, Programme.ADAPTED, 3)
    assert (child.surname, child.given_names, child.birth_on) == ("Ваня", "П.", UNKNOWN_BIRTH)
    assert (made.kind, made.state, made.number) == (PlanKind.IOM, PlanState.DRAFT, 1)
    assert (written.hours_part, written.hours_over, channel) == (3, 4, "workbook")


def test_codes_go_on_behind_those_that_came_with_a_workbook(office: Office) -> None:
    taken(office, book(office, lambda each: replace(each, pupils=(*each.pupils, pupil("К-03")))))
    with office.acting() as unit:
        draft = CaseDraft(
            pupil_id=add_pupil(unit, PUPIL).id, year_id=office.world.year_id, class_title="1 А", grade=1,
            programme=Programme.GENERAL, applied_on=START,
        )  # fmt: skip
        assert open_case(unit, draft).code == "К-04"  # two cases are there, К-03 is taken


def test_a_change_of_an_approved_plan_is_a_new_draft_with_the_same_keys(office: Office) -> None:
    def more(registry: Registry) -> Registry:
        (line,) = registry.lines
        return replace(registry, lines=(replace(line, hours_week=Fraction(5, 2), teachers=(OZERNAYA,)),))

    taken(office, book(office, more))
    with reading(office.world.engine) as session:
        plans = session.exec(select(Plan).order_by(Plan.number)).all()  # type: ignore[arg-type]
        rows = {each.plan_id: each for each in session.exec(select(PlanRow))}
    assert [(plan.number, plan.state) for plan in plans] == [(1, "approved"), (2, "draft")]
    old, new = (rows[plan.id] for plan in plans)
    assert (old.hours_part, old.hours_over, new.hours_part, new.hours_over) == (2, 1, 5, 2)
    assert old.key == new.key
    assert shown(office, book(office, lambda each: each)).idle
    taken(office, book(office, lambda each: replace(each, lines=(replace(each.lines[0], max_per_day=2),))))
    with reading(office.world.engine) as session:
        assert len(session.exec(select(Plan)).all()) == 2  # the draft itself is changed


def test_a_ticked_row_goes_from_the_draft_and_not_from_the_approved_plan(office: Office) -> None:
    bare = book(office, lambda each: replace(each, lines=()))
    (item,) = shown(office, bare).items
    taken(office, bare, ended=[item.key])
    with reading(office.world.engine) as session:
        assert [plan.state for plan in session.exec(select(Plan).order_by(Plan.number))] == [  # type: ignore[arg-type]
            "approved",
            "draft",
        ]
        assert len(session.exec(select(PlanRow)).all()) == 1
    assert registry_lines(office) == 0


def registry_lines(office: Office) -> int:
    with office.acting() as unit:
        return len(registry_of(unit, office.world.year_id).lines)


def test_agreed_times_come_and_go_with_their_lines(office: Office) -> None:
    pin = PinnedLesson(line="К-01 Математика", day=Weekday.MON, start_min=840, week=2, teacher=OZERNAYA)
    with_pin = book(office, lambda each: replace(each, pinned=(pin,)))
    assert told(taken(office, with_pin)) == [("add", "Закреплено: К-01 Математика")]
    moved = replace(with_pin, pinned=(replace(pin, start_min=900, week=None),))
    assert told(taken(office, moved)) == [("change", "Закреплено: К-01 Математика")]
    with reading(office.world.engine) as session:
        kept = session.exec(select(PinnedTime)).one()
    assert (kept.start_min, kept.week, kept.day) == (900, None, "mon")


def test_troubles_are_all_told_and_nothing_is_taken(office: Office) -> None:
    def broken(registry: Registry) -> Registry:
        (line,) = registry.lines
        stranger = SchoolEntry(id="s900", title="Чужая")
        place = registry.places[0].model_copy(update={"id": "s900"})
        return replace(
            registry, lines=(replace(line, lesson_min=200),), schools=(*registry.schools, stranger),
            places=(*registry.places, place), years=tuple(replace(each, title="2027/28") for each in registry.years),
        )  # fmt: skip

    said = [trouble.sentence for trouble in shown(office, book(office, broken)).troubles]
    assert said == [
        "Школы «s900» в сети нет: её заводит администратор, а договор вносит ваша школа.",
        "В книге учебный год 2027/28, а открыт 2026/27. Выберите год или исправьте книгу.",
        "К-01 Математика: занятие, минут: 200, можно от 5 до 120.",
    ]
    with pytest.raises(Invalid) as refused:
        taken(office, book(office, broken))
    assert list(refused.value.faults["workbook"]) == said


def test_two_teachers_of_one_name_are_told_apart_in_the_workbook(office: Office) -> None:
    office.teacher("ин-2", "Физика", name=OZERNAYA)
    taken_out = book_told_apart(office)
    assert [each.name for each in taken_out.teachers] == [f"{OZERNAYA} ({OZERNAYA})", f"{OZERNAYA} (ин-2)"]
    assert shown(office, taken_out).items == ()


def book_told_apart(office: Office) -> Registry:
    from api.services.registry.difference import told_apart

    with office.acting() as unit:
        return read_workbook(workbook(told_apart(registry_of(unit, office.world.year_id))))


def partner_teacher(registry: Registry) -> Registry:
    entry = TeacherEntry(id="Снегова Г. Г.", name="Снегова Г. Г.", school="s200", subjects=("Физика",))
    free = Availability(teacher="Снегова Г. Г.", start_min=600, end_min=900)
    return replace(
        registry, teachers=(*registry.teachers, entry), availability=(*registry.availability, free)
    )


def test_teachers_of_a_partner_without_people_here_come_with_the_base_school(office: Office) -> None:
    taken(office, book(office, partner_teacher))
    with reading(office.world.engine) as session:
        school = session.exec(
            select(School.code).where(School.id == Teacher.school_id, Teacher.code == "Снегова Г. Г.")
        ).one()
    assert school == "s200"


def coordinator(office: Office) -> str:
    """A coordinator of the partner; the partner's id."""
    with reading(office.world.engine) as session:
        partner = session.exec(select(School.id).where(School.code == "s200")).one()
    account = Account(name="Мостова О. О.")
    office.add(account)
    office.add(Grant(account_id=account.id, role=Role.COORDINATOR, school_id=partner, first_on=START))
    return partner


def test_what_a_partner_manages_itself_is_left_to_it(office: Office) -> None:
    coordinator(office)
    plan = shown(office, book(office, partner_teacher))
    assert [(item.fate, item.reason) for item in plan.items] == [
        (Fate.LEFT, "Это ведёт координатор школы-партнёра: попросите его внести изменение.")
    ] * 2
    named = book(
        office,
        lambda each: replace(
            partner_teacher(each), lines=(replace(each.lines[0], teachers=("Снегова Г. Г.",)),)
        ),
    )
    (trouble,) = shown(office, named).troubles
    assert (
        trouble.sentence
        == "План, К-01 Математика: «Снегова Г. Г.» вносите не вы. Сначала попросите внести это."
    )


def test_a_coordinator_brings_the_teachers_of_the_own_school_and_nothing_else(office: Office) -> None:
    partner = coordinator(office)
    with office.acting(school_id=partner) as unit:
        from api.services.schools.years import add_year
        from tests.api.services.world import YEAR

        year_id = add_year(unit, partner, YEAR).id
    whole = book(office, partner_teacher)
    with office.acting(role=Role.COORDINATOR, school_id=partner) as unit:
        plan = write_registry(unit, year_id, whole)
    done = [item.title for item in plan.items if item.fate != Fate.LEFT]
    assert done == ["Учитель Снегова Г. Г.", "Снегова Г. Г.: свободен"]
    assert {item.reason for item in plan.of(Fate.LEFT)} == {
        "Координатор вносит только данные своей школы: адрес, звонки, учителей, их время и уроки классов."
    }
    with reading(office.world.engine) as session:
        assert session.exec(select(Case.code)).all() == ["К-01"]
        assert session.exec(select(Teacher.school_id).where(Teacher.name == "Снегова Г. Г.")).one() == partner


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PARENT, Role.ADMINISTRATOR])
def test_nobody_else_brings_anything(office: Office, role: Role) -> None:
    registry = book(office)
    with pytest.raises(Forbidden):
        shown(office, registry, role=role)


def test_the_log_tells_counts_and_digest_and_no_names(office: Office) -> None:
    since = len(office.world.log())
    plan = taken(office, book(office, lambda each: replace(each, pupils=(*each.pupils, pupil()))))
    *_, last = rows = office.world.log(since)
    assert last == ("registry.import", "year", {"digest": plan.digest, "add": 1, "change": 0, "gone": 0})
    assert "Ваня" not in repr(rows)
