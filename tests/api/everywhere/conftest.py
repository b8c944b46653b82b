"""The stage with everybody on it, for the modules that walk over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.everywhere.cast import Scene, people, stage
from tests.databases import KINDS, migrated


@pytest.fixture(scope="module", params=KINDS)
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Once of each kind of database for a module."""
    folder = tmp_path_factory.mktemp("scene")
    with migrated(request.param) as engine:
        made = stage(engine, folder)
        yield Scene(made, {person.title: person for person in people(made)})
