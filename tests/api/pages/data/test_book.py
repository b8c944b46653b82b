"""The workbook over HTTP: brought, looked through, taken over whole or not at all; its columns; taken out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from exports.workbook.read import read_workbook
from models.engines import reading, writing
from models.person import Role
from models.staff import Teacher, TeacherWindow
from models.workbook import StagedWorkbook, WorkbookColumn
from tests.api import place as places
from tests.api.pages.cases.office import Browser
from tests.api.pages.data.room import OZERNAYA, Room, changed, file, room_of

NEW = "Снегова Г. Г."


@pytest.fixture
def room(database: Engine, tmp_path: Path) -> Iterator[Room]:
    with room_of(database, tmp_path) as made:
        yield made


def with_new_teacher(room: Room) -> bytes:
    """A second teacher below the first, and an hour less for the first."""
    book = changed(room.book(), "Учителя", B3=NEW, C3="s100", D3="Физика", E3="5–9")
    return changed(book, "Свободное время", G2="18:00")


def teachers(room: Room) -> list[str]:
    with reading(room.office.where.engine) as session:
        return sorted(session.exec(select(Teacher.name)).all())


def nothing_waits(desk: Browser) -> bool:
    """The review leads back to where a workbook is brought in."""
    answer = desk.client.get("/registry/review")
    return (answer.status_code, answer.headers.get("location")) == (303, "/registry")


def digest_in(page: str) -> str:
    return page.split('name="digest" value="')[1].split('"')[0]


def test_what_was_taken_out_and_brought_back_changes_nothing(room: Room) -> None:
    desk, book = room.desk(), room.book()
    assert [each.name for each in read_workbook(book).teachers] == [OZERNAYA]
    assert desk.done("/registry/book", files=file(book)) == "/registry/review"
    assert "переносить нечего" in desk.get("/registry/review")


def test_taking_out_leaves_a_row_in_the_log_without_names(room: Room) -> None:
    since = len(room.data.world.log())
    room.book()
    ((action, kind, facts),) = room.data.world.log(since)
    assert (action, kind, facts) == ("registry.export", "year", {"cases": 1, "teachers": 1})


def test_a_brought_workbook_changes_nothing_until_it_is_taken_over(room: Room) -> None:
    desk = room.desk()
    desk.done("/registry/book", files=file(with_new_teacher(room)))
    page = desk.get("/registry/review")
    assert "Добавится: 1" in page
    assert f"Учитель {NEW}" in page
    assert "Изменится: 1" in page
    assert '<del><span class="skip">было </span>19:00</del>' in page
    assert '<ins><span class="skip">станет </span>18:00</ins>' in page
    assert teachers(room) == [OZERNAYA]
    assert "Посмотреть и перенести" in desk.get("/registry")


def test_it_is_taken_over_whole(room: Room) -> None:
    desk = room.desk()
    desk.done("/registry/book", files=file(with_new_teacher(room)))
    page = desk.get("/registry/review")
    assert desk.done("/registry/apply", {"digest": digest_in(page)}) == "/registry"
    assert teachers(room) == [OZERNAYA, NEW]
    with reading(room.office.where.engine) as session:
        assert session.exec(select(TeacherWindow.end_min)).all() == [1080]
        assert session.exec(select(StagedWorkbook)).all() == []
    assert nothing_waits(desk)


def test_what_changed_meanwhile_is_shown_again_before_anything_is_taken_over(room: Room) -> None:
    desk = room.desk()
    desk.done("/registry/book", files=file(with_new_teacher(room)))
    page = desk.get("/registry/review")
    room.data.teacher("Лугова В. В.", "Музыка")
    again = desk.refused("/registry/apply", 409, {"digest": digest_in(page)})
    assert "Сведения в системе изменились, пока вы смотрели" in again
    assert digest_in(again) != digest_in(page)
    assert NEW not in teachers(room)


def test_nothing_goes_that_nobody_has_ticked(room: Room) -> None:
    book = room.book()
    room.data.teacher("Лугова В. В.", "Музыка")
    desk = room.desk()
    desk.done("/registry/book", files=file(book))
    page = desk.get("/registry/review")
    assert "Есть в системе, нет в книге: 2" in page  # the teacher and the free time
    keys = [part.split('"')[0] for part in page.split('name="end" value="')[1:]]
    (teacher,) = [key for key in keys if key.startswith("teachers-")]
    assert "checked" not in page
    desk.done("/registry/apply", {"digest": digest_in(page), "end": teacher})
    with reading(room.office.where.engine) as session:
        lasts = dict(session.exec(select(Teacher.name, Teacher.last_on)).all())
        windows = session.exec(select(TeacherWindow.id)).all()
    assert (lasts["Лугова В. В."] is not None, lasts[OZERNAYA]) == (True, None)
    assert len(windows) == 2


def test_a_made_up_tick_takes_nothing_over(room: Room) -> None:
    desk = room.desk()
    desk.done("/registry/book", files=file(with_new_teacher(room)))
    page = desk.get("/registry/review")
    desk.refused("/registry/apply", 409, {"digest": digest_in(page), "end": "teachers-0"})
    assert teachers(room) == [OZERNAYA]


def test_faults_of_cells_are_told_with_their_places_and_nothing_can_be_taken_over(room: Room) -> None:
    desk = room.desk()
    desk.done("/registry/book", files=file(changed(room.book(), "Учителя", C2="s999", E2="много")))
    page = desk.get("/registry/review")
    assert "Исправьте в книге: 2 места" in page
    assert "Учителя, строка 2, столбец «Школа» (C2): " in page
    assert "Перенести в систему" not in page
    assert desk.send("/registry/apply", {"digest": ""}).status_code == 404  # no registry was read
    assert teachers(room) == [OZERNAYA]


def with_own_heading(room: Room) -> bytes:
    """A year's stand-in for «Предметы»: a heading only this school uses."""
    return changed(with_new_teacher(room), "Учителя", J1="Кабинет", J2="12")


