"""What a reading found wrong or worth a remark, collected; sorted as a person walks through the workbook."""

from __future__ import annotations

from dataclasses import dataclass, field

from exports.workbook.cellvalues import Raw, shown
from exports.workbook.faults import BadWorkbookError, Fault, UnknownColumn, WrongCellError
from exports.workbook.grid import Table, letter
from exports.workbook.layout import Column

MOST_FAULTS = 2000

_SHOWN = 60
_TOO_MANY = f"Ошибок больше {MOST_FAULTS}, остальные не показаны: проверьте, та ли это книга"


@dataclass(slots=True)
class Findings:
    """Faults and notices with the place they are sorted by: sheet, row, column."""

    order: dict[str, int] = field(default_factory=dict)
    _faults: list[tuple[tuple[int, int, int], Fault]] = field(default_factory=list)
    _notices: list[tuple[tuple[int, int, int], Fault]] = field(default_factory=list)
    unknown: list[UnknownColumn] = field(default_factory=list)

    def at_cell(self, table: Table, row: int, column: Column, raw: Raw | None, wrong: WrongCellError) -> None:
        """A fault of one cell; an empty cell is «пусто»."""
        number = table.at.get(column.field)
        if table.sheet.vertical:
            row = number or 0
        found = shortened(shown(raw)) if raw is not None else ""
        usual = f"найдено «{found}», нужно: {wrong.allowed}" if found else f"пусто, нужно: {wrong.allowed}"
        usual = f"пусто, а заполнить нужно. {column.help}" if column.required and not found else usual
        fault = Fault(
            sheet=table.title,
            row=row,
            column=column.title,
            cell=_cell(table, row, number),
            found=found,
            allowed=wrong.allowed,
            suggestion=wrong.suggestion,
            said=wrong.said or usual,
            beside=table.sheet.vertical,
        )
        self._add((self.order[table.sheet.key], row, number or 0), fault)

    def at_class(self, table: Table, row: int, number: int, raw: Raw, wrong: WrongCellError) -> None:
        """A fault of a cell in a class's column."""
        found = shortened(shown(raw))
        fault = Fault(
            sheet=table.title,
            row=row,
            column=table.classes[number],
            cell=f"{letter(number)}{row}",
            found=found,
            allowed=wrong.allowed,
            suggestion=wrong.suggestion,
            said=wrong.said or f"найдено «{found}», нужно: {wrong.allowed}",
        )
        self._add((self.order[table.sheet.key], row, number), fault)

    def whole(self, fault: Fault, key: str = "") -> None:
        """A fault of the file, or of the sheet with the key."""
        self._add((self.order.get(key, -1), fault.row or 0, 0), fault)

    def _add(self, place: tuple[int, int, int], fault: Fault) -> None:
        """Notes a fault. Raises BadWorkbookError when there are too many for anybody to read."""
        self._faults.append((place, fault))
        if len(self._faults) > MOST_FAULTS:
            raise self.bad(Fault(said=_TOO_MANY))

    def bad(self, *more: Fault) -> BadWorkbookError:
        """Everything found, as what a reading ends with."""
        return BadWorkbookError([*self.faults(), *more], self.notices(), self.unknown)

    def notice(self, remark: Fault, key: str = "") -> None:
        self._notices.append(((self.order.get(key, 99), remark.row or 0, 0), remark))

    def on(self, key: str) -> bool:
        """True where a fault was found on the sheet."""
        return any(place[0] == self.order[key] for place, _ in self._faults)

    def faults(self) -> list[Fault]:
        return [fault for _, fault in sorted(self._faults, key=lambda entry: entry[0])]

    def notices(self) -> list[Fault]:
        return [remark for _, remark in sorted(self._notices, key=lambda entry: entry[0])]


def _cell(table: Table, row: int, number: int | None) -> str:
    if number is None:
        return ""
    return f"{letter(table.header if table.sheet.vertical else number)}{row}"


def shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
