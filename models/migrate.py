"""Schema changes: up, down, what stands now. A migration that fails leaves the database as it was.

SQLite keeps DDL in the transaction because the driver runs in autocommit and the engine begins itself.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from models import tables
from models.base import Table
from models.engines import WRITES

FOLDER = Path(__file__).parent / "migrations"


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Brings the schema up to a revision."""
    _run(engine, revision, command.upgrade)


def downgrade(engine: Engine, revision: str) -> None:
    """Takes the schema back to a revision; `base` is an empty database."""
    _run(engine, revision, command.downgrade)


def _run(engine: Engine, revision: str, change: object) -> None:
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        change(settings, revision)  # type: ignore[operator]


def differences(engine: Engine) -> list[object]:
    """What the tables of the program and the schema of the database do not share."""
    assert tables.ALL
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Table.metadata))