def test_an_unknown_heading_is_asked_for_once_and_remembered(room: Room) -> None:
    desk, book = room.desk(), with_own_heading(room)
    desk.done("/registry/book", files=file(book))
    assert "«Кабинет»" in desk.get("/registry/review")
    assert desk.done("/registry/columns", {"column-1": "-"}) == "/registry/review"
    assert "Что в этих столбцах?" not in desk.get("/registry/review")
    desk.done("/registry/book", files=file(book))
    assert "Что в этих столбцах?" not in desk.get("/registry/review")
    assert "Запомнено: 1 столбец" in desk.get("/registry")
    desk.done("/registry/forget")
    desk.done("/registry/book", files=file(book))
    assert "Что в этих столбцах?" in desk.get("/registry/review")


def test_a_heading_that_was_explained_is_read(room: Room) -> None:
    desk = room.desk()
    book = changed(room.book(), "Учителя", F1="Потолок недели", F2=None, G1="Лишнее", G2=None)
    book = changed(book, "Учителя", F2=600)
    desk.done("/registry/book", files=file(book))
    page = desk.get("/registry/review")
    assert "«Потолок недели»" in page
    desk.done("/registry/columns", {"column-1": "max_week_min", "column-2": "-"})
    page = desk.get("/registry/review")
    assert "Не больше минут в неделю" in page
    assert "600" in page


def test_a_wrong_answer_is_told_beside_the_heading(room: Room) -> None:
    desk = room.desk()
    desk.done("/registry/book", files=file(with_own_heading(room)))
    page = desk.refused("/registry/columns", 422, {"column-1": "password"})
    assert "Выберите столбец из списка." in page
    with reading(room.office.where.engine) as session:
        assert session.exec(select(WorkbookColumn)).all() == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x89PNG", b"<html>", b"x" * 6000])
def test_what_is_no_workbook_is_refused_beside_the_field(room: Room, data: bytes) -> None:
    page = room.desk().refused("/registry/book", 422, files=file(data))
    assert 'id="file-fault"' in page
    with reading(room.office.where.engine) as session:
        assert session.exec(select(StagedWorkbook)).all() == []


def test_no_file_at_all_is_told(room: Room) -> None:
    assert "Выберите файл книги" in room.desk().refused("/registry/book", 422)


def test_a_workbook_is_thrown_away_and_one_of_yesterday_is_gone(room: Room) -> None:
    desk = room.desk()
    desk.done("/registry/book", files=file(room.book()))
    desk.done("/registry/throw")
    assert nothing_waits(desk)
    desk.done("/registry/book", files=file(room.book()))
    with writing(room.office.where.engine) as session:
        row = session.exec(select(StagedWorkbook)).one()
        row.at = row.at.replace(day=row.at.day - 1, month=8) if row.at.day > 1 else row.at.replace(month=8)
    assert nothing_waits(desk)


def test_what_one_deputy_brought_another_does_not_see(room: Room) -> None:
    room.desk().done("/registry/book", files=file(room.book()))
    engine = room.office.where.engine
    other = places.person(engine, "zavuch2", (Role.DEPUTY, room.data.world.school_id))
    desk = room.office.browser(other, Role.DEPUTY)
    assert nothing_waits(desk)
    assert "ждёт решения" not in desk.get("/registry")


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (Role.CLASS_TEACHER, {"/registry": 403, "/registry/review": 403, "/registry/template.xlsx": 403}),
        (Role.COORDINATOR, {"/registry": 200, "/registry/template.xlsx": 200}),
    ],
)
def test_who_may_look(room: Room, role: Role, paths: dict[str, int]) -> None:
    engine, school = room.office.where.engine, room.data.world.school_id
    account = (
        room.office.teacher if role == Role.CLASS_TEACHER else places.person(engine, "k", (role, school))
    )
    browser = room.office.browser(account, role)
    for path, status in paths.items():
        assert browser.client.get(path).status_code == status
    assert browser.send("/registry/school.xlsx").status_code == 403
