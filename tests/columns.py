"""What kind of value a column of the tables takes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column
from sqlalchemy.types import TypeDecorator


def python_type(column: Column[Any]) -> type:
    """str, int, bool, date or datetime, whatever stands around the type of the database."""
    kind = column.type
    while isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return kind.python_type
