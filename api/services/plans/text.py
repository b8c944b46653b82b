"""The canonical text of an offered plan: what people read and press a button under, and what is kept of it.

Pages and prints are made from this text, never from the tables: an offered version looks the same for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from api.services.agreement.canonical import canonical, parsed
from api.services.plans.figures import Figures, RowFigure
from api.services.plans.setting import Setting
from api.services.plans.words import TITLE, manner
from api.services.words import shown
from models.plan import Plan, PlanKind
from scheduler.russian import about, counted, exact
from scheduler.terms import Block

SCHEMA = 1
WORDING = 1  # of the sentence above the button; a new sentence gets a new number


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row as it is read. lessons: what becomes of the hours. year: hours of the plan's days."""

    key: str
    area: str
    subject: str
    hours: str
    manner: str
    lessons: str
    year: str
    days: str
    teachers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBlock:
    title: str
    rows: tuple[SheetRow, ...]
    hours: str
    year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKind:
    title: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole plan as it is read; the value of a canonical text. sentence: what stands above the button."""

    schema: int
    wording: int
    title: str
    school: str
    year_title: str
    code: str
    class_title: str
    number: int
    first: str
    last: str
    blocks: tuple[SheetBlock, ...]
    kinds: tuple[SheetKind, ...]
    hours: str
    year: str
    sentence: str


SHEETS = TypeAdapter(Sheet)


def sheet_of(plan: Plan, setting: Setting, figures: Figures, names: Mapping[str, str]) -> Sheet:
    """The plan as it would be offered. names: of teachers by id."""
    blocks = tuple(
        SheetBlock(
            title=total.title, hours=exact(total.hours), year=_year(total.yearly),
            rows=tuple(_row(figure, names) for figure in figures.of_block(block)),
        )
        for block, total in figures.blocks
    )  # fmt: skip
    kinds = [SheetKind(title=total.title, hours=exact(total.hours)) for total in figures.kinds]
    if figures.in_class:
        kinds.append(SheetKind(title="из них вместе с классом", hours=exact(figures.in_class)))
    return Sheet(
        schema=SCHEMA, wording=WORDING, title=TITLE[PlanKind(plan.kind)], school=setting.school,
        year_title=setting.year_title, code=setting.code, class_title=setting.class_title, number=plan.number,
        first=shown(plan.first_on), last=shown(plan.last_on), blocks=blocks, kinds=tuple(kinds),
        hours=exact(figures.hours), year=_year(figures.yearly), sentence=sentence(plan, figures),
    )  # fmt: skip


def sentence(plan: Plan, figures: Figures) -> str:
    """What a representative says by pressing the button."""
    lessons = [figure for figure in figures.rows if figure.row.block in (Block.MANDATORY, Block.FORMED)]
    others = len(figures.rows) - len(lessons)
    held = counted(len(lessons), "предмет", "предмета", "предметов")
    if others:
        held += " и " + counted(others, "курс", "курса", "курсов") + " вне уроков"
    return (
        f"Я прочитал(а) этот план: {held}, часов в неделю {exact(figures.hours)}, "
        f"с {shown(plan.first_on)} по {shown(plan.last_on)}. Я согласен(на) с ним."
    )


def text_of(sheet: Sheet) -> str:
    """The canonical text of a sheet."""
    return canonical(SHEETS.dump_python(sheet, mode="python"))


def sheet_in(text: str) -> Sheet:
    """The sheet of a canonical text. Raises NotCanonicalError where the text was tampered with."""
    told: Any = parsed(text)
    return SHEETS.validate_python(told)


def _row(figure: RowFigure, names: Mapping[str, str]) -> SheetRow:
    row = figure.row
    return SheetRow(
        key=row.key or "", area=row.area, subject=row.subject, hours=exact(row.hours),
        manner=manner(row.kind, row.form, row.by_screen), lessons=figure.lessons, year=_year(figure.yearly),
        days=_days(figure), teachers=", ".join(sorted(_known(row.teachers, names))),
    )  # fmt: skip


def _known(ids: Iterable[str], names: Mapping[str, str]) -> Iterable[str]:
    return (names[key] for key in ids if key in names)


def _days(figure: RowFigure) -> str:
    row = figure.row
    ends = [f"с {shown(row.first_on)}"] if row.first_on else []
    ends += [f"по {shown(row.last_on)}"] if row.last_on else []
    return " ".join(ends)


def _year(hours: Fraction) -> str:
    """Hours of a year to a hundredth, as people read them; the exact number stands in the table."""
    return about(hours, 2)
