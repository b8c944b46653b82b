"""Schools: choices, agreements, bells, hours; pupils and who speaks for them; consents and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.cases.pupils import GuardianDraft, PupilDraft, add_guardian, add_pupil, end_guardian
from api.services.papers.attachments import attach, fetch, known_files
from api.services.papers.files import FileStore
from api.services.papers.filing import ConsentDraft, PaperDraft, file_paper, give_consent, withdraw_consent
from api.services.papers.uploads import inspect
from api.services.schools.network import (
    AgreementDraft,
    BellDraft,
    HoursDraft,
    add_agreement,
    agreements_on,
    end_agreement,
    hours_on,
    write_bells,
    write_hours,
)
from api.services.schools.options import SchoolDraft, add_school, write_school
from models.case import GuardianKind
from models.document import Consent, Contract, Order, Paper, PaperKind, Purpose
from models.engines import reading
from models.person import Role
from models.school import Bell, School
from tests.api.services.papers.hostile import jpeg, pdf
from tests.api.services.world import END, PUPIL, START, World, day, new_world


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


@pytest.fixture
def partner(world: World) -> World:
    return new_world(world.engine, "s200")


def agreement(partner: World, **more: object) -> AgreementDraft:
    plain = AgreementDraft(
        partner_id=partner.school_id, number="7", signed_on=START, first_on=START, last_on=END
    )
    return replace(plain, **more)


def test_a_school_writes_its_choices(world: World) -> None:
    draft = SchoolDraft(code="s100", title="СОШ № 100", clock_working_days=True, pmpk_required=False)
    with world.acting(START) as unit:
        write_school(unit, world.school_id, 1, draft)
    with reading(world.engine) as session:
        school = session.get_one(School, world.school_id)
        told = (school.title, school.clock_working_days, school.pmpk_required, school.consent_blocks)
    assert told == ("СОШ № 100", True, False, False)
    assert world.log()[-1] == (
        "school.write", "school", {"rev": 2, "changed": "title,pmpk_required,clock_working_days"},
    )  # fmt: skip


def test_faults_of_a_school_are_told_at_once(world: World, partner: World) -> None:
    draft = SchoolDraft(
        code="s200", title=" ", timezone="Moscow", week_days=7, academic_hour_min=60, clock_days=0
    )
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        write_school(unit, world.school_id, 1, draft)
    assert caught.value.faults == {
        "code": ("Школа с таким кодом уже есть.",),
        "title": ("Укажите название школы.",),
        "timezone": ("Выберите часовой пояс из списка.",),
        "week_days": ("Учебная неделя — 5 или 6 дней.",),
        "academic_hour_min": ("Учебный час — от 20 до 45 минут.",),
        "clock_days": ("Срок — от 1 до 30 дней.",),
    }
    with pytest.raises(NotFound), world.acting(START) as unit:
        write_school(unit, partner.school_id, 1, SchoolDraft(code="x", title="x"))


def test_schools_are_opened_by_an_administrator(world: World) -> None:
    with pytest.raises(Forbidden), world.acting(START, Role.DIRECTOR) as unit:
        add_school(unit, SchoolDraft(code="s300", title="x"))


def test_an_agreement_holds_between_its_days(world: World, partner: World) -> None:
    with world.acting(START) as unit:
        made = add_agreement(unit, world.school_id, agreement(partner, last_on=day("31.12.2026")))
        end_agreement(unit, made.id, 1, day("30.11.2026"))

    def holding(on: str) -> int:
        with world.acting(START) as unit:
            return len(agreements_on(unit, world.school_id, day(on)))

    days = ("31.08.2026", "01.09.2026", "30.11.2026", "01.12.2026")
    assert [holding(on) for on in days] == [0, 1, 1, 0]


def test_faults_of_an_agreement_are_told_at_once(world: World, partner: World) -> None:
    draft = agreement(world, number=" ", last_on=day("31.08.2026"))
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        add_agreement(unit, world.school_id, draft)
    assert caught.value.faults == {
        "partner_id": ("Выберите другую школу: договор заключают две школы.",),
        "last_on": ("Последний день раньше первого.",),
        "number": ("Укажите номер договора.",),
    }
    with world.acting(START) as unit:
        made = add_agreement(unit, world.school_id, agreement(partner)).id
    with pytest.raises(Conflict, match="№ 7"), world.acting(START) as unit:
        add_agreement(unit, world.school_id, agreement(partner))
    with pytest.raises(Invalid), world.acting(START) as unit:
        end_agreement(unit, made, 1, day("01.06.2027"))
    with pytest.raises(NotFound), partner.acting(START) as unit:
        end_agreement(unit, made, 1, END)
    with pytest.raises(NotFound), world.acting(START) as unit:
        add_agreement(unit, world.school_id, agreement(partner, partner_id="0" * 32))


def test_bells_are_written_anew(world: World) -> None:
    for start in (510, 480):
        with world.acting(START) as unit:
            bells = [
                BellDraft(
                    shift=shift, number=1, start_min=start + 300 * shift, end_min=start + 300 * shift + 40
                )
                for shift in (1, 2)
            ]
            write_bells(unit, world.school_id, bells)
    with reading(world.engine) as session:
        rows = session.exec(select(Bell).order_by(col(Bell.shift)))
        assert [(row.shift, row.number, row.start_min, row.end_min) for row in rows] == [
            (1, 1, 780, 820),
            (2, 1, 1080, 1120),
        ]


def test_bells_that_overlap_are_told(world: World) -> None:
    bells = [
        BellDraft(shift=1, number=1, start_min=510, end_min=550),
        BellDraft(shift=1, number=2, start_min=549, end_min=590),
        BellDraft(shift=1, number=2, start_min=600, end_min=640),
        BellDraft(shift=2, number=1, start_min=900, end_min=880),
    ]
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        write_bells(unit, world.school_id, bells)
    assert caught.value.faults == {
        "bell-1-2": ("Смена 1: уроки 1 и 2 пересекаются.", "Смена 1: урок 2 указан дважды."),
        "bell-2-1": ("Смена 2, урок 1: конец должен быть позже начала.",),
    }


def test_hours_hold_from_their_day_with_their_source(world: World) -> None:
    old = HoursDraft(grade=5, first_on=START, hours=Fraction(10), source="Письмо 1988 г.")
    new = HoursDraft(grade=5, first_on=day("11.01.2027"), hours=Fraction(41, 4), source="Приказ школы № 3")
    with world.acting(START) as unit:
        write_hours(unit, world.school_id, [new, old])
        found = [
            hours_on(unit, world.school_id, grade, on)
            for grade, on in (
                (5, day("31.08.2026")),
                (5, day("10.01.2027")),
                (5, day("11.01.2027")),
                (6, END),
            )
        ]
    assert found == [None, old, new, None]


def test_hours_need_a_source_and_one_number_a_day(world: World) -> None:
    row = HoursDraft(grade=5, first_on=START, hours=Fraction(0), source="x")
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        write_hours(unit, world.school_id, [row, replace(row, hours=Fraction(8), source=" ")])
    assert caught.value.faults == {
        "hours": (
            "5 класс: укажите часы больше нуля и откуда взято число.",
            "5 класс: укажите часы больше нуля и откуда взято число.",
            "Для класса и даты должно быть одно число.",
        )
    }


def test_faults_of_a_pupil_are_told_at_once(world: World) -> None:
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        add_pupil(unit, PupilDraft(surname=" ", given_names="", birth_on=date(2024, 1, 1)))
    assert caught.value.faults == {
        "surname": ("Укажите фамилию.",),
        "given_names": ("Укажите имя и отчество.",),
        "birth_on": ("Проверьте дату рождения: ученику должно быть от 4 до 25 лет.",),
    }


def test_a_guardian_speaks_between_days_and_once_at_a_time(world: World, partner: World) -> None:
    draft = GuardianDraft(account_id=partner.deputy_id, kind=GuardianKind.MOTHER, first_on=START)
    with world.acting(START) as unit:
        pupil_id = add_pupil(unit, PUPIL).id
        made = add_guardian(unit, pupil_id, draft)
        assert (made.may_decide, made.last_on) == (True, None)
    with pytest.raises(Conflict, match="уже записан"), world.acting(START) as unit:
        add_guardian(unit, pupil_id, replace(draft, first_on=END))
    with world.acting(START) as unit:
        end_guardian(unit, made.id, 1, day("31.12.2026"))
        add_guardian(unit, pupil_id, replace(draft, first_on=day("01.01.2027"), may_decide=False))
    with pytest.raises(NotFound), partner.acting(START) as unit:
        end_guardian(unit, made.id, 2, END)
    with pytest.raises(NotFound), partner.acting(START) as unit:
        add_guardian(unit, pupil_id, draft)


def test_a_consent_is_withdrawn_once_from_a_day_on(world: World) -> None:
    with world.acting(START) as unit:
        pupil_id = add_pupil(unit, PUPIL).id
        made = give_consent(unit, pupil_id, ConsentDraft(purpose=Purpose.DATA, given_on=START))
    for wrong in ("31.08.2026", "02.10.2026"):
        with pytest.raises(Invalid), world.acting(day("01.10.2026")) as unit:
            withdraw_consent(unit, made.id, 1, day(wrong))
    with world.acting(day("01.10.2026")) as unit:
        withdraw_consent(unit, made.id, 1, day("01.10.2026"))
    with pytest.raises(Conflict, match=r"уже отозвано 01\.10\.2026"), world.acting(day("02.10.2026")) as unit:
        withdraw_consent(unit, made.id, 2, day("02.10.2026"))


def test_a_consent_names_a_guardian_of_the_pupil_only(world: World) -> None:
    draft = GuardianDraft(account_id=world.deputy_id, kind=GuardianKind.FATHER, first_on=START)
    with world.acting(START) as unit:
        own, other = add_pupil(unit, PUPIL).id, add_pupil(unit, PUPIL).id
        guardian_id = add_guardian(unit, own, draft).id
    consent = ConsentDraft(purpose=Purpose.DATA, given_on=START, guardian_id=guardian_id)
    with world.acting(START) as unit:
        give_consent(unit, own, consent)
    with pytest.raises(NotFound), world.acting(START) as unit:
        give_consent(unit, other, consent)


def test_files_stand_behind_papers_orders_contracts_and_consents(world: World, tmp_path: Path) -> None:
    store = FileStore(tmp_path, b"k" * 32)
    case_id = world.running()
    with reading(world.engine) as session:
        application = world.paper(case_id, PaperKind.APPLICATION)
        owners = [session.get_one(Paper, application)]
        owners += [session.exec(select(kind)).first() for kind in (Order, Contract, Consent)]
        session.expunge_all()
    for owner in owners:
        with world.acting(START) as unit:
            attach(unit, store, owner, owner.rev, inspect(jpeg(), "лист.jpg"))
        with world.acting(START) as unit:
            kept = fetch(unit, store, owner)
        named = "лист.jpg" if isinstance(owner, Paper) else "документ.jpg"
        assert (kept.name, kept.content) == (named, jpeg())
    with world.acting(START) as unit:
        # one content, one file
        assert known_files(unit) == {(world.school_id, store.digest(world.school_id, jpeg()))}


def test_a_foreign_paper_takes_and_gives_no_file(world: World, partner: World, tmp_path: Path) -> None:
    store = FileStore(tmp_path, b"k" * 32)
    case_id = world.running()
    with reading(world.engine) as session:
        owners = [session.get_one(Paper, world.paper(case_id, PaperKind.APPLICATION))]
        owners += [session.exec(select(kind)).first() for kind in (Order, Contract, Consent)]
        session.expunge_all()
    for owner in owners:
        with pytest.raises(NotFound), partner.acting(START) as unit:
            attach(unit, store, owner, 1, inspect(pdf(), "x.pdf"))
        with pytest.raises(NotFound), partner.acting(START) as unit:
            fetch(unit, store, owner)
    with pytest.raises(NotFound), world.acting(START) as unit:
        fetch(unit, store, owners[0])


def test_a_refused_file_leaves_nothing(world: World, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files", b"k" * 32)
    case_id = world.case()
    with world.acting(START) as unit:
        paper = file_paper(unit, case_id, PaperDraft(kind=PaperKind.APPLICATION, valid_from=START))
    with pytest.raises(Invalid), world.acting(START) as unit:
        attach(unit, store, paper, 1, inspect(b"MZ", "x.pdf"))
    assert list(tmp_path.rglob("*.part")) == []
    with world.acting(START) as unit:
        assert known_files(unit) == set()
