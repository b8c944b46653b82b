"""Cases: opened once, found by their own school alone, moved by the table and its guards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from api.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from api.services.cases.life import CaseDraft, case_of, change_class, choices, history, make_move, open_case
from api.services.cases.pupils import add_pupil
from api.services.papers.filing import PaperDraft, annul_paper, file_paper
from api.services.papers.medical import file_medical
from models.case import Programme
from models.document import PaperKind
from models.person import Role
from models.states import Move, State
from tests.api.services.world import END, PUPIL, START, World, day, medical, new_world, pmpk


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def why(world: World, case_id: str, move: Move, today: date, on: date | None = None) -> str:
    """The sentence a move is refused with; nothing of it is kept."""
    with pytest.raises(Refusal) as caught:
        world.move(case_id, move, today, on)
    return caught.value.sentence


def test_codes_count_up_in_a_year_of_a_school(world: World) -> None:
    codes = [world.get(world.case()).code for _ in range(3)]
    assert codes == ["К-01", "К-02", "К-03"]


def test_codes_begin_anew_in_another_school(world: World) -> None:
    world.case()
    other = new_world(world.engine, "s200")
    assert other.get(other.case()).code == "К-01"


def test_a_second_case_of_a_pupil_waits_until_the_first_is_over(world: World) -> None:
    case_id = world.running()
    pupil_id = world.get(case_id).pupil_id
    with pytest.raises(Conflict, match="уже есть дело К-01"):
        world.case(day("05.10.2026"), pupil_id=pupil_id)
    with world.acting(day("05.10.2026")) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=day("05.10.2026")))
    world.move(case_id, Move.END_EARLY, day("05.10.2026"))
    assert world.get(world.case(day("06.10.2026"), pupil_id=pupil_id)).code == "К-02"


def test_faults_of_a_case_are_told_at_once(world: World) -> None:
    with world.acting(START) as unit:
        pupil_id = add_pupil(unit, PUPIL).id
    draft = CaseDraft(
        pupil_id=pupil_id, year_id=world.year_id, class_title=" ", grade=12,
        programme=Programme.GENERAL, applied_on=day("02.09.2026"), deputy_id="0" * 32,
    )  # fmt: skip
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        open_case(unit, draft)
    assert caught.value.faults == {
        "grade": ("Класс — число от 1 до 11.",),
        "class_title": ("Укажите класс, например «5 А».",),
        "applied_on": ("Дата ещё не наступила. Сегодня 01.09.2026.",),
        "deputy_id": ("Выберите сотрудника из списка.",),
    }


def test_a_foreign_case_is_like_a_missing_one(world: World) -> None:
    foreign = new_world(world.engine, "s200").case()
    told = []
    for case_id in (foreign, "0" * 32):
        with pytest.raises(NotFound) as caught, world.acting(START) as unit:
            case_of(unit, case_id)
        told.append((caught.value.code, caught.value.status, caught.value.sentence))
    assert told[0] == told[1]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DEPUTY, Role.DIRECTOR}))
def test_nobody_but_deputy_and_director_works_with_cases(world: World, role: Role) -> None:
    case_id = world.case()
    with pytest.raises(Forbidden), world.acting(START, role) as unit:
        case_of(unit, case_id)


def test_the_whole_way_from_application_to_the_end_of_the_year(world: World) -> None:
    case_id = world.running()
    world.move(case_id, Move.FINISH, day("01.06.2027"))
    with world.acting(day("01.06.2027")) as unit:
        made = [(move.number, move.from_state, move.to_state) for move in history(unit, case_id)]
    assert made == [
        (1, "applied", "complete"),
        (2, "complete", "ordered"),
        (3, "ordered", "contracted"),
        (4, "contracted", "planned"),
        (5, "planned", "scheduled"),
        (6, "scheduled", "running"),
        (7, "running", "finished"),
    ]
    assert (world.get(case_id).state, world.get(case_id).state_since) == ("finished", day("01.06.2027"))


def test_mention_of_plan_and_timetable_in_the_application_blocks_nothing(world: World) -> None:
    """The form makes the parent confirm a plan and a timetable that come after the order (regulation, annex 1)."""
    case_id = world.case()
    world.package(case_id, START)
    with world.acting(START) as unit:
        assert choices(unit, case_id)[Move.COMPLETE] == ()


def test_package_names_what_it_lacks(world: World) -> None:
    case_id = world.case()
    assert why(world, case_id, Move.COMPLETE, START) == (
        "Не хватает документа: заявление родителя (п. 2.2). "
        "Не хватает документа: медицинское заключение (п. 2.2). "
        "Не хватает документа: заключение ПМПК (п. 2.2)."
    )


def test_pmpk_may_be_left_out_where_the_school_asks_for_it_only_if_there_is_one(database: Engine) -> None:
    world = new_world(database, pmpk_required=False)
    case_id = world.case()
    with world.acting(START) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.APPLICATION, valid_from=START))
        file_medical(unit, case_id, medical(START, END))
    world.move(case_id, Move.COMPLETE, START)
    assert world.get(case_id).state == State.COMPLETE


def test_a_paper_for_days_to_come_completes_the_package_and_a_lapsed_one_does_not(world: World) -> None:
    case_id = world.case(day("20.08.2026"))
    with world.acting(day("20.08.2026")) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.APPLICATION, valid_from=day("20.08.2026")))
        file_medical(unit, case_id, pmpk(day("20.08.2026")))
        # until the last day before the school year: lapsed when lessons could begin
        file_medical(unit, case_id, medical(day("01.08.2026"), day("31.08.2026")))
    assert why(world, case_id, Move.COMPLETE, day("20.08.2026")) == (
        "Не хватает документа: медицинское заключение (п. 2.2)."
    )
    world.medical(case_id, day("20.08.2026"), day("01.09.2026"), day("31.12.2026"))
    world.move(case_id, Move.COMPLETE, day("20.08.2026"))


def test_a_package_that_lost_a_paper_goes_back(world: World) -> None:
    case_id = world.case()
    world.package(case_id, START)
    world.move(case_id, Move.COMPLETE, START)
    assert why(world, case_id, Move.REOPEN, START) == "Пакет документов полный: возвращать его не нужно."
    with world.acting(START) as unit:
        paper_id = world.paper(case_id, PaperKind.MEDICAL)
        annul_paper(unit, paper_id, 1)
    world.move(case_id, Move.REOPEN, START)
    assert world.get(case_id).state == State.APPLIED


@pytest.mark.parametrize(
    ("grade", "next_grade", "holds"), [(4, 5, False), (9, 10, False), (3, 4, True), (5, 6, True)]
)
def test_pmpk_without_a_day_holds_for_the_level_of_education(
    world: World, grade: int, next_grade: int, holds: bool
) -> None:
    """4→5 and 9→10 end it (2.7); the year after, the conclusion is still in the pupil's first case."""
    first = world.running(grade=grade)
    world.move(first, Move.FINISH, day("01.06.2027"))
    second_year = world.next_year(day("01.06.2027"))
    case_id = world.case(day("01.09.2027"), next_grade, second_year, world.get(first).pupil_id)
    with world.acting(day("01.09.2027")) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.APPLICATION, valid_from=day("01.09.2027")))
        file_medical(unit, case_id, medical(day("01.09.2027"), day("31.12.2027")))
    if holds:
        world.move(case_id, Move.COMPLETE, day("01.09.2027"))
    else:
        assert why(world, case_id, Move.COMPLETE, day("01.09.2027")) == (
            "Не хватает документа: заключение ПМПК (п. 2.2)."
        )


