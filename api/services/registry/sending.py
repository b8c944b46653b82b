"""The registry as a workbook for whoever keeps it: leaves a row in the log, for names go with it."""

from __future__ import annotations

from api.services.registry.difference import told_apart
from api.services.registry.reading import registry_of
from api.services.unit import Unit
from exports.workbook.write import write_registry


def school_workbook(unit: Unit, year_id: str) -> bytes:
    """Bytes of a workbook that changes nothing when it is brought back."""
    registry = told_apart(registry_of(unit, year_id))
    unit.note("registry.export", "year", year_id, cases=len(registry.pupils), teachers=len(registry.teachers))
    return write_registry(registry)
