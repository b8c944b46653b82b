"""The demo school comes back whole: through a workbook and through both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from api.demo.registry import demo_registry
from api.services.registry.importing import plan_import, write_registry
from api.services.registry.reading import registry_of
from exports.workbook.read import read_workbook
from exports.workbook.write import write_registry as workbook
from tests.api.services.registry.held import held, settled
from tests.api.services.registry.network import network
from tests.databases import KINDS, migrated


@pytest.fixture(scope="module", params=KINDS)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with migrated(request.param) as made:
        yield made


def test_what_is_exported_of_the_demo_school_is_what_was_imported(engine: Engine) -> None:
    school = held(  # all twelve are children of the base school there, days of papers come from papers
        demo_registry()
    )
    with network(engine, school) as there:
        write_registry(there.unit, there.year_id, school)
        kept = registry_of(there.unit, there.year_id)
        assert settled(kept) == settled(school)
        again = read_workbook(workbook(kept))
        assert settled(again) == settled(school)
        assert plan_import(there.unit, there.year_id, again).items == ()