def test_pmpk_with_a_day_ends_on_it(world: World) -> None:
    case_id = world.running()
    with world.acting(START) as unit:
        annul_paper(unit, world.paper(case_id, PaperKind.PMPK), 1)
        file_medical(unit, case_id, pmpk(START, day("28.02.2027")))
    world.move(case_id, Move.SUSPEND, day("01.02.2027"))
    assert why(world, case_id, Move.RESUME, day("01.03.2027")) == (
        "На 01.03.2027 нет действующего заключения ПМПК (п. 2.7)."
    )
    world.move(case_id, Move.RESUME, day("28.02.2027"))


def test_a_case_starts_only_with_order_and_contract_of_the_day(world: World) -> None:
    case_id = world.case()
    world.package(case_id, START)
    world.order(START, "1", (case_id, day("07.09.2026"), END))
    world.contract(case_id, START, END, first=day("08.09.2026"))
    for move in (Move.COMPLETE, Move.ORDER, Move.CONTRACT, Move.PLAN, Move.SCHEDULE):
        world.move(case_id, move, START)
    assert why(world, case_id, Move.START, day("07.09.2026")) == (
        "На 07.09.2026 нет действующего договора с родителем (п. 2.4)."
    )
    assert why(world, case_id, Move.START, day("04.09.2026")) == (
        "На 04.09.2026 ребёнка нет ни в одном действующем приказе (п. 2.3). "
        "На 04.09.2026 нет действующего договора с родителем (п. 2.4)."
    )
    world.move(case_id, Move.START, day("08.09.2026"))


def test_prolonging_needs_a_paper_that_goes_on_without_a_day_between(world: World) -> None:
    """The first paper ends on 31.12.2026: the new one has to begin on 01.01.2027 or before."""
    case_id = world.running(until=day("31.12.2026"))
    told = (
        "Нет нового медицинского заключения, которое действует с 01.01.2027 без перерыва. "
        "Внесите его (п. 2.7)."
    )
    assert why(world, case_id, Move.PROLONG, day("20.12.2026")) == told
    world.medical(case_id, day("20.12.2026"), day("02.01.2027"), END)
    assert why(world, case_id, Move.PROLONG, day("20.12.2026")) == told
    world.medical(case_id, day("20.12.2026"), day("01.01.2027"), day("31.03.2027"))
    world.move(case_id, Move.PROLONG, day("20.12.2026"))
    assert world.get(case_id).state == State.PROLONGED


