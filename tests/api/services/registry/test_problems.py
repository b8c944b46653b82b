"""The problem of the school's own data: what is in it, what was left out, what is found and where it is mended."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Forbidden
from api.services.registry.addresses import addresses_of
from api.services.registry.problems import Point, Unposed, facts_of
from models.case import Case
from models.engines import reading
from models.person import Role
from models.place import Place
from models.plan import Plan, PlanState
from models.staff import Teacher
from models.states import Move
from scheduler.terms import PlaceKind, Transport
from scheduler.travel import TravelTimes
from scheduler.wire import canonical_digest, parse_problem, to_wire
from tests.api.services.registry.office import AUTUMN, Office, new_office, row
from tests.api.services.world import day


@pytest.fixture
def office(database: Engine) -> Office:
    return new_office(database)


def found(points: tuple[Point, ...], words: str) -> Point:
    (point,) = [point for point in points if words in point.text]
    return point


def test_two_hours_a_week_are_eight_lessons_of_the_four_week_cycle(office: Office) -> None:
    teacher = office.teacher()
    office.plan(office.case(), row(hours="2"))
    posed = office.posed()
    (line,) = posed.problem.rows
    assert (line.lessons, line.lesson_min, line.teachers) == (8, 40, ("Озёрная А. А.",))
    assert [pupil.id for pupil in posed.problem.pupils] == ["К-01"]
    assert (posed.findings, posed.left_out) == ((), ())
    assert teacher not in posed.data.decode()


def test_the_bytes_are_the_file_of_the_problem_and_the_digest_is_that_of_its_text(office: Office) -> None:
    office.teacher()
    office.plan(office.case(), row())
    posed = office.posed()
    read = parse_problem(posed.data)
    assert read.problem == posed.problem
    assert read.digest == posed.digest == canonical_digest(to_wire(posed.problem))
    assert office.posed().data == posed.data
    assert len(posed.digest) == len(hashlib.sha256().hexdigest())


def test_names_and_addresses_of_children_stay_at_the_school(office: Office) -> None:
    office.teacher()
    office.plan(office.case(), row())
    text = office.posed().data.decode()
    assert "Придуманная" not in text
    assert "Иванов" not in text
    assert "К-01" in text


def test_a_selection_is_the_problem_of_its_cases(office: Office) -> None:
    office.teacher()
    first, second = office.case(), office.case()
    for case_id in (first, second):
        office.plan(case_id, row())
    assert [pupil.id for pupil in office.posed(cases=[second]).problem.pupils] == ["К-02"]


def test_teachers_of_a_partner_come_with_the_network_only(office: Office) -> None:
    partner = office.partner()
    office.teacher()
    office.teacher("Снегова Г. Г.", school_id=partner)
    office.plan(office.case(), row())
    names = [teacher.id for teacher in office.posed().problem.teachers]
    assert names == ["Озёрная А. А.", "Снегова Г. Г."]
    assert [teacher.id for teacher in office.posed(network=False).problem.teachers] == ["Озёрная А. А."]


def draft_row(office: Office, change: Callable[[Office, str], None] = lambda *_: None) -> tuple[str, str]:
    """A case with a draft that has one row of physics, which nobody gives; ids of the plan and the key."""
    case_id = office.case()
    line = row("Физика")
    plan = office.plan(case_id, line, state=PlanState.DRAFT)
    change(office, case_id)
    return plan, line.key


def test_a_road_is_reckoned_by_what_its_teacher_goes_once_that_is_told(office: Office) -> None:
    """1.112 km: on foot 20 minutes and 3 at the door, by car 4 and 5, by bus 7 and 10."""
    key = office.teacher()
    office.plan(office.case(), row())
    told = []
    for means in (None, "car", "bus"):
        with office.acting() as unit:
            unit.session.get_one(Teacher, key).goes = Transport(means) if means else None
        problem = office.posed().problem
        told.append((TravelTimes(problem)("s100", "дом К-01"), len(problem.travel.pairs)))
    assert told == [(23, 0), (9, 1), (17, 1)]


def test_what_a_partner_keeps_of_its_teacher_leads_to_free_and_busy(office: Office) -> None:
    """The card of a partner's teacher is its own school's: a page that answers «нет доступа» mends nothing."""
    theirs = office.teacher("Чужая Ч. Ч.", "Физика", school_id=office.partner())
    own = office.teacher()
    with office.acting() as unit:
        spots = addresses_of(facts_of(unit, office.world.year_id, *AUTUMN, None, network=True, drafts=True))
    assert spots.of("teacher", "Чужая Ч. Ч.") == f"/teachers/{theirs}/time"
    assert spots.of("teacher", "Озёрная А. А.") == f"/teachers/{own}"


def test_a_row_that_nobody_gives_is_found_with_the_page_of_the_row(office: Office) -> None:
    office.teacher()
    plan, key = draft_row(office)
    point = found(office.posed().findings, "Физика")
    assert point.blocks
    assert point.href == f"/plans/{plan}/rows/{key}"


def test_a_row_of_an_approved_version_leads_to_the_version(office: Office) -> None:
    office.teacher()
    plan = office.plan(office.case(), row("Физика"))
    assert found(office.posed().findings, "Физика").href == f"/plans/{plan}"


def test_who_has_no_home_is_left_out_and_sent_to_the_page_of_the_home(office: Office) -> None:
    office.teacher()
    office.plan(office.case(), row())
    homeless = office.world.running()
    office.plan(homeless, row())
    posed = office.posed()
    assert [pupil.id for pupil in posed.problem.pupils] == ["К-01"]
    point = found(posed.left_out, "К-02: не указано, где живёт ребёнок")
    assert point.href == f"/places/homes/{homeless}"


def test_who_has_no_plan_or_is_paused_is_told(office: Office) -> None:
    office.teacher()
    planless, paused = office.case(), office.case()
    office.plan(paused, row())
    office.world.move(paused, Move.SUSPEND, day("02.09.2026"))
    left = office.posed().left_out
    assert found(left, "К-01: нет учебного плана").href == f"/cases/{planless}/plan"
    assert found(left, "К-02: обучение приостановлено").href == f"/cases/{paused}"


def test_a_draft_counts_and_is_told_of(office: Office) -> None:
    office.teacher("Физикова Ф. Ф.", "Физика")
    draft_row(office)
    posed = office.posed()
    assert len(posed.problem.rows) == 1
    with reading(office.world.engine) as session:
        case_id = session.exec(select(Case.id)).one()
    assert found(posed.remarks, "взята последняя версия").href == f"/cases/{case_id}/plan"
    assert office.posed(drafts=False).problem.rows == ()


def nowhere(office: Office) -> None:
    """A case whose home has no coordinates."""
    case_id = office.world.running()
    case = office.world.get(case_id)
    home = Place(
        school_id=case.school_id, code="дом без координат", kind=PlaceKind.HOME, pupil_id=case.pupil_id,
        main=True, title="ул. Придуманная, 9",
    )  # fmt: skip
    office.add(home)
    office.plan(case_id, row())


def test_a_home_without_coordinates_and_roads_makes_no_problem_and_says_where(office: Office) -> None:
    office.teacher()
    office.plan(office.case(), row())
    nowhere(office)
    with pytest.raises(Unposed) as refused:
        office.posed()
    assert refused.value.sentence == "Сведения противоречат друг другу. Исправьте отмеченное и повторите."
    point = refused.value.points[0]
    assert point.text.startswith("Неизвестно, сколько идти: ")
    assert "дом без координат" in point.text
    assert point.text.endswith("Укажите координаты мест или минуты дороги.")
    assert point.href == "/roads"


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PARENT, Role.CLASS_TEACHER, Role.ADMINISTRATOR])
def test_nobody_else_gets_a_problem(office: Office, role: Role) -> None:
    from api.services.registry.problems import problem_of

    with office.acting(role=role) as unit, pytest.raises(Forbidden):
        problem_of(unit, office.world.year_id, *AUTUMN)


def test_reading_limits_of_papers_leaves_a_row_in_the_log(office: Office) -> None:
    office.teacher()
    office.plan(office.case(), row())
    since = len(office.world.log())
    office.posed()
    assert [action for action, *_ in office.world.log(since)] == ["medical.limits"]
    with reading(office.world.engine) as session:
        assert session.exec(select(Plan.state)).all() == [PlanState.APPROVED]
