"""The sheets there are, by the word that stands in their addresses, and the printed report of a month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.errors import NotFound
from api.services.reports.hours import hours_report
from api.services.reports.month import Month, charts_of, months_of, taught
from api.services.reports.network import network_load
from api.services.reports.results import results
from api.services.reports.sheets import counts
from api.services.reports.timesheet import timesheet
from api.services.unit import Unit
from api.services.words import shown
from exports.reports import (
    Sheet,
    against_sheet,
    counts_sheet,
    network_sheet,
    quarter_sheet,
    results_sheet,
    timesheet_sheet,
)
from exports.reports.printed import PrintedReport
from models.school import School

Make = Callable[[Unit, str], Sheet]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """title, about: on the page. monthly: of a month, else of the year. make: takes the month that was asked for."""

    title: str
    about: str
    monthly: bool
    make: Make


def month_of(unit: Unit, asked: str) -> Month | None:
    """The month asked for, else the latest."""
    months = months_of(unit)
    return next((month for month in months if month.key == asked), months[0] if months else None)


def _must(unit: Unit, asked: str) -> Month:
    month = month_of(unit, asked)
    if month is None:
        raise NotFound
    return month


def _timesheet(unit: Unit, asked: str) -> Sheet:
    return timesheet_sheet(timesheet(unit, taught(unit, _must(unit, asked), everywhere=True)))


def _network(given: bool) -> Make:
    def make(unit: Unit, asked: str) -> Sheet:
        told = taught(unit, _must(unit, asked), everywhere=True)
        return network_sheet(network_load(unit, told, given=given))

    return make


def _counts(unit: Unit, asked: str) -> Sheet:
    return counts_sheet(counts(unit, taught(unit, _must(unit, asked))))


SHEETS: dict[str, Kind] = {
    "timesheet": Kind(
        title="Табель 0504421", about="часы учителей за месяц, замещения, больничные", monthly=True,
        make=_timesheet,
    ),
    "network": Kind(
        title="Получено от школ-партнёров", about="нагрузка их учителей у наших детей, для расчётов", monthly=True,
        make=_network(given=False),
    ),
    "given": Kind(
        title="Дано школам-партнёрам", about="нагрузка наших учителей у их детей, для расчётов", monthly=True,
        make=_network(given=True),
    ),
    "counts": Kind(
        title="Сведения для управления образования", about="сколько детей учится дома, без имён", monthly=True,
        make=_counts,
    ),
    "quarters": Kind(
        title="Часы по четвертям", about="по плану, дано и долг по каждой строке плана", monthly=False,
        make=lambda unit, _asked: quarter_sheet(hours_report(unit)),
    ),
    "fact": Kind(
        title="План и факт", about="что обещано, проведено, отработано и чего ждать к концу года", monthly=False,
        make=lambda unit, _asked: against_sheet(hours_report(unit)),
    ),
    "results": Kind(
        title="Результаты для журнала класса", about="по четвертям, полугодиям и за год", monthly=False,
        make=lambda unit, _asked: results_sheet(results(unit)),
    ),
}  # fmt: skip


def printed_month(unit: Unit, asked: str) -> tuple[Month, PrintedReport]:
    """Charts of a month and its counts: no child is named."""
    month = _must(unit, asked)
    told = taught(unit, month)
    school = unit.session.get_one(School, told.school_id)
    return month, PrintedReport(
        title=f"Обучение на дому: {month.title}", lines=(school.title, f"Составлен {shown(unit.today)}"),
        charts=charts_of(unit, told), sheets=(counts_sheet(counts(unit, told)),), foot=school.title,
    )  # fmt: skip
