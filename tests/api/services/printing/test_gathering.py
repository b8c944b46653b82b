"""What forms say of a case: numbers by hand, names in cases, nothing of another child."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from api.errors import Conflict, Invalid
from api.services.papers.filing import PaperDraft, file_paper
from api.services.papers.medical import file_medical
from api.services.printing.issuing import prepare_order
from api.services.printing.naming import NameDraft, names_of, person_of, remove_name, write_name
from api.services.printing.preparing import Prepared, choices, prepare
from exports.document.forms import Form
from exports.russian.names import Corrections
from models.document import PaperKind
from models.person import Grant, Role
from models.printing import PrintForm
from models.staff import Teacher
from scheduler.terms import Pattern
from tests.api.services.plans.families import P3, Families, new_families, row
from tests.api.services.world import END, START, day, medical
from tests.databases import KINDS, migrated

ORIGIN = "https://school.example"


@pytest.fixture(scope="module", params=KINDS)
def home(request: pytest.FixtureRequest) -> Iterator[Families]:
    """A case under order 12 and contract 1 with the approved plan P3: ten hours a week, two of maths by a teacher
    in lessons of 20 minutes."""
    with migrated(request.param) as engine:
        made = new_families(engine)
        with made.acting("deputy") as unit:
            teacher = Teacher(
                school_id=made.world.school_id, code="t1", name="Снегова Галина Глебовна", first_on=START
            )
            unit.session.add(teacher)
            unit.session.add(
                Grant(
                    account_id=made.accounts["director"], role=Role.DIRECTOR, school_id=made.world.school_id,
                    first_on=START,
                )
            )  # fmt: skip
            unit.session.flush()
            key = teacher.id
        maths = row("Математика", "2", pattern=Pattern.SHORT, lesson_min=20, teachers=(key,))
        made.approved(*(maths if each.subject == "Математика" else each for each in P3))
        yield made


def values(home: Families, form: Form, **more: Any) -> dict[str, Any]:
    return asdict(prepared(home, form, **more).values)


def prepared(home: Families, form: Form, **more: Any) -> Prepared:
    with home.acting("deputy") as unit:
        return prepare(unit, home.case_id, form, ORIGIN, **more)


def test_the_words_of_the_tables_are_those_of_the_forms() -> None:
    assert [form.value for form in PrintForm] == [form.value for form in Form]


def test_an_application_is_addressed_and_leaves_medical_papers_to_the_hand(home: Families) -> None:
    told = values(home, Form.APPLICATION)
    director = told["school"]["director"]
    assert director["dative"] == "Громову Льву Ильичу"
    assert director["instrumental"] == "Громовым Львом Ильичом"
    assert (director["short_genitive"], director["short_dative"]) == (
        "Громова\u00a0Л.\u00a0И.",
        "Громову\u00a0Л.\u00a0И.",
    )
    assert told["parent"]["genitive"] == "Ивановой Марии Петровны"
    assert told["child"]["name"]["genitive"] == "Иванова Петра Сергеевича"
    assert told["child"]["birth_year"] == "2015"
    assert (told["medical"], told["pmpk"]) == ("", "")
    assert (told["first"], told["last"]) == ("01.09.2026", "31.05.2027")
    assert told["programme"] == "основная общеобразовательная"


def test_requisites_are_read_with_a_row_in_the_log_each(home: Families) -> None:
    before = len(home.world.actions())
    made = prepared(home, Form.APPLICATION, requisites=True)
    assert made.medical
    assert made.values.medical == "№ 17 от 01.09.2026, выдано: Городская поликлиника № 1"
    assert made.values.pmpk == "№ П-5 от 01.09.2026, выдано: Областная комиссия"
    assert home.world.actions()[before:] == ["medical.read", "medical.read"]


def test_no_other_form_takes_requisites_though_it_is_asked_to(home: Families) -> None:
    before = len(home.world.actions())
    for form in (Form.CONTRACT, Form.EXTRACT, Form.CONSENT):
        made = prepared(home, form, requisites=True)
        assert not made.medical
        assert "поликлиника" not in str(asdict(made.values))
    assert home.world.actions()[before:] == []


def test_an_extract_has_a_row_for_each_teacher_with_hours_and_lessons(home: Families) -> None:
    told = values(home, Form.EXTRACT)
    assert told["pupils"] == "обучающегося 5 А класса Иванова\u00a0П.\u00a0С."
    assert (told["number"], told["on"], told["several"]) == ("12", "«01»\u00a0сентября 2026\u00a0г.", False)
    rows = {each["teacher"]: each for each in told["rows"]}
    assert set(rows) == {"", "Снегова Галина Глебовна"}
    # two hours of 40 minutes a week are four lessons of 20; P3 has ten hours, so eight are nobody's yet
    maths = rows["Снегова Галина Глебовна"]
    assert (maths["subjects"], maths["hours"], maths["lessons"]) == ("Математика", "2", "4")
    assert rows[""]["hours"] == "8"
    assert told["rows"][0]["period"] == "01.09.2026 – 31.05.2027"
    assert told["rows"][1]["period"] == told["rows"][1]["pupil"] == ""


def test_a_contract_says_hours_in_figures_and_words(home: Families) -> None:
    told = values(home, Form.CONTRACT)
    assert told["hours"] == "10 (десять) часов"
    assert (told["number"], told["first"], told["last"]) == ("1", "01.09.2026", "31.05.2027")
    assert told["order_number"] == "12"


def test_a_plan_is_printed_from_its_canonical_text(home: Families) -> None:
    told = values(home, Form.PLAN)
    (block,) = told["blocks"]
    assert (block["title"], block["hours"], told["hours_said"]) == ("Обязательная часть", "10", "10 часов")
    assert block["year"] == told["year_hours"] == "340"  # 34 weeks
    assert len(block["rows"]) == 12
    assert block["rows"][0]["hours"] == "2,25"
    assert told["state"] == "утверждён"
    assert told["link"] == f"{ORIGIN}/v/{told['version_code']}"
    assert prepared(home, Form.PLAN).plan_id


def test_a_calendar_tells_terms_and_days_off_of_the_grade(home: Families) -> None:
    told = values(home, Form.CALENDAR)
    assert [each["title"] for each in told["terms"]] == [
        "1 четверть",
        "2 четверть",
        "3 четверть",
        "4 четверть",
    ]
    titles = [each["title"] for each in told["breaks"]]
    assert titles == ["Осенние каникулы", "Зимние каникулы", "Весенние каникулы"]  # not those of grade 1
    assert told["breaks"][0]["length"] == "9 дней"  # 24.10 to 01.11, both included
    assert "День народного единства" in [each["title"] for each in told["free"]]


def test_what_is_missing_for_a_form_is_said(home: Families) -> None:
    with home.acting("deputy") as unit:
        told = {choice.form: choice.why_not for choice in choices(unit, home.case_id)}
    assert "Согласование" in told[Form.TIMETABLE]
    assert told[Form.PLAN] == told[Form.CONTRACT] == ""
    assert "которое действует с 01.06.2027" in told[Form.PROLONGING]
    with home.acting("deputy") as unit, pytest.raises(Conflict, match="Согласование"):
        prepare(unit, home.case_id, Form.TIMETABLE, ORIGIN)
    with home.acting("deputy") as unit, pytest.raises(Conflict, match="не из дела"):
        prepare(unit, home.case_id, Form.ORDER, ORIGIN)


def test_a_list_of_missing_papers_may_be_empty(home: Families) -> None:
    assert values(home, Form.MISSING)["papers"] == ()
    other = home.world.case()
    with home.acting("deputy") as unit:
        told = prepare(unit, other, Form.MISSING, "").values
    assert told.papers == ("Заявление родителя", "Медицинское заключение", "Заключение ПМПК")
    assert told.parent.full == ""


def test_the_order_names_every_child_and_an_extract_one(home: Families) -> None:
    other = home.world.case(grade=6)
    home.world.package(other, START, day("31.12.2026"))
    order_id = home.world.order(START, "о-13", (home.case_id, START, END), (other, START, day("31.12.2026")))
    with home.acting("deputy") as unit:
        told = prepare_order(unit, order_id).values
        extract = prepare(unit, other, Form.EXTRACT, "").values
    assert told.several
    assert [each.number for each in told.rows if each.number] == ["1", "2"]
    assert {each.period for each in told.rows if each.period} == {
        "01.09.2026 – 31.05.2027", "01.09.2026 – 31.12.2026",
    }  # fmt: skip
    assert [each.class_title for each in extract.rows] == ["6 А"]
    assert "5 А" not in str(asdict(extract))


def test_prolonging_begins_after_the_order_and_ends_with_paper_or_year(home: Families) -> None:
    short = home.world.case(grade=7)
    home.world.package(short, START, day("31.10.2026"))
    home.world.order(START, "о-14", (short, START, day("31.10.2026")))
    with home.acting("deputy") as unit, pytest.raises(Conflict, match=r"01\.11\.2026"):
        prepare(unit, short, Form.PROLONGING, "")
    home.world.medical(short, START, day("01.11.2026"), day("20.12.2026"))
    with home.acting("deputy") as unit:
        told = prepare(unit, short, Form.PROLONGING, "").values
    assert (told.first, told.last, told.order_number) == ("01.11.2026", "20.12.2026", "о-14")


def test_an_ending_rests_on_the_parent_s_application_or_on_the_term(home: Families) -> None:
    assert "2.9" in values(home, Form.ENDING)["ground"]
    lapsed = home.world.case(grade=8)
    home.world.package(lapsed, START, day("30.09.2026"))
    home.world.order(START, "о-15", (lapsed, START, day("30.09.2026")))
    with home.acting("deputy", day("10.10.2026")) as unit:
        assert "2.8" in prepare(unit, lapsed, Form.ENDING, "").values.ground
        file_paper(unit, lapsed, PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=day("09.10.2026")))
        assert "2.9" in prepare(unit, lapsed, Form.ENDING, "").values.ground


def test_what_a_medical_paper_says_gets_into_no_form_unasked_and_its_limits_into_none(home: Families) -> None:
    case_id = home.world.case(grade=9)
    home.world.package(case_id, START)
    home.world.order(START, "о-16", (case_id, START, END))
    with home.acting("deputy") as unit:
        draft = medical(
            START, END, number="КАНАРЕЙКА-1", issuer="КАНАРЕЙКА-2", limits="КАНАРЕЙКА-3", max_day_min=77
        )
        file_medical(unit, case_id, draft)
    told = []
    with home.acting("deputy") as unit:
        for choice in choices(unit, case_id):
            if not choice.why_not:
                told.append(str(asdict(prepare(unit, case_id, choice.form, ORIGIN).values)))
        asked = str(asdict(prepare(unit, case_id, Form.APPLICATION, ORIGIN, requisites=True).values))
    assert (
        len(told) == 7
    )  # all but plan, timetable, notice, prolonging: there is nothing to print of them yet
    assert not any("КАНАРЕЙКА" in each or "77" in each for each in told)
    assert "№ КАНАРЕЙКА-1" in asked
    assert "КАНАРЕЙКА-3" not in asked


def test_a_correction_of_a_name_is_used_and_can_be_taken_back(home: Families) -> None:
    school = home.world.school_id
    with home.acting("deputy") as unit:
        made = write_name(unit, school, NameDraft(name=" Громов ", dative="Громову-Старшему"))
        again = write_name(unit, school, NameDraft(name="Громов", dative="Громовому"))
        assert (again.id, [each.name for each in names_of(unit, school)]) == (made.id, ["Громов"])
    assert values(home, Form.CONSENT)["school"]["director"]["dative"] == "Громовому Льву Ильичу"
    with home.acting("deputy") as unit:
        remove_name(unit, school, made.id)
    assert values(home, Form.CONSENT)["school"]["director"]["dative"] == "Громову Льву Ильичу"
    with home.acting("deputy") as unit, pytest.raises(Invalid) as refused:
        write_name(unit, school, NameDraft(name=" ", genitive="x" * 201))
    assert set(refused.value.faults) == {"name", "genitive"}
    assert person_of("", Corrections()).short == ""


def test_a_paper_is_for_the_representative_who_was_chosen(home: Families) -> None:
    father = home.guardian("father")
    made = prepared(home, Form.CONSENT, guardian_id=father)
    assert (made.guardian_id, made.values.parent.full) == (father, "Иванов Сергей Львович")
    stranger = prepared(home, Form.CONSENT, guardian_id="0" * 32)
    assert (stranger.guardian_id, stranger.values.parent.full) == (None, "")


def test_the_log_holds_no_name(home: Families) -> None:
    assert "Громов" not in str(home.world.log())
