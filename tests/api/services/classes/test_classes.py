"""Timetables of classes: grids and pasted tables, what arrives in the problem, which home lessons a change breaks."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid
from api.services.classes.broken import broken_lessons, without_bells
from api.services.classes.store import Slot
from api.services.classes.writing import (
    ClassSheet,
    class_sheet,
    classes_of,
    read_table,
    write_class,
    write_table,
)
from api.services.registry.reading import registry_of
from api.services.schools.network import BellDraft, write_bells
from models.agreement import TimetableEntry, TimetableVersion, VersionState
from models.engines import writing
from models.person import Role
from models.school import Bell
from models.staff import Teacher
from scheduler.terms import Transport, Weekday
from tests.api.services.registry.office import Office, new_office, row
from tests.api.services.world import END, START

MON, TUE = Weekday.MON, Weekday.TUE
TABLE = "\n".join(
    (
        "День\tУрок\t5 А\t10 Б",
        "пн\t1\tМатематика, Озёрная А. А.\tФизика, Лугова В. В. (нед. 1, 3); Химия, Озёрная А. А. (нед. 2, 4)",
        "\t2\tРусский язык\t",
        "вт\t1\t\tФизика, Лугова В. В.",
    )
)


@pytest.fixture
def office(database: Engine) -> Office:
    made = new_office(database)
    made.bells()  # 8:30, 9:20, 10:10, 11:00, 11:50, 12:40; each 40 minutes
    made.teacher()
    made.teacher("Лугова В. В.", "Физика")
    return made


def sheet(office: Office, title: str, shift: int = 1) -> ClassSheet:
    with office.acting() as unit:
        return class_sheet(unit, title, shift)


def write(office: Office, title: str, cells: dict[Slot, str], mark: str = "", shift: int = 1) -> None:
    with office.acting() as unit:
        write_class(unit, title, shift, cells, mark or class_sheet(unit, title, shift).mark)


def lines(office: Office) -> list[tuple[str, int, int]]:
    with office.acting() as unit:
        return [(line.title, line.shift, line.lessons) for line in classes_of(unit)]


def test_a_grid_comes_back_as_it_was_written(office: Office) -> None:
    cells = {(MON, 1): "Математика, Озёрная А. А.", (TUE, 2): "Физика, Лугова В. В. (нед. 1, 3); Химия"}
    write(office, "5а", cells)
    assert sheet(office, "5 А").cells == cells
    assert lines(office) == [("5 «А»", 1, 3)]


def test_class_lessons_make_their_teachers_busy_in_the_problem(office: Office) -> None:
    write(
        office,
        "5 А",
        {(MON, 1): "Математика, Озёрная А. А.", (TUE, 2): "Математика, Озёрная А. А. (нед. 1, 3)"},
    )
    case_id = office.case()
    office.plan(case_id, row("Математика", "2"))
    teacher = next(each for each in office.posed().problem.teachers if each.name == "Озёрная А. А.")
    assert {(busy.days, busy.weeks, busy.start_min, busy.end_min) for busy in teacher.busy} == {
        ((MON,), None, 510, 550), ((TUE,), ("w1", "w3"), 560, 600)
    }  # fmt: skip


def test_a_grid_names_every_cell_that_is_wrong(office: Office) -> None:
    wrong = {
        (MON, 1): "Математика, Озёрнов А. А.",
        (TUE, 1): "Озёрная А. А.",
        (TUE, 2): "Математика (нед. 9)",
    }
    with office.acting() as unit, pytest.raises(Invalid) as refused:
        write_class(unit, " ", 0, {**wrong, (TUE, 3): "ж" * 301}, "")
    assert set(refused.value.faults) == {
        "title", "shift", "cell-mon-1", "cell-tue-1", "cell-tue-2", "cell-tue-3"
    }  # fmt: skip
    assert "Озёрная А. А." in refused.value.faults["cell-mon-1"][0]
    assert lines(office) == []


def test_a_stale_grid_changes_nothing(office: Office) -> None:
    mark = sheet(office, "5 А").mark
    write(office, "5 А", {(MON, 1): "Математика"}, mark)
    with pytest.raises(Conflict):
        write(office, "5 А", {(MON, 1): "Физика"}, mark)
    assert sheet(office, "5 А").cells == {(MON, 1): "Математика"}


def test_shifts_of_a_class_are_written_apart(office: Office) -> None:
    write(office, "5 А", {(MON, 1): "Математика"})
    write(office, "5 А", {(MON, 1): "Физика"}, shift=2)
    write(office, "5 А", {})
    assert lines(office) == [("5 «А»", 2, 1)]


def test_a_pasted_table_replaces_its_classes_and_leaves_the_others(office: Office) -> None:
    write(office, "5 А", {(MON, 5): "Труд"})
    write(office, "6 В", {(MON, 5): "Труд"})
    with office.acting() as unit:
        assert write_table(unit, TABLE, 1) == 5
    assert lines(office) == [("5 «А»", 1, 2), ("6 «В»", 1, 1), ("10 «Б»", 1, 3)]
    assert sheet(office, "5 А").cells == {(MON, 1): "Математика, Озёрная А. А.", (MON, 2): "Русский язык"}
    with office.acting() as unit:
        write_table(unit, TABLE, 1)  # once more: nothing doubles
    assert lines(office) == [("5 «А»", 1, 2), ("6 «В»", 1, 1), ("10 «Б»", 1, 3)]


def test_a_table_says_where_it_is_wrong_and_nothing_of_it_is_taken(office: Office) -> None:
    wrong = TABLE.replace("вт\t1", "втн\tпервый").replace("Лугова В. В. (нед", "Луговая Ж. Ж. (нед")
    with office.acting() as unit:
        found = read_table(unit, wrong, 1)
        assert [fault.split(":")[0] for fault in found.faults] == ["Строка 2, 10 «Б»", "Строка 4"]
        with pytest.raises(Invalid):
            write_table(unit, wrong, 1)
        assert "первая строка" in read_table(unit, "просто текст", 1).faults[0]
        twice = read_table(unit, TABLE.replace("10 Б", "5 А"), 1)
        assert twice.faults == ("Класс 5 «А» стоит дважды.",)
    assert lines(office) == []


def published(
    office: Office, *entries: tuple[str, str, str | None, int, int], state: str = "published"
) -> str:
    """A version of a new case with lessons (teacher, day, weeks, start, end)."""
    case_id = office.case()
    more = {"approved_at": None} if state == "offered" else {}
    with office.acting() as unit:
        version = TimetableVersion(
            case_id=case_id, number=1, state=state, first_on=START, last_on=END, text="текст", digest="0" * 64,
            **({"approved_at": unit.at} | more),
        )  # fmt: skip
        unit.session.add(version)
        unit.session.flush()
        unit.session.add_all(
            TimetableEntry(
                version_id=version.id, row_key="р", day=day, weeks=weeks, start_min=start, end_min=end,
                subject="Математика", teacher_id=office.teachers[teacher], teacher_name=teacher, form="home",
                digest="0" * 64,
            )
            for teacher, day, weeks, start, end in entries
        )  # fmt: skip
    return case_id


def broken(office: Office, role: Role = Role.DEPUTY) -> list[str]:
    with office.acting(role=role) as unit:
        return [each.said for each in broken_lessons(unit)]


def test_a_changed_class_timetable_lists_the_home_lessons_it_breaks(office: Office) -> None:
    case_id = published(
        office,
        ("Озёрная А. А.", "mon", "1,3", 600, 640),  # ends when lesson 3 (10:10) has begun
        ("Озёрная А. А.", "mon", None, 650, 690),  # begins with the end of lesson 3 (10:50)
        ("Лугова В. В.", "mon", None, 600, 640),  # another teacher
    )
    assert broken(office) == []
    write(office, "5 А", {(MON, 3): "Математика, Озёрная А. А. (нед. 2, 4)"})
    assert broken(office) == []  # other weeks
    write(office, "5 А", {(MON, 3): "Математика, Озёрная А. А. (нед. 3)"})
    code = office.world.get(case_id).code
    assert broken(office) == [
        f"пн 10:00–10:40, дело {code}, Математика: Озёрная А. А. в это время на уроке в классе 5 «А» (10:10–10:50)."
    ]
    assert broken(office, Role.TEACHER) == []
    assert code not in broken(office, Role.COORDINATOR)[0]


def test_changed_bells_list_the_home_lessons_they_break(office: Office) -> None:
    published(office, ("Озёрная А. А.", "tue", None, 560, 600))
    write(office, "5 А", {(TUE, 1): "Математика, Озёрная А. А."})
    assert broken(office) == []
    with office.acting() as unit:  # the first lesson begins and ends an hour later
        write_bells(unit, office.world.school_id, [BellDraft(shift=1, number=1, start_min=570, end_min=610)])
        assert without_bells(unit) == ()
    assert len(broken(office)) == 1


def test_a_lesson_one_cannot_get_to_in_time_is_broken_too(office: Office) -> None:
    """The home is 23 minutes away: 1.112 km × 1.3 at 4.5 km/h, up to 20, and 3 at the door. Lesson 2 is 9:20–10:00."""
    case_id = published(
        office, ("Озёрная А. А.", "mon", None, 623, 663), ("Озёрная А. А.", "mon", None, 500, 540)
    )
    home = office.home(case_id)
    with writing(office.world.engine) as session:
        for entry in session.exec(select(TimetableEntry)):
            entry.place_id = home
            session.add(entry)
    write(office, "5 А", {(MON, 2): "Математика, Озёрная А. А."})
    code = office.world.get(case_id).code
    assert broken(office) == [
        f"пн 8:20–9:00, дело {code}, Математика: Озёрная А. А. не успевает дойти: дорога 23 мин, урок в классе "
        "5 «А» (9:20–10:00)."
    ]
    with writing(office.world.engine) as session:  # the bells are shortened: the lesson ends and begins later
        bell = session.exec(select(Bell).where(Bell.number == 2)).one()
        bell.start_min, bell.end_min = 563, 601
        session.add(bell)
    assert [said.partition(",")[0] for said in broken(office)] == ["пн 10:23–11:03"]


@pytest.mark.parametrize(("means", "late"), [(None, 1), (Transport.CAR, 0), (Transport.BUS, 1)])
def test_whether_one_gets_there_in_time_depends_on_what_one_goes_by(
    office: Office, means: Transport | None, late: int
) -> None:
    """The class ends at 10:00, the home lesson begins at 10:10: 23 minutes on foot, 17 by bus, 9 by car."""
    case_id = published(office, ("Озёрная А. А.", "mon", None, 610, 650))
    home = office.home(case_id)
    with writing(office.world.engine) as session:
        session.exec(select(TimetableEntry)).one().place_id = home
        session.get_one(Teacher, office.teachers["Озёрная А. А."]).goes = means
    write(office, "5 А", {(MON, 2): "Математика, Озёрная А. А."})
    assert len(broken(office)) == late


@pytest.mark.parametrize("state", [VersionState.OFFERED, VersionState.SUPERSEDED])
def test_only_lessons_that_are_promised_can_be_broken(office: Office, state: str) -> None:
    published(office, ("Озёрная А. А.", "mon", None, 510, 550), state=state)
    write(office, "5 А", {(MON, 1): "Математика, Озёрная А. А."})
    assert broken(office) == []


def test_a_lesson_without_a_bell_is_told(office: Office) -> None:
    write(office, "5 А", {(MON, 7): "Математика"})
    with office.acting() as unit:
        assert without_bells(unit) == ("5 «А»: урок 7 смены 1 есть в расписании, а звонка на него нет.",)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PARENT, Role.CLASS_TEACHER])
def test_nobody_else_writes_timetables_of_classes(office: Office, role: Role) -> None:
    for act in (classes_of, lambda unit: write_table(unit, TABLE, 1)):
        with office.acting(role=role) as unit, pytest.raises(Forbidden):
            act(unit)


def test_a_coordinator_writes_those_of_the_own_school_only(office: Office) -> None:
    school_id = office.partner()
    with office.acting(role=Role.COORDINATOR, school_id=school_id) as unit:
        write_class(unit, "7 Г", 1, {(MON, 1): "Химия"}, class_sheet(unit, "7 Г", 1).mark)
    assert lines(office) == []
    with office.acting() as unit:
        assert [lesson.school for lesson in registry_of(unit, office.world.year_id).classes] == ["s200"]
