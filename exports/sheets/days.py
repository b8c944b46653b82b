"""The sheet «По дням»: where every teacher is, from station to station, with the way and the waiting."""

from __future__ import annotations

from exports.board.routes import Route, Station
from exports.board.values import BoardValues
from exports.board.weeks import weeks_column
from exports.sheets.paper import Cell, Column, Kind, Paper
from exports.words import DAY_NAME, FORM_NAME, duration_said, joined_said, span_said
from scheduler.russian import lessons as lessons_counted
from scheduler.terms import clock

OF_DAY = (
    Column("Выход", 8),
    Column("В пути, мин", 8),
    Column("Ждать, мин", 8),
    Column("Время", 13),
    Column("Где", 29),
    Column("С кем", 27),
    Column("Что", 26),
    Column("Форма", 14),
)


def fill_days(paper: Paper, values: BoardValues) -> None:
    """A page per weekday; under each teacher the stations in order of time."""
    days = [day for day in values.days if any(route.day == day for route in values.routes)]
    for number, day in enumerate(days):
        if number:
            paper.new_page()
        paper.line(DAY_NAME[day], "name")
        for route in (route for route in values.routes if route.day == day):
            _route(paper, values, route)
    if not days:
        paper.line("Занятий нет.", "note")
    paper.finish(fit=False)


def _route(paper: Paper, values: BoardValues, route: Route) -> None:
    weeks = weeks_column(values.week_labels, route.weeks)
    said = [route.teacher]
    said += {"": [], "все": ["каждую неделю"]}.get(weeks, [f"нед. {weeks}"])
    said.append(lessons_counted(route.lessons))
    said.append(f"в пути {duration_said(route.travel_min)}, ожидание {duration_said(route.wait_min)}")
    paper.line(" · ".join(said), "group")
    for station in route.stations:
        paper.cells(_station(station))
    paper.gap()


def _station(station: Station) -> list[Cell]:
    kind: Kind = "text" if station.lessons else "faint"
    wait = station.wait_min + station.pause_min
    return [
        ("" if station.leave_min is None else clock(station.leave_min), kind),
        (station.travel_min or "", "number"),
        (wait or "", "number"),
        (span_said(station.start_min, station.end_min), kind),
        (station.place, "strong" if station.lessons else "faint"),
        (station.who, kind),
        (joined_said(station.subjects), kind),
        (FORM_NAME[station.form] if station.form else "", kind),
    ]
