"""The door to `case_medical`: every reading in the log, and nothing it says anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from api.services.cases.attention import attention
from api.services.cases.life import case_of
from api.services.cases.orders import ContractDraft, sign_contract
from api.services.cases.outlook import on_date
from api.services.papers.attachments import attach, fetch
from api.services.papers.files import FileStore
from api.services.papers.filing import PaperDraft, annul_paper, file_paper, paper_of
from api.services.papers.medical import (
    Limits,
    Medical,
    MedicalDraft,
    Why,
    change_medical,
    file_medical,
    limits_on,
    read_medical,
)
from api.services.papers.uploads import inspect
from api.services.unit import Unit
from models.base import Table
from models.document import CaseMedical, Paper, PaperKind
from models.engines import reading, writing
from models.person import Role
from models.states import Move
from tests.api.services.papers.hostile import pdf
from tests.api.services.world import END, START, World, day, medical, new_world, pmpk

CANARY = "КАНАРЕЙКА-G40"
STAINED: dict[str, Any] = {
    "number": CANARY,
    "issuer": f"{CANARY}, клиника",
    "limits": f"{CANARY}: не после обеда",
}


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def stained(world: World, case_id: str, on: date = START) -> str:
    """A medical paper whose every text says the canary; its id."""
    with world.acting(on) as unit:
        return file_medical(unit, case_id, medical(START, END, issued_on=START, **STAINED)).id


def test_a_reader_gets_what_was_filed_and_leaves_a_row(world: World) -> None:
    case_id = world.case()
    with world.acting(START) as unit:
        draft = medical(START, END, max_day_min=120, ends_by_min=15 * 60, limits="перерыв каждые 20 минут")
        paper_id = file_medical(unit, case_id, draft).id
    before = len(world.log())
    with world.acting(day("02.09.2026")) as unit:
        told = read_medical(unit, paper_id, Why.ORDER)
    assert told == Medical(
        paper_id=paper_id, kind=PaperKind.MEDICAL, number="17", issuer="Городская поликлиника № 1",
        issued_on=START, valid_from=START, valid_to=END, max_day_min=120, ends_by_min=900,
        limits="перерыв каждые 20 минут", rev=1,
    )  # fmt: skip
    assert world.log(before) == [("medical.read", "paper", {"case": case_id, "why": "order"})]


def test_limits_are_the_strictest_of_the_papers_of_the_day(world: World) -> None:
    case_id = world.case()
    with world.acting(START) as unit:
        file_medical(unit, case_id, medical(START, day("31.12.2026"), max_day_min=120, limits="без утра"))
        file_medical(unit, case_id, medical(START, END, ends_by_min=16 * 60, max_day_min=160))
        file_medical(unit, case_id, pmpk(START, limits="короткие занятия", issued_on=day("01.08.2026")))
    before = len(world.log())
    with world.acting(START) as unit:
        autumn, spring = limits_on(unit, case_id, START), limits_on(unit, case_id, day("15.03.2027"))
    assert autumn == Limits(max_day_min=120, ends_by_min=960, texts=("короткие занятия", "без утра"))
    assert spring == Limits(max_day_min=160, ends_by_min=960, texts=("короткие занятия",))
    assert world.log(before) == [("medical.limits", "case", {"why": "timetable"})] * 2


def test_a_reading_that_cannot_be_written_down_tells_nothing(world: World) -> None:
    paper_id = stained(world, world.case())
    read: list[Medical] = []
    with writing(world.engine) as session:
        session.execute(text("ALTER TABLE audit RENAME TO audit_gone"))
    with pytest.raises(DBAPIError, match="audit") as caught, world.acting(START) as unit:
        read.append(read_medical(unit, paper_id, Why.CHECK))
    assert read == []
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DEPUTY, Role.DIRECTOR}))
def test_nobody_but_deputy_and_director_reads(world: World, role: Role) -> None:
    case_id = world.case()
    paper_id = stained(world, case_id)
    before = len(world.log())
    with pytest.raises(Forbidden), world.acting(START, role) as unit:
        read_medical(unit, paper_id, Why.CHECK)
    with pytest.raises(Forbidden), world.acting(START, role) as unit:
        limits_on(unit, case_id, START)
    assert world.log(before) == []


def test_a_foreign_paper_is_like_a_missing_one(world: World) -> None:
    other = new_world(world.engine, "s200")
    foreign = stained(other, other.case())
    told = []
    for paper_id in (foreign, "0" * 32):
        with pytest.raises(NotFound) as caught, world.acting(START) as unit:
            read_medical(unit, paper_id, Why.CHECK)
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_what_it_says_may_be_corrected_but_not_its_days(world: World) -> None:
    paper_id = stained(world, world.case())
    with world.acting(START) as unit:
        change_medical(unit, paper_id, 1, medical(START, END, number="18"))
    with pytest.raises(Conflict, match="аннулируйте"), world.acting(START) as unit:
        change_medical(unit, paper_id, 2, medical(START, day("01.03.2027")))
    with pytest.raises(Conflict, match="изменили"), world.acting(START) as unit:
        change_medical(unit, paper_id, 1, medical(START, END))
    with world.acting(START) as unit:
        told = read_medical(unit, paper_id, Why.CHECK)
    assert (told.number, told.limits, told.rev) == ("18", None, 2)


def test_faults_are_told_at_once_and_without_what_was_typed(world: World) -> None:
    case_id = world.case()
    draft = MedicalDraft(
        kind=PaperKind.MEDICAL, number=" ", issuer=CANARY * 40, issued_on=START, valid_from=START,
        max_day_min=0, ends_by_min=1441, limits=CANARY * 40,
    )  # fmt: skip
    with pytest.raises(Invalid) as caught, world.acting(START) as unit:
        file_medical(unit, case_id, draft)
    assert caught.value.faults == {
        "number": ("Укажите номер документа, не длиннее 60 знаков.",),
        "issuer": ("Укажите, кто выдал документ, не длиннее 300 знаков.",),
        "valid_to": ("Укажите, до какого дня действует медицинское заключение.",),
        "max_day_min": ("Укажите минуты от 1 до 1440 или оставьте поле пустым.",),
        "ends_by_min": ("Укажите минуты от 1 до 1440 или оставьте поле пустым.",),
        "limits": ("Опишите ограничения короче: не больше 500 знаков.",),
    }


def test_an_application_is_no_medical_paper_nor_the_other_way_round(world: World) -> None:
    case_id = world.case()
    with pytest.raises(Invalid), world.acting(START) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.MEDICAL, valid_from=START, valid_to=END))
    draft = MedicalDraft(
        kind=PaperKind.APPLICATION, number="1", issuer="x", issued_on=START, valid_from=START
    )
    with pytest.raises(Invalid), world.acting(START) as unit:
        file_medical(unit, case_id, draft)


def texts(engine: Engine, but: tuple[str, ...]) -> list[str]:
    """Every value of every table as text, but for some tables."""
    with reading(engine) as session:
        return [
            str(value)
            for table in Table.metadata.tables.values()
            if table.name not in but
            for row in session.connection().execute(table.select())
            for value in row
        ]


def refused_acts(case_id: str, paper_id: str) -> list[Callable[[Unit], object]]:
    """Acts on a stained case that are refused, each with a sentence."""
    early = ContractDraft(number="9", signed_on=START, first_on=START, last_on=day("01.07.2027"))
    return [
        lambda unit: file_medical(unit, case_id, medical(START, day("01.08.2026"), **STAINED)),
        lambda unit: file_medical(unit, case_id, medical(START, END, **{**STAINED, "issued_on": END})),
        lambda unit: change_medical(unit, paper_id, 77, medical(START, END, **STAINED)),
        lambda unit: change_medical(unit, paper_id, 1, medical(START, None, **STAINED)),
        lambda unit: sign_contract(unit, case_id, early),
        lambda unit: annul_paper(unit, paper_id, 77),
        lambda unit: read_medical(unit, "0" * 32, Why.CHECK),
        lambda unit: attach(
            unit, FileStore(Path(), b"k" * 32), unit.session.get_one(Paper, paper_id), 1, inspect(b"", CANARY)
        ),
    ]


def test_the_canary_sings_nowhere_but_in_its_table(world: World) -> None:
    case_id = world.case()
    world.package(case_id, START)
    paper_id = stained(world, case_id)
    with world.acting(START) as unit:
        file_medical(unit, case_id, pmpk(START, **STAINED))
        file_medical(unit, case_id, MedicalDraft(
            kind=PaperKind.IPRA, issued_on=START, valid_from=START, **STAINED
        ))  # fmt: skip
        read_medical(unit, paper_id, Why.CHECK)
        limits_on(unit, case_id, START)
        change_medical(unit, paper_id, 1, medical(START, END, issued_on=START, **STAINED))
    world.move(case_id, Move.COMPLETE, START)
    told: list[str] = []
    for act in refused_acts(case_id, paper_id):
        with pytest.raises(Refusal) as caught, world.acting(START) as unit:
            act(unit)
        told += [str(caught.value), repr(caught.value), str(getattr(caught.value, "faults", ""))]
    with world.acting(day("28.05.2027")) as unit:
        told += [repr(entry) for entry in attention(unit, world.school_id)]
        told.append(repr(on_date(unit, case_id, day("15.03.2027"))))
        told.append(repr(read_medical(unit, paper_id, Why.CHECK)))
        told.append(repr(limits_on(unit, case_id, START)))
        told.append(repr(medical(START, END, **STAINED)))
    assert [line for line in told if CANARY in line] == []
    assert [value for value in texts(world.engine, ("case_medical",)) if CANARY in value] == []
    assert sum(CANARY in value for value in texts(world.engine, ())) == 9  # three papers, three texts each


def test_a_failure_of_the_database_tells_no_values(world: World) -> None:
    case_id = world.case()
    paper_id = stained(world, case_id)
    double = CaseMedical(case_id=case_id, paper_id=paper_id, issued_on=START, **STAINED)
    with pytest.raises(IntegrityError, match="case_medical") as caught, world.acting(START) as unit:
        unit.session.add(double)
    assert CANARY not in str(caught.value)


def test_a_scan_of_a_medical_paper_is_kept_only_by_choice_and_without_its_name(
    database: Engine, tmp_path: Path
) -> None:
    store = FileStore(tmp_path, b"k" * 32)
    for code, chosen in (("s1", False), ("s2", True)):
        world = new_world(database, code, medical_scans=chosen)
        paper_id = stained(world, world.case())

        def keep(world: World = world, paper_id: str = paper_id) -> None:
            with world.acting(START) as unit:
                attach(unit, store, paper_of(unit, paper_id), 1, inspect(pdf(), f"{CANARY}.pdf"))

        if not chosen:
            with pytest.raises(Forbidden, match="не хранит"):
                keep()
            continue
        keep()
        before = len(world.log())
        with world.acting(START) as unit:
            kept = fetch(unit, store, paper_of(unit, paper_id), Why.CHECK)
        assert (kept.name, kept.content) == ("документ.pdf", pdf())
        ((action, _, facts),) = world.log(before)
        assert (action, facts["why"]) == ("medical.file_read", "check")
        with pytest.raises(Forbidden, match="зачем"), world.acting(START) as unit:
            fetch(unit, store, paper_of(unit, paper_id))


def test_the_rows_of_paper_hold_no_requisites_of_medical_papers(world: World) -> None:
    case_id = world.case()
    stained(world, case_id)
    with reading(world.engine) as session:
        paper = session.exec(select(Paper).where(Paper.case_id == case_id)).one()
    assert (paper.number, paper.issuer, paper.issued_on, paper.file_name) == (None, None, None, None)


def test_a_case_carries_no_medical_value(world: World) -> None:
    case_id = world.case()
    stained(world, case_id)
    with world.acting(START) as unit:
        assert CANARY not in repr(case_of(unit, case_id).model_dump())
