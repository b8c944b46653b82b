"""Results of rows: who gives which, in which period, on which scale; what two people do at once."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.records.forms import FormDraft, set_forms
from api.services.records.looking import look, taught_cases
from api.services.records.marks import MarkDraft, results_of, write_marks
from models.case import Programme
from models.record import Rhythm, Scale
from tests.api.services.records.classroom import AUTUMN, Classroom, classroom


@pytest.fixture
def room(database: Engine) -> Classroom:
    return classroom(database)


def draft(room: Classroom, subject: str, said: str, rev: int = 0) -> MarkDraft:
    return MarkDraft(case_id=room.case_id, row_key=room.keys()[subject], rev=rev, said=said)


def write(room: Classroom, who: str, *drafts: MarkDraft, period: str = "term-1") -> int:
    with room.acting(who) as unit:
        return write_marks(unit, period, drafts)


def signs(room: Classroom) -> dict[str, tuple[str | None, int]]:
    with room.acting("deputy") as unit:
        return {row.subject: (row.mark, row.rev) for row in results_of(unit.session, [room.case_id])}


def test_rows_are_attested_as_the_rules_say(room: Classroom) -> None:
    """Grade 5: rows of an hour and more each quarter; Geography, half an hour a week, each half-year."""
    with room.acting("deputy") as unit:
        rows = {row.subject: (row.rhythm, row.scale) for row in look(unit, room.case_id).rows}
    assert rows["Математика"] == (Rhythm.TERM, Scale.MARKS)
    assert rows["География"] == (Rhythm.HALF, Scale.MARKS)
    assert len(rows) == 12


def test_many_results_at_once_and_again_the_same(room: Classroom) -> None:
    told = (
        draft(room, "Математика", "5"),
        draft(room, "Русский язык", "н/а"),
        draft(room, "Иностранный язык", ""),
    )
    assert write(room, "deputy", *told) == 2
    assert write(room, "deputy", *told) == 0  # sent twice: nothing more happens
    assert signs(room) == {"Математика": ("5", 1), "Русский язык": ("na", 1)}


def test_every_fault_is_told_beside_its_field_and_nothing_is_written(room: Classroom) -> None:
    with pytest.raises(Invalid) as refused:
        write(room, "deputy", draft(room, "Математика", "5"), draft(room, "Русский язык", "отлично"),
              draft(room, "Иностранный язык", "зачтено"))  # fmt: skip
    assert list(refused.value.faults) == ["mark-1", "mark-2"]
    assert refused.value.faults["mark-1"] == ("Русский язык: такой отметки нет. Можно: 5, 4, 3, 2, н/а.",)
    assert signs(room) == {}


def test_a_result_somebody_changed_meanwhile_is_not_overwritten(room: Classroom) -> None:
    write(room, "deputy", draft(room, "Математика", "4"))
    with pytest.raises(Conflict, match="уже изменили"):
        write(room, "class", draft(room, "Математика", "3"))  # shown when there was none
    assert write(room, "class", draft(room, "Математика", "3", rev=1)) == 1
    assert write(room, "maths", draft(room, "Математика", "", rev=2)) == 1  # taken back
    assert signs(room) == {}


def test_a_teacher_gives_own_rows_only_at_a_partner_too(room: Classroom) -> None:
    assert write(room, "maths", draft(room, "Математика", "5")) == 1
    with pytest.raises(NotFound):
        write(room, "maths", draft(room, "Русский язык", "5"))
    with room.acting("maths") as unit:
        assert [row.subject for row in look(unit, room.case_id).rows] == ["Математика"]
        assert [case.id for case in taught_cases(unit)] == [room.case_id]
    with room.acting("idle") as unit:
        assert taught_cases(unit) == ()


@pytest.mark.parametrize("who", ["idle", "stranger", "foreign"])
def test_the_case_is_not_found_by_others(room: Classroom, who: str) -> None:
    with pytest.raises(NotFound):
        write(room, who, draft(room, "Математика", "5"))


def test_a_parent_reads_and_does_not_write(room: Classroom) -> None:
    write(room, "deputy", draft(room, "Математика", "5"))
    with room.acting("mother") as unit:
        assert len(look(unit, room.case_id).rows) == 12
    with pytest.raises(Forbidden):
        write(room, "mother", draft(room, "Математика", "2", rev=1))


def test_a_period_is_one_that_has_begun_and_that_the_row_has(room: Classroom) -> None:
    for period in ("term-2", "week-1", "term-9"):  # begins on 02.11; no such; no such
        with pytest.raises(Invalid):
            write(room, "deputy", draft(room, "Математика", "5"), period=period)
    with pytest.raises(Conflict, match="за этот период"):
        write(room, "deputy", draft(room, "География", "5"))  # attested by half-years
    assert write(room, "deputy", draft(room, "География", "5"), period="half-1") == 1


def test_the_school_sets_another_form_for_a_row(room: Classroom) -> None:
    form = FormDraft(
        row_key=room.keys()["География"], rhythm=Rhythm.TERM, scale=Scale.PASS, way="собеседование"
    )
    with room.acting("deputy") as unit:
        assert set_forms(unit, room.case_id, [form]) == 1
        assert set_forms(unit, room.case_id, [form]) == 0
    assert write(room, "deputy", draft(room, "География", "зачтено")) == 1
    assert signs(room) == {"География": ("passed", 1)}
    with pytest.raises(Forbidden), room.acting("class") as unit:
        set_forms(unit, room.case_id, [form])


def test_words_of_an_individual_programme_name_no_diagnosis(database: Engine) -> None:
    room = classroom(database, programme=Programme.INDIVIDUAL)
    assert write(room, "deputy", draft(room, "Математика", "Считает до трёх с опорой."), period="half-1") == 1
    for told in ("При F71 считает до трёх.", "Диагноз не мешает.", "G40.1: не считает."):
        with pytest.raises(Invalid, match="Проверьте") as refused:
            write(room, "deputy", draft(room, "Математика", told, rev=1), period="half-1")
        assert "сведения о здоровье" in refused.value.faults["mark-0"][0]


def test_results_are_noted_without_what_they_say(room: Classroom) -> None:
    write(room, "deputy", draft(room, "Математика", "2"))
    action, kind, facts = room.home.world.log()[-1]
    assert (action, kind) == ("result.write", "result")
    assert facts == {"case": room.case_id, "row": room.keys()["Математика"], "period": "term-1"}
    assert AUTUMN.isoformat() not in str(facts)