def test_after_a_gap_a_case_expires_and_is_renewed_with_a_new_clock(world: World) -> None:
    case_id = world.running(until=day("31.12.2026"))
    world.medical(case_id, day("12.01.2027"), day("12.01.2027"), END)
    assert "без перерыва" in why(world, case_id, Move.PROLONG, day("12.01.2027"))
    # on 11.01 nothing held: the child studied with its class from then on
    world.move(case_id, Move.EXPIRE, day("12.01.2027"), on=day("11.01.2027"))
    world.move(case_id, Move.RENEW, day("12.01.2027"))
    case = world.get(case_id)
    assert (case.state, case.clock_on) == (State.COMPLETE, day("12.01.2027"))


def test_prolonging_ends_at_the_school_year(world: World) -> None:
    case_id = world.running()
    world.medical(case_id, day("20.05.2027"), day("01.06.2027"), day("31.08.2027"))
    assert why(world, case_id, Move.PROLONG, day("20.05.2027")) == (
        "Дольше учебного года (31.05.2027) продлить нельзя (п. 2.6)."
    )


def test_a_case_expires_on_the_first_day_without_a_paper(world: World) -> None:
    case_id = world.running(until=day("28.02.2027"))
    assert why(world, case_id, Move.EXPIRE, day("28.02.2027")) == (
        "Документы на 28.02.2027 действуют: возвращать ребёнка в класс нет основания (п. 2.8)."
    )
    world.move(case_id, Move.EXPIRE, day("01.03.2027"))
    assert world.get(case_id).state == State.EXPIRED


def test_early_end_is_for_the_parent_to_ask(world: World) -> None:
    case_id = world.running()
    told = "Досрочно обучение прекращают только по заявлению родителя. Внесите заявление (п. 2.9)."
    assert why(world, case_id, Move.END_EARLY, day("10.03.2027")) == told
    with world.acting(day("10.03.2027")) as unit:
        paper = file_paper(
            unit, case_id, PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=day("15.03.2027"))
        )
    # asked for from 15.03 on: not before
    assert why(world, case_id, Move.END_EARLY, day("14.03.2027")) == told
    world.move(case_id, Move.END_EARLY, day("15.03.2027"))
    with world.acting(day("15.03.2027")) as unit:
        assert history(unit, case_id)[-1].paper_id == paper.id
    assert why(world, case_id, Move.RESUME, day("16.03.2027")) == (
        "Дело К-01: «прекращено досрочно». Из этого состояния нельзя возобновить обучение."
    )


def test_a_year_is_finished_on_the_day_after_its_last(world: World) -> None:
    case_id = world.running()
    assert why(world, case_id, Move.FINISH, END) == (
        "Учебный год идёт до 31.05.2027. Завершить дело можно на следующий день (п. 2.6)."
    )
    world.move(case_id, Move.FINISH, END + timedelta(days=1))


def test_a_move_is_not_dated_ahead_nor_before_the_last_one(world: World) -> None:
    case_id = world.running(on=day("07.09.2026"))
    with pytest.raises(Invalid) as caught:
        world.move(case_id, Move.SUSPEND, day("10.09.2026"), on=day("11.09.2026"))
    assert caught.value.faults == {"on": ("Дата ещё не наступила. Сегодня 10.09.2026.",)}
    assert why(world, case_id, Move.SUSPEND, day("10.09.2026"), on=day("06.09.2026")) == (
        "Дата раньше, чем началось состояние дела (07.09.2026)."
    )


def test_consent_blocks_where_the_school_has_chosen_so(database: Engine) -> None:
    world = new_world(database, consent_blocks=True)
    case_id = world.case()
    with pytest.raises(Conflict) as caught:
        world.package(case_id, START)
    assert caught.value.sentence == (
        "Сначала внесите согласие родителя на обработку персональных данных, "
        "на обработку сведений о здоровье."
    )
    world.consents(case_id, START)
    world.package(case_id, START)
    world.move(case_id, Move.COMPLETE, START)


def test_a_stale_revision_is_a_conflict_and_changes_nothing(world: World) -> None:
    case_id = world.running()
    rev = world.get(case_id).rev
    world.move(case_id, Move.SUSPEND, day("02.09.2026"))
    with (
        pytest.raises(Conflict, match="изменили, пока вы её смотрели"),
        world.acting(day("02.09.2026")) as unit,
    ):
        make_move(unit, case_id, rev, Move.RESUME)
    assert world.get(case_id).state == State.SUSPENDED


def test_class_and_class_teacher_may_change(world: World) -> None:
    case_id = world.case()
    with world.acting(START) as unit:
        change_class(unit, case_id, 1, "5 Б", world.deputy_id)
    case = world.get(case_id)
    assert (case.class_title, case.class_teacher_id, case.rev) == ("5 Б", world.deputy_id, 2)
