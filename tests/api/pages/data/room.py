"""A school with its data behind its pages: a teacher, a case with a plan of two hours, a deputy who looks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import Engine

from models.engines import writing
from models.place import Place
from models.school import School
from scheduler.terms import PlaceKind
from tests.api.pages.cases.office import Browser, Office, office_of
from tests.api.services.registry.office import Office as Data
from tests.api.services.registry.office import row

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OZERNAYA = "Озёрная А. А."


@dataclass(frozen=True)
class Room:
    office: Office
    data: Data
    case_id: str
    plan_id: str

    def desk(self) -> Browser:
        return self.office.desk()

    def book(self) -> bytes:
        """What the deputy takes out."""
        answer = self.desk().send("/registry/school.xlsx")
        assert answer.status_code == 200, answer.text
        return answer.content


@contextmanager
def room_of(engine: Engine, folder: Path) -> Iterator[Room]:
    with office_of(engine, folder) as office:
        data = furnished(Data(office.world))
        data.teacher(OZERNAYA)
        case_id = data.case()
        yield Room(office, data, case_id, data.plan(case_id, row(hours="2")))


def furnished(data: Data) -> Data:
    """The school stands somewhere."""
    with writing(data.world.engine) as session:
        code = session.get_one(School, data.world.school_id).code
        session.add(
            Place(
                school_id=data.world.school_id, code=code, kind=PlaceKind.SCHOOL, title=code, lat=57.0, lon=60.0
            )
        )  # fmt: skip
    return data


def changed(book: bytes, sheet: str, **cells: object) -> bytes:
    """The workbook with cells of a sheet written over, as in `B2="Новое"`."""
    opened = load_workbook(io.BytesIO(book))
    for name, value in cells.items():
        opened[sheet][name] = value
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def file(data: bytes, name: str = "школа.xlsx") -> dict[str, object]:
    return {"file": (name, data, XLSX)}
