"""What comes in with a workbook goes out with the next one: through the database, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine

from api.services.registry.difference import Fate
from api.services.registry.holding import unheld
from api.services.registry.importing import plan_import, write_registry
from api.services.registry.reading import registry_of
from exports.workbook.read import read_workbook
from exports.workbook.write import write_registry as workbook
from scheduler.calendar.year import SchoolYear
from scheduler.registry.values import Registry
from tests.api.services.registry.held import held, held_registries, settled
from tests.api.services.registry.network import network
from tests.databases import KINDS, migrated
from tests.exports.workbook.school import SCHOOL
from tests.scheduler.registry.office import year


@pytest.fixture(scope="module", params=KINDS)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with migrated(request.param) as made:
        yield made


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(held_registries())
def test_any_registry_comes_back_through_the_database(engine: Engine, registry: Registry) -> None:
    assert unheld(registry) == ()
    with network(engine, registry) as there:
        write_registry(there.unit, there.year_id, registry)
        kept = registry_of(there.unit, there.year_id)
        assert settled(kept) == settled(registry)
        # and through the bytes of a workbook: nothing would be changed by bringing them back
        again = read_workbook(workbook(kept))
        assert settled(again) == settled(registry)
        assert plan_import(there.unit, there.year_id, again).items == ()


def plain_school() -> Registry:
    """The school of the workbook's tests, whose partner's days are no days of a school: they get plain calendars."""
    return held(
        Registry(
            **{
                **{name: getattr(SCHOOL, name) for name in SCHOOL.__slots__},
                "years": tuple(_named(year(school.id)) for school in SCHOOL.schools),
            }
        )
    )


def _named(calendar: SchoolYear) -> SchoolYear:
    """The same with a title for every day off: a school is asked for one."""
    return replace(
        calendar, breaks=tuple(replace(each, title=each.title or "Выходной") for each in calendar.breaks)
    )


def test_every_field_of_a_registry_comes_back(engine: Engine) -> None:
    school = plain_school()
    with network(engine, school) as there:
        plan = write_registry(there.unit, there.year_id, school)
        assert {item.fate for item in plan.items} == {Fate.ADD, Fate.CHANGE}
        assert settled(registry_of(there.unit, there.year_id)) == settled(school)
