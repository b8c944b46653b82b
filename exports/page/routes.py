"""Days of teachers as routes from station to station."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from exports.board.routes import Route, Station
from exports.board.values import BoardValues
from exports.board.weeks import weeks_column
from exports.page.view import DayRoutes, RouteView, Stop
from exports.words import DAY_NAME, FORM_NAME, duration_said, joined_said, span_said
from scheduler.russian import lessons as lessons_counted
from scheduler.terms import LessonForm, Weekday, clock

LookOfWeeks = Callable[[Sequence[str]], str]


class Routes:
    """Routes of the page. keys: of pupils and teachers by id, as the page's filter names them."""

    def __init__(
        self,
        values: BoardValues,
        pupil_keys: Mapping[str, str],
        teacher_keys: Mapping[str, str],
        look_of_weeks: LookOfWeeks,
    ) -> None:
        self._values = values
        self._pupil_keys, self._teacher_keys = pupil_keys, teacher_keys
        self._look = look_of_weeks

    def days(self) -> tuple[DayRoutes, ...]:
        """Every day with a route."""
        held = [day for day in self._values.days if any(route.day == day for route in self._values.routes)]
        return tuple(self._day(day) for day in held)

    def _day(self, day: Weekday) -> DayRoutes:
        own = [route for route in self._values.routes if route.day == day]
        weeks = [week.id for week in self._values.weeks if any(week.id in route.weeks for route in own)]
        return DayRoutes(
            name=DAY_NAME[day], look=self._look(weeks), routes=tuple(self._route(route) for route in own)
        )

    def _route(self, route: Route) -> RouteView:
        weeks = weeks_column(self._values.week_labels, route.weeks)
        pupils = dict.fromkeys(self._pupil_keys[one] for stop in route.stations for one in stop.pupils)
        return RouteView(
            look=self._look(route.weeks),
            keys=" ".join([self._teacher_keys[route.teacher_id], *pupils]),
            teacher=route.teacher,
            weeks="" if weeks in ("", "все") else f"нед. {weeks}",
            note=_note(route),
            stops=tuple(_stop(station) for station in route.stations),
        )


def _note(route: Route) -> str:
    said = [lessons_counted(route.lessons)]
    if route.travel_min:
        said.append(f"в пути {duration_said(route.travel_min)}")
    if route.wait_min:
        said.append(f"ожидание {duration_said(route.wait_min)}")
    return ", ".join(said)


def _stop(station: Station) -> Stop:
    what = joined_said(station.subjects)
    if station.form in (LessonForm.REMOTE, LessonForm.SCHOOL):
        what += f", {FORM_NAME[station.form]}"
    if station.lessons > 1:
        what += f" ({lessons_counted(station.lessons)})"
    return Stop(
        look=station.form[0] if station.form else "c",
        leave="" if station.leave_min is None else clock(station.leave_min),
        leg=leg_said(station),
        time=span_said(station.start_min, station.end_min),
        place=station.place,
        who=station.who,
        what=what,
    )


def leg_said(station: Station) -> str:
    """`выход, в пути 12 мин, ждать 5 мин`; empty when one thing follows the other at once."""
    said = [] if station.leave_min is None else ["выход"]
    if station.travel_min:
        said.append(f"в пути {duration_said(station.travel_min)}")
    if station.wait_min:
        said.append(f"ждать {duration_said(station.wait_min)}")
    return ", ".join(said)
