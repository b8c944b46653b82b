"""Places, roads and the estimate's settings over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.travel.estimate import PACES
from models.engines import reading
from models.person import Role
from models.place import Place, PlanningSettings, Road
from tests.api.pages.cases.office import office_of
from tests.api.pages.data.room import Room, room_of

PLACE = {
    "kind": "school",
    "code": "клуб",
    "title": "ул. Придуманная, 77",
    "zone": "Заречье",
    "lat": "57,02",
    "lon": "60",
}
PLANNING = {
    "rev": 0, "mode": "own", "season": "warm", "speed": "5", "detour": "120", "door": "4", "day_start": "09:00",
    "day_end": "18:00", "step_min": "10", "cycle_weeks": "2", "parity": "calendar", "title": "",
}  # fmt: skip


@pytest.fixture
def room(database: Engine, tmp_path: Path) -> Iterator[Room]:
    with room_of(database, tmp_path) as made:
        yield made


def kept(room: Room, code: str) -> Place:
    with reading(room.office.where.engine) as session:
        return session.exec(select(Place).where(Place.code == code)).one()


def roads(room: Room) -> list[tuple[str, str, int]]:
    with reading(room.office.where.engine) as session:
        names = {row.id: row.code for row in session.exec(select(Place))}
        return sorted(
            (names[row.from_id], names[row.to_id], row.minutes) for row in session.exec(select(Road))
        )


def test_a_place_is_added_listed_and_changed(room: Room) -> None:
    desk = room.desk()
    assert desk.done("/places", PLACE) == "/places"
    row = kept(room, "клуб")
    assert (row.kind, row.title, row.zone, row.lat, row.lon) == (
        "school", "ул. Придуманная, 77", "Заречье", 57.02, 60.0,
    )  # fmt: skip
    assert "57,0200; 60,0000" in desk.get("/places")
    path = f"/places/{row.id}"
    assert 'value="57,02"' in desk.get(path)
    desk.done(path, PLACE | {"rev": row.rev, "lat": "", "lon": ""})
    assert kept(room, "клуб").lat is None
    assert "Без координат: 1" in desk.get("/places")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lat": "север"}, "Укажите градусы числом"),
        ({"lat": "1e3"}, "Укажите градусы числом"),
        ({"lon": ""}, "Укажите и широту, и долготу"),
        ({"lat": "91"}, "Градусы — от −90 до 90."),
        ({"code": ""}, "Укажите короткое имя"),
        ({"code": "дом К-01"}, "Такое короткое имя уже есть"),
        ({"kind": "moon"}, "Выберите из списка"),
        ({"title": "я" * 301}, "Сократите адрес"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_input_is_kept(
    room: Room, change: dict[str, object], said: str
) -> None:
    page = room.desk().refused("/places", 422, PLACE | change)
    assert said in page
    assert 'value="Заречье"' in page


def test_the_second_of_two_who_change_a_place_is_told(room: Room) -> None:
    desk = room.desk()
    desk.done("/places", PLACE)
    row = kept(room, "клуб")
    desk.done(f"/places/{row.id}", PLACE | {"rev": row.rev, "zone": "Центр"})
    page = desk.refused(f"/places/{row.id}", 409, PLACE | {"rev": row.rev, "zone": "Окраина"})
    assert 'value="Окраина"' in page
    assert kept(room, "клуб").zone == "Центр"


def test_the_code_of_the_school_s_own_building_stays(room: Room) -> None:
    row = kept(room, "s100")
    page = room.desk().refused(f"/places/{row.id}", 422, PLACE | {"rev": row.rev})
    assert "Короткое имя здания школы — её код" in page


def test_a_home_is_entered_for_a_case_and_then_opened(room: Room) -> None:
    desk, case_id = room.desk(), room.data.world.running()
    path = f"/places/homes/{case_id}"
    assert 'value="дом К-02"' in desk.get(path)
    assert "дело К-02" in desk.refused(path, 422, PLACE | {"kind": "home", "lat": "x"})
    desk.done(path, PLACE | {"kind": "home", "code": "дом К-02"})
    row = kept(room, "дом К-02")
    assert (row.pupil_id, row.main) == (room.data.world.get(case_id).pupil_id, True)
    answer = desk.client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/places/{row.id}")


def test_the_estimate_is_shown_and_written_over(room: Room) -> None:
    # 0.01 degrees north are 1.112 km; 1.3 times that at 4.5 km/h are 19.3 min, so 20, and 3 at the door
    desk, school, home = room.desk(), kept(room, "s100"), kept(room, "дом К-01")
    assert "23 мин" in desk.get("/roads")
    sent = {"place": school.id, f"there-{home.id}": "35", f"back-{home.id}": "30"}
    assert desk.done("/roads", sent).startswith(f"/roads?place={school.id}&")
    assert roads(room) == [("s100", "дом К-01", 35), ("дом К-01", "s100", 30)]
    assert 'type="text" value="30"' in desk.get(f"/roads?place={home.id}")
    desk.done("/roads", sent | {f"back-{home.id}": ""})
    assert roads(room) == [("s100", "дом К-01", 35)]


def test_told_minutes_are_those_of_the_problem(room: Room) -> None:
    from scheduler.travel import TravelTimes

    school, home = kept(room, "s100"), kept(room, "дом К-01")
    room.desk().done("/roads", {"place": school.id, f"there-{home.id}": "35", f"back-{home.id}": ""})
    ways = TravelTimes(room.data.posed().problem)
    assert (ways("s100", "дом К-01"), ways("дом К-01", "s100")) == (35, 35)


@pytest.mark.parametrize("minutes", ["601", "-1", "полчаса"])
def test_wrong_minutes_are_told_beside_their_cell(room: Room, minutes: str) -> None:
    school, home = kept(room, "s100"), kept(room, "дом К-01")
    page = room.desk().refused("/roads", 422, {"place": school.id, f"there-{home.id}": minutes})
    assert f'value="{minutes}"' in page
    assert roads(room) == []


def planning(room: Room) -> PlanningSettings:
    with reading(room.office.where.engine) as session:
        return session.exec(select(PlanningSettings)).one()


def test_own_numbers_of_planning_are_kept_and_count_in_the_problem(room: Room) -> None:
    desk = room.desk()
    desk.done("/planning", PLANNING)
    row = planning(room)
    assert (row.speed_mh, row.detour_percent, row.door_min) == (5000, 120, 4)
    problem = room.data.posed().problem
    assert (len(problem.weeks), problem.day_start_min, problem.day_end_min, problem.step_min) == (
        2,
        540,
        1080,
        10,
    )
    assert (problem.travel.speed_kmh, problem.travel.detour, problem.travel.door_min) == (5.0, 1.2, 4)
    assert 'value="5"' in desk.get("/planning")


@pytest.mark.parametrize(("mode", "season"), sorted(PACES))
def test_how_and_when_people_go_fill_in_the_numbers(room: Room, mode: str, season: str) -> None:
    desk = room.desk()
    desk.done("/planning", PLANNING | {"mode": mode, "season": season, "speed": "", "detour": "", "door": ""})
    row, pace = planning(room), PACES[mode, season]
    assert (row.speed_mh, row.detour_percent, row.door_min) == (
        pace.speed_mh,
        pace.detour_percent,
        pace.door_min,
    )
    page = desk.get("/planning")
    assert f'<option value="{mode}" selected>' in page
    assert f'<option value="{season}" selected>' in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"speed": "быстро"}, "Укажите скорость числом"),
        ({"speed": "1000"}, "Скорость — от 0,5 до 120 км/ч."),
        ({"speed": "inf"}, "Укажите скорость числом"),
        ({"detour": "99"}, "Извилистость — от 100 до 400 %."),
        ({"day_end": "08:00"}, "День заканчивается позже"),
        ({"cycle_weeks": "5"}, "Недель в цикле — от 1 до 4."),
        ({"step_min": "7"}, "Шаг времени — 5, 10, 15, 20 или 30 минут."),
        ({"parity": "odd"}, "Выберите из списка."),
    ],
)
def test_wrong_settings_are_told(room: Room, change: dict[str, object], said: str) -> None:
    assert said in room.desk().refused("/planning", 422, PLANNING | change)


def test_others_do_not_look_at_homes(room: Room, tmp_path: Path) -> None:
    home = kept(room, "дом К-01")
    paths = ("/places", f"/places/{home.id}", f"/places/homes/{room.case_id}", "/roads", "/planning")
    teacher = room.office.browser(room.office.teacher, Role.CLASS_TEACHER)
    for path in paths:
        assert teacher.client.get(path).status_code == 403
    with office_of(room.office.where.engine, tmp_path, "s200") as other:
        foreign = other.desk()
        foreign.get(f"/places/{home.id}", 404)
        foreign.get(f"/places/homes/{room.case_id}", 404)
        assert foreign.send(f"/places/{home.id}", PLACE | {"rev": home.rev}).status_code == 404
        assert foreign.client.get(f"/roads?place={home.id}").status_code == 404
