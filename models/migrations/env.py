"""Alembic's entry: runs the migrations on the connection that models.migrate hands over, in one transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, UTCDateTime

from models import tables
from models.base import Table

assert tables.ALL


def plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Column types as SQLAlchemy's own, so that an old migration needs no SQLModel of its time."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    render_item=plainly,
)
with context.begin_transaction():
    context.run_migrations()
