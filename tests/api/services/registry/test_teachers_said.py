"""What a repeating week cannot hold of teachers' time is told beside the problem; unwanted hours may be spared."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from api.services.registry.reading import registry_of
from models.place import PlanningSettings
from tests.api.services.registry.office import Office, new_office, row
from tests.api.services.world import day

LATE = {"kind": "cannot", "soft": True}


@pytest.fixture
def office(database: Engine) -> Office:
    made = new_office(database)
    made.plan(made.case(), row(hours="2"))
    return made


def told(office: Office, words: str) -> list[tuple[str, str | None]]:
    return [(point.text, point.href) for point in office.posed().remarks if words in point.text]


def test_days_that_differ_are_told_with_the_page_of_the_teacher(office: Office) -> None:
    key = office.teacher()
    for on in ("14.09.2026", "15.09.2026", "15.09.2026", "28.09.2026", "05.10.2026"):
        office.window(key, 720, 780, kind="cannot", on_date=day(on))
    office.window(key, 720, 780, kind="cannot", on_date=day("24.10.2026"))  # after the last day asked for
    office.window(key, 720, 780, on_date=day("16.09.2026"), **LATE)
    assert told(office, "не как обычно") == [
        (
            "Озёрная А. А.: 4 дня не как обычно (14.09.2026, 15.09.2026, 28.09.2026 и ещё 1). Повторяющаяся неделя "
            "этого не учитывает, проверьте эти недели «по датам».",
            f"/teachers/{key}/time",
        )
    ]


def test_unwanted_hours_are_used_and_told_or_spared_and_told(office: Office) -> None:
    key = office.teacher()
    office.window(key, 1020, 1140, **LATE)
    (teacher,) = office.posed().problem.teachers
    assert [(each.start_min, each.end_min) for each in teacher.free] == [(720, 1140)]
    assert told(office, "нежелательное") == [
        (
            "1 учитель назвал нежелательное время, оно занимается наравне с остальным. Не занимать его можно в "
            "настройках.",
            "/planning#h-unwanted",
        )
    ]
    office.add(PlanningSettings(school_id=office.world.school_id, spare_unwanted=True))
    (teacher,) = office.posed().problem.teachers
    assert [(each.start_min, each.end_min) for each in teacher.free] == [(720, 1020)]
    assert [text for text, _ in told(office, "нежелательное")] == [
        "1 учитель назвал нежелательное время, оно не занимается: так выбрано в настройках."
    ]


def test_a_school_that_spares_them_still_takes_them_out_of_no_workbook(office: Office) -> None:
    key = office.teacher()
    office.window(key, 1020, 1140, **LATE)
    office.add(PlanningSettings(school_id=office.world.school_id, spare_unwanted=True))
    with office.acting() as unit:
        kinds = [str(each.kind) for each in registry_of(unit, office.world.year_id).availability]
    assert kinds == ["free"]
