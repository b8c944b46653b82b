"""Opening a case, its page, its moves, and the review before what cannot be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.papers.filing import PaperDraft, file_paper
from models.case import Case, Pupil
from models.document import Contract, PaperKind
from models.engines import reading
from models.states import State
from tests.api.pages.cases.office import START, Office, day, faults_in, office_of


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def filled(office: Office, **more: object) -> dict[str, object]:
    """The form of a new case as a deputy fills it in."""
    return {
        "surname": "Вымышленная", "given_names": "Анна Петровна", "birth_on": day("05.05.2015"),
        "year_id": office.world.year_id, "grade": 5, "class_title": "5 А", "programme": "adapted",
        "applied_on": START, "deputy_id": office.deputy.id, "class_teacher_id": office.teacher.id,
    } | more  # fmt: skip


def count(office: Office, kind: type[Pupil] | type[Case]) -> int:
    with reading(office.where.engine) as session:
        return len(session.exec(select(kind.id)).all())


def test_a_case_is_opened_for_a_new_pupil(office: Office) -> None:
    desk = office.desk()
    where = desk.done("/cases", filled(office))
    case = office.world.get(where.rpartition("/")[2])
    assert (case.code, case.state, case.programme) == ("К-01", State.APPLIED, "adapted")
    assert (case.deputy_id, case.class_teacher_id) == (office.deputy.id, office.teacher.id)
    page = desk.get(f"{where}?said=added")
    assert "<h1>Вымышленная Анна Петровна</h1>" in page
    assert "Добавлено." in page
    assert "адаптированн" not in page  # the programme reveals a disability


def test_a_case_is_opened_for_a_known_pupil(office: Office) -> None:
    desk = office.desk()
    first = office.world.case()
    pupil_id = office.world.get(first).pupil_id
    assert pupil_id in desk.get("/cases/new")
    known = filled(office, pupil_id=pupil_id, surname="", given_names="", birth_on="")
    refused = desk.refused("/cases", 409, known)
    assert "У ребёнка уже есть дело К-01 в этом учебном году. Откройте его." in refused
    assert count(office, Pupil) == 1


def test_faults_of_pupil_and_case_come_together_and_the_input_is_kept(office: Office) -> None:
    desk = office.desk()
    wrong = filled(
        office,
        surname="",
        birth_on=day("01.08.2026"),
        grade=12,
        class_title="Б" * 21,
        applied_on=day("02.09.2026"),
    )
    page = desk.refused("/cases", 422, wrong)
    assert set(faults_in(page)) == {
        "Не сохранено. Исправьте отмеченное, остальное на месте.",
        "Укажите фамилию.",
        "Проверьте дату рождения: ученику должно быть от 4 до 25 лет.",
        "Класс — число от 1 до 11.",
        "Название класса длиннее 20 знаков. Сократите его.",
        "Дата ещё не наступила. Сегодня 01.09.2026.",
    }
    assert 'value="Анна Петровна"' in page
    assert f'value="{office.teacher.id}" selected' in page
    assert (count(office, Pupil), count(office, Case)) == (0, 0)


def test_without_words_of_the_lists_nothing_is_opened(office: Office) -> None:
    desk = office.desk()
    page = desk.refused("/cases", 422, filled(office, programme="", year_id="0" * 32, grade="пять"))
    assert set(faults_in(page)[1:]) == {
        "Выберите программу.", "Выберите из списка.", "Укажите целое число."
    }  # fmt: skip
    assert count(office, Pupil) == 0


def test_moves_that_may_be_made_are_buttons_and_others_say_why_not(office: Office) -> None:
    desk, case_id = office.desk(), office.world.case()
    page = desk.get(f"/cases/{case_id}")
    assert re.findall(r'name="move" value="(\w+)"', page) == []
    assert "Не хватает документа: заявление родителя (п. 2.2)." in page
    office.world.package(case_id, START)
    page = desk.get(f"/cases/{case_id}")
    assert re.findall(r'name="move" value="(\w+)"', page) == ["complete_package"]
    assert "Принять полный пакет документов <small>п. 2.1–2.2</small>" in page
    assert "Досрочно обучение прекращают только по заявлению родителя." in page


def test_a_move_is_made_from_a_day_and_stands_in_the_history(office: Office) -> None:
    desk, case_id = office.desk(), office.world.case()
    office.world.package(case_id, START)
    move = {"move": "complete_package", "on": START, "rev": office.world.get(case_id).rev}
    assert desk.done(f"/cases/{case_id}/moves", move) == f"/cases/{case_id}"
    page = desk.get(f"/cases/{case_id}")
    assert "01.09.2026: принять полный пакет документов" in page
    assert "Отметил(а) Лебедева Ольга Игоревна" in page
    # the clock of three days began
    assert "до 04.09.2026" in page
    office.clock.on(days=4)
    assert "просрочено: до 04.09.2026" in office.desk().get(f"/cases/{case_id}")


@pytest.mark.parametrize(
    ("told", "status", "sentence"),
    [
        ({"move": "start", "on": "2026-09-01"}, 409, "Из этого состояния нельзя начать обучение."),
        ({"move": "complete_package", "on": "2026-09-02"}, 422, "Дата ещё не наступила."),
        ({"move": "complete_package", "on": "вчера"}, 422, "Укажите дату, например 01.09.2026."),
        ({"move": "fly", "on": "2026-09-01"}, 422, "Выберите действие."),
        ({"move": "complete_package", "on": "2026-09-01", "rev": 77}, 409, "изменили, пока вы её смотрели"),
    ],
)
def test_a_move_that_cannot_be_made_comes_back_with_the_reason(
    office: Office, told: dict[str, object], status: int, sentence: str
) -> None:
    desk, case_id = office.desk(), office.world.case()
    office.world.package(case_id, START)
    page = desk.refused(f"/cases/{case_id}/moves", status, {"rev": 1} | told)
    assert sentence in page
    assert f'name="on" type="date" value="{told["on"]}"' in page
    assert office.world.get(case_id).state == State.APPLIED


def asked_to_end(office: Office) -> str:
    case_id = office.world.running()
    with office.world.acting(START) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=START))
    return case_id


def test_an_early_end_is_reviewed_with_person_and_day_first(office: Office) -> None:
    desk, case_id = office.desk(), asked_to_end(office)
    office.clock.on(days=9)
    desk = office.desk()
    rev = office.world.get(case_id).rev
    told = {"move": "end_early", "on": day("08.09.2026"), "rev": rev}
    review = desk.send(f"/cases/{case_id}/moves", told).headers["location"]
    assert review == f"/cases/{case_id}/close?move=end_early&on=2026-09-08"
    assert office.world.get(case_id).state == State.RUNNING
    page = desk.get(review)
    assert "Прекратить обучение досрочно?" in page
    assert "<strong>Иванов Пётр Сергеевич</strong>" in page
    assert "<strong>08.09.2026</strong>" in page
    assert desk.done(f"/cases/{case_id}/close", told) == f"/cases/{case_id}"
    assert office.world.get(case_id).state == State.ENDED_EARLY
    with reading(office.where.engine) as session:
        assert session.exec(select(Contract.ended_on)).one() == day("07.09.2026")
    closed = desk.get(f"/cases/{case_id}")
    assert "Дело закрыто 08.09.2026" in closed
    assert "Внести приказ" not in closed


def test_a_review_that_is_refused_says_why_and_ends_nothing(office: Office) -> None:
    desk, case_id = office.desk(), office.world.running()
    told = {"move": "end_early", "on": START, "rev": office.world.get(case_id).rev}
    page = desk.refused(f"/cases/{case_id}/close", 409, told)
    assert "Внесите заявление (п. 2.9)." in page
    assert "Прекратить обучение досрочно?" in page
    no_day = desk.get(f"/cases/{case_id}/close?move=finish&on=когда-нибудь")
    assert "Да, завершить" not in no_day
    assert (
        desk.send(f"/cases/{case_id}/close", told | {"move": "start"}).headers["location"].endswith(case_id)
    )
    assert office.world.get(case_id).state == State.RUNNING


def test_what_will_be_on_a_day_is_told_with_reasons(office: Office) -> None:
    desk, case_id = office.desk(), office.world.running(until=day("12.09.2026"))
    will = desk.get(f"/cases/{case_id}?on=2026-09-11")
    will_not = desk.get(f"/cases/{case_id}?on=15.03.2027")
    assert "11.09.2026 занятия будут." in will
    assert "15.03.2027 занятий не будет." in will_not
    assert "На 15.03.2027 нет действующего медицинского заключения (п. 2.8)." in will_not
    assert "Укажите дату" in desk.get(f"/cases/{case_id}?on=31.02.2027")


def test_class_and_class_teacher_are_changed_with_a_guard(office: Office) -> None:
    desk, case_id = office.desk(), office.world.case()
    form = {"class_title": "5 Б", "class_teacher_id": office.teacher.id, "rev": 1}
    assert 'value="5 А"' in desk.get(f"/cases/{case_id}/class")
    assert desk.done(f"/cases/{case_id}/class", form) == f"/cases/{case_id}"
    case = office.world.get(case_id)
    assert (case.class_title, case.class_teacher_id) == ("5 Б", office.teacher.id)
    stale = desk.refused(f"/cases/{case_id}/class", 409, form | {"class_title": "5 В"})
    assert 'value="5 В"' in stale
    assert "Укажите класс" in desk.refused(
        f"/cases/{case_id}/class", 422, form | {"class_title": "", "rev": 2}
    )


def test_a_foreign_case_answers_like_a_missing_one(office: Office, tmp_path: Path) -> None:
    desk = office.desk()
    with office_of(office.where.engine, tmp_path, "s200") as other:
        foreign = other.world.case()
        for path in ("", "/class", "/close?move=finish", "/papers/new", "/medical/new", "/contracts/new"):
            told = [desk.get(f"/cases/{key}{path}", 404) for key in (foreign, "0" * 32)]
            assert told[0] == told[1]
        moved = {"move": "complete_package", "on": START, "rev": 1}
        assert desk.send(f"/cases/{foreign}/moves", moved).status_code == 404
