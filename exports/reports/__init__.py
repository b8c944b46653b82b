"""Sheets of what was taught: the timesheet, the lessons log, hours owed, plan against fact, settlement, counts,
results for the journal of a class."""

from __future__ import annotations

from exports.reports.counts import counts_sheet
from exports.reports.hours import against_sheet, quarter_sheet
from exports.reports.log import log_sheet
from exports.reports.network import network_sheet
from exports.reports.results import results_sheet
from exports.reports.table import Sheet, csv_of, workbook_of
from exports.reports.timesheet import timesheet_sheet

__all__ = [
    "Sheet",
    "against_sheet",
    "counts_sheet",
    "csv_of",
    "log_sheet",
    "network_sheet",
    "quarter_sheet",
    "results_sheet",
    "timesheet_sheet",
    "workbook_of",
]
