"""What a sheet of the workbook is: its columns, what they hold, how they are called and explained."""

from __future__ import annotations

from dataclasses import dataclass

from exports.workbook.kinds import TEXT, Kind

MARK = "mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `refers`: keys of the sheets whose first column it names, `many` of them in one cell.

    `example` is what a person would type into the example row. `quiet`: not written where it says what an empty
    cell says, too. `down`: an empty cell repeats the one above, as with merged days of a class timetable.
    """

    title: str
    field: str
    kind: Kind
    help: str
    example: str = ""
    required: bool = False
    refers: tuple[str, ...] = ()
    many: bool = False
    quiet: bool = False
    down: bool = False
    synonyms: tuple[str, ...] = ()
    width: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet. `noun`: how one of its keys is called and «is not found»; `vertical`: titles stand in column A.

    `needed`: a workbook without it is not read. `wide`: columns beyond the known ones are titles of classes.
    """

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    needed: bool = False
    vertical: bool = False
    wide: bool = False
    noun: tuple[str, str] = ("строка", "не найдена")
    synonyms: tuple[str, ...] = ()

    def column(self, field: str) -> Column:
        return next(column for column in self.columns if column.field == field)

    @property
    def key_column(self) -> Column:
        """The column others refer to: the first after the mark."""
        return next(column for column in self.columns if column.field != MARK)


MARK_COLUMN = Column(
    title="Пометка",
    field=MARK,
    kind=TEXT,
    example="пример",
    width=9,
    help="Строки с пометкой «пример» не читаются. Так можно и отложить строку, не удаляя её.",
    synonyms=("Отметка", "Примечание"),
)
