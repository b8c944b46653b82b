"""Which schema a database has and which one the program needs, without the machinery of migrating.

Loading that machinery costs a starting service half a second. A script is named by its revision (`0004_…`).
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect, text

SCRIPTS = Path(__file__).parent / "migrations" / "versions"
TABLE = "alembic_version"


def current(engine: Engine) -> str | None:
    """The revision the database stands at; None for an empty one."""
    if not inspect(engine).has_table(TABLE):
        return None
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalar_one_or_none()
    return None if found is None else str(found)


def newest() -> str | None:
    """The revision the program needs."""
    return max((path.name.partition("_")[0] for path in SCRIPTS.glob("[0-9]*_*.py")), default=None)
