"""Runs, variants, drafts and rules as JSON: from the order to a variant made by hand, with both sides of a 409."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine

from api.services.runs.lifting import lifted_in
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem, problem_in, timetable_in
from api.services.runs.recipes import packed
from api.services.runs.variants import add_variant
from models.engines import reading, writing
from models.timetable import ProblemText, Run, RunState, Variant
from scheduler.recipe import recipe_of
from tests import builders as b
from tests.api.rest.full import full
from tests.api.rest.site import Asker, Site, site
from tests.api.services.world import END, START

DAYS = {"first_on": "2026-09-07", "last_on": "2027-05-31"}


@dataclass(frozen=True)
class Desk:
    school: Site
    asker: Asker
    variant: str

    def draft(self) -> dict[str, Any]:
        return self.asker.made(f"/variants/{self.variant}/drafts", None)

    def step(self, seen: dict[str, Any], status: int = 200, **told: object) -> dict[str, Any]:
        body = {"rev": seen["rev"], "seen": seen["seen"], "series": False, **told}
        answer = self.asker.call("POST", f"/drafts/{seen['id']}/steps", body)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def desk(database: Engine) -> Desk:
    """t1 waits at most an hour; r1 on Monday 09:00, r2 on Tuesday 09:00."""
    school = site(database)
    rows = [b.row("r1", title="Математика"), b.row("r2", title="Чтение")]
    problem = b.problem(rows=rows, teachers=[b.teacher(max_gap_min=60)], pupils=[b.pupil(title="К-01")])
    with school.world.acting(START) as unit:
        kept = keep_problem(unit, given_problem(problem, RunLimits()), START, END)
        found = b.timetable(problem, "r1 mon 09:00", "r2 tue 09:00")
        variant = add_variant(unit, school.world.year_id, kept.id, found, "Осень")
    return Desk(school, school.asker(), variant.id)


MOVE = {"kind": "move", "row": "r2", "n": 1, "day": "wed", "start_min": 600, "teacher": "t1"}


def test_a_run_is_asked_for_once_watched_to_its_end_and_kept(desk: Desk) -> None:
    year = desk.school.world.year_id
    order = {"year_id": year, **DAYS, "purpose": "improve", "base_id": desk.variant, "seconds": 30}
    made = desk.asker.made("/runs", order, idempotency_key="one-run-only")
    assert desk.asker.made("/runs", order, idempotency_key="one-run-only")["id"] == made["id"]
    assert (made["state"], made["purpose"], made["score"], made["seconds"]) == ("queued", "improve", None, 30)
    assert [each["id"] for each in desk.asker.got(f"/runs?year_id={year}")["items"]] == [made["id"]]
    more = desk.asker.call("POST", f"/runs/{made['id']}/more")
    assert more.json()["seconds"] == 150
    assert desk.asker.call("POST", f"/runs/{made['id']}/variants", {"name": "Рано"}).status_code == 409
    assert desk.asker.call("POST", f"/runs/{made['id']}/cancel").json()["state"] == "cancelled"
    told = desk.asker.call("GET", f"/runs/{made['id']}/events")
    assert told.headers["content-type"].startswith("text/event-stream")
    event, data = told.text.strip().split("\n")[:2]
    assert event == "event: over"
    progress = json.loads(data.removeprefix("data: "))
    assert (progress["state"], progress["going"]) == ("cancelled", False)


def test_a_run_that_goes_on_is_told_until_it_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second look sees it further on, the third at its end."""
    run_id = full(desk.school.world)["run_id"]
    looks = iter([(RunState.RUNNING, 1000), (RunState.RUNNING, 3000), (RunState.DONE, 4000)])
    from api.rest import runs

    real = runs.run_now

    def later(place: Any, here: Any, key: str) -> Any:
        state, spent = next(looks)
        with writing(desk.school.engine) as session:
            run = session.get_one(Run, key)
            run.state, run.spent_ms = state, spent
        return real(place, here, key)

    monkeypatch.setattr(runs, "run_now", later)
    monkeypatch.setattr(runs, "LOOK_SECONDS", 0.0)
    text = desk.asker.call("GET", f"/runs/{run_id}/events").text
    told = [part.split("\n") for part in text.strip().split("\n\n")]
    assert [(part[0], json.loads(part[1].removeprefix("data: "))["spent_s"]) for part in told] == [
        ("event: progress", 1), ("event: progress", 3), ("event: over", 4),
    ]  # fmt: skip


def test_nothing_is_told_of_a_foreign_run_before_the_stream_begins(desk: Desk) -> None:
    run_id = full(desk.school.world)["run_id"]
    stranger = desk.school.asker(school_id=desk.school.other_school("s300").school_id)
    answer = stranger.call("GET", f"/runs/{run_id}/events")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_variants_are_listed_renamed_removed_and_brought_back(desk: Desk) -> None:
    at, year = f"/variants/{desk.variant}", desk.school.world.year_id
    told = desk.asker.got(at)
    assert (told["number"], told["name"], told["unplaced"], told["score"]["unplaced"]) == (1, "Осень", 0, 0)
    renamed = desk.asker.call("PUT", at, {"name": "Осень, вторая"}, tag=f'"{told["rev"]}"')
    assert renamed.json()["name"] == "Осень, вторая"
    assert desk.asker.call("POST", f"{at}/remove", tag=renamed.headers["etag"]).json()["removed"]
    assert desk.asker.got(f"/variants?year_id={year}")["total"] == 0
    assert not desk.asker.call("POST", f"{at}/restore").json()["removed"]
    lessons = desk.asker.got(f"{at}/lessons")["items"]
    assert [(each["row"], each["day"], each["start"], each["end"]) for each in lessons] == [
        ("r1", "mon", "09:00", "09:40"), ("r2", "tue", "09:00", "09:40"),
    ]  # fmt: skip


def test_steps_are_done_undone_and_redone_and_the_draft_is_kept(desk: Desk) -> None:
    draft = desk.draft()
    assert desk.draft()["id"] == draft["id"]
    moved = desk.step(draft, **MOVE)
    assert (moved["steps"], moved["undone"], moved["rev"]) == (1, 0, draft["rev"] + 1)
    seen = {"rev": moved["rev"], "seen": moved["seen"]}
    back = desk.asker.call("POST", f"/drafts/{draft['id']}/undo", seen).json()
    assert (back["steps"], back["undone"], back["seen"]) == (0, 1, "")
    again = desk.asker.call("POST", f"/drafts/{draft['id']}/redo", {"rev": back["rev"]}).json()
    assert (again["steps"], again["seen"]) == (1, moved["seen"])
    steps = desk.asker.got(f"/drafts/{draft['id']}/steps")["items"]
    assert [(each["kind"], each["said"], each["counts"]) for each in steps] == [
        ("move", ["Чтение, К-01: вт 09:00 → ср 10:00"], True)
    ]
    kept = desk.asker.made(
        f"/drafts/{draft['id']}/keep", {"rev": again["rev"], "seen": again["seen"], "name": "С правкой"}
    )
    assert (kept["number"], kept["base_id"]) == (2, desk.variant)
    days = [each["day"] for each in desk.asker.got(f"/variants/{kept['id']}/lessons")["items"]]
    assert days == ["mon", "wed"]
    assert desk.asker.got(f"/drafts/{draft['id']}")["kept_id"] == kept["id"]


def test_two_deputies_are_told_both_sides(desk: Desk) -> None:
    draft = desk.draft()
    mine = desk.step(draft, **MOVE)
    other = Desk(desk.school, desk.school.asker(), desk.variant)
    late = other.step(draft, 409, **MOVE | {"day": "thu"})
    assert [each["said"] for each in late["theirs"]] == [["Чтение, К-01: вт 09:00 → ср 10:00"]]
    assert (late["undone"], late["rev"], late["seen"]) == ([], mine["rev"], mine["seen"])
    desk.asker.call("POST", f"/drafts/{draft['id']}/undo", {"rev": mine["rev"], "seen": mine["seen"]})
    gone = other.step(mine, 409, **MOVE | {"day": "thu"})
    assert ([each["id"] for each in gone["undone"]], gone["theirs"]) == ([mine["seen"]], [])
    assert desk.asker.got(f"/drafts/{draft['id']}")["steps"] == 0


def test_a_closed_start_tells_every_reason_and_an_override_its_own(desk: Desk) -> None:
    draft = desk.draft()
    noon = MOVE | {"day": "mon", "start_min": 720}
    shut = desk.step(draft, 409, **noon)
    assert (shut["rules"], len(shut["reasons"])) == (["teacher.gap"], 1)
    days = desk.asker.got(f"/drafts/{draft['id']}/starts?row=r2&n=1&series=false")["items"]
    monday = next(each for each in days if each["day"] == "mon")
    assert "12:00" not in {each["start"] for each in monday["possible"]}
    assert any(each["rules"] == ["teacher.gap"] for each in monday["blocked"])
    done = desk.step(draft, **noon, reason="consent")
    assert len(done["warnings"]) == 1
    assert desk.asker.got(f"/drafts/{draft['id']}/starts?row=r9&n=1")["total"] == 0
    desk.step(done, 422, **MOVE | {"day": None})
    desk.step(done, 409, **MOVE | {"row": "r9"})


def test_every_kind_of_step_is_taken(desk: Desk) -> None:
    now = desk.draft()
    for told in (
        {"kind": "pins", "row": "r1", "n": 1, "pins": ["day"]},
        {"kind": "pins", "row": "r1", "n": 1, "pins": []},
        {"kind": "swap", "row": "r1", "n": 1, "other": {"row": "r2", "n": 1}},
        {"kind": "out", "row": "r2", "n": 1},
        MOVE | {"kind": "place"},
    ):
        now = desk.step(now, **told)
    assert now["steps"] == 5
    desk.step(now, 422, kind="swap", row="r1", n=1)
    desk.step(now, 404, kind="teacher", row="r1", n=1, teacher="t9")


def test_rules_are_read_and_written_with_their_revision(desk: Desk) -> None:
    at = "/timetable-rules"
    told = desk.asker.call("GET", at)
    assert (told.json()["weights"]["wish"], told.headers["etag"]) == (60, '"0"')
    body = {"weights": {"wish": 120}, "severities": {"teacher.gap": "warns"}}
    refused = desk.asker.call("PUT", at, body, tag='"0"')
    assert (refused.status_code, set(refused.json()["faults"])) == (422, {"reason"})
    done = desk.asker.call("PUT", at, body | {"reason": "agreed"}, tag='"0"').json()
    assert (done["rev"], done["weights"]["wish"], done["severities"]["teacher.gap"]) == (1, 120, "warns")
    stale = desk.asker.call("PUT", at, body, tag='"0"')
    assert (stale.status_code, stale.headers["etag"]) == (412, '"1"')
    unknown = {"weights": {"unknown": 1}, "severities": {"teacher.free": "off"}}
    assert desk.asker.call("PUT", at, unknown, tag='"1"').status_code == 422


def test_two_variants_are_laid_side_by_side(desk: Desk) -> None:
    draft = desk.draft()
    moved = desk.step(draft, **MOVE)
    body = {"rev": moved["rev"], "seen": moved["seen"], "name": "С правкой"}
    other = desk.asker.made(f"/drafts/{draft['id']}/keep", body)
    told = desk.asker.got(f"/variants/{desk.variant}/comparison?with={other['id']}")
    assert (told["same_problem"], told["differences"]) == (True, ["Чтение, К-01: вт 09:00 → ср 10:00"])
    titles = [each["title"] for each in told["goals"]]
    assert titles == ["Визитов на дом", "Дней со взрослым дома", "Разных учителей у детей"]
    assert [each["pupil"] for each in told["worst"]] == ["К-01", "К-01"]


def test_what_has_no_time_and_who_edits_is_told(desk: Desk) -> None:
    draft = desk.draft()
    out = desk.step(draft, kind="out", row="r2", n=1)
    assert [each["id"] for each in desk.asker.got(f"/variants/{desk.variant}/drafts")["items"]] == [
        draft["id"]
    ]
    assert desk.asker.got(f"/variants/{desk.variant}/unplaced")["items"] == []
    (missing,) = desk.asker.got(f"/drafts/{draft['id']}/unplaced")["items"]
    assert (missing["lesson"], missing["starts"] > 0, missing["proof"]) == ("Чтение (К-01)", True, "")
    body = {"rev": out["rev"], "seen": out["seen"], "name": "Без чтения", "purpose": "fill"}
    run = desk.asker.made(f"/drafts/{draft['id']}/runs", body)
    assert (run["purpose"], run["state"]) == ("fill", "queued")
    (told,) = desk.asker.got(f"/variants/{run['base_id']}/unplaced")["items"]
    assert (told["lesson"], told["count"]) == ("Чтение, К-01", "1 занятие")
    assert desk.asker.call("GET", f"/runs/{run['id']}/lessons").status_code == 409
    wrong = desk.asker.call("POST", f"/drafts/{draft['id']}/runs", body | {"purpose": "full"})
    assert (wrong.status_code, list(wrong.json()["faults"])) == (422, ["purpose"])


def test_a_taken_start_tells_what_could_change_places(desk: Desk) -> None:
    at = f"/drafts/{desk.draft()['id']}/taken?day=tue&start_min=545&teacher=t1"
    told = desk.asker.got(f"{at}&row=r1&n=1")
    assert len(told["reasons"]) == 2  # the pupil's lesson and the teacher's
    assert told["reasons"][0] == "К-01: Чтение (К-01) 09:00–09:40, перерыв 10 мин"
    assert [(each["row"], each["said"]) for each in told["swaps"]] == [("r2", "Чтение (К-01), вт 09:00")]
    assert desk.asker.got(f"{at}&row=r9&n=1") == {**told, "reasons": [], "swaps": [], "rules": []}


def test_other_weights_are_tried_on_the_variants_there_are(desk: Desk) -> None:
    """Two visits of 10 points and two days of 30 with the usual weights, one teacher of 20."""
    at = f"/timetable-rules/weighed?year_id={desk.school.world.year_id}"
    (told,) = desk.asker.got(f"{at}&weight=adult_days:0&weight=visits:1")["items"]
    assert (told["before"], told["after"], told["place"]) == (100, 22, 1)
    for wrong in ("adult_days:9999", "unheard:1", "visits"):
        assert desk.asker.call("GET", f"{at}&weight={wrong}").status_code == 422


def test_a_variant_tells_what_it_was_made_from_and_whom_it_is_worst_for(desk: Desk) -> None:
    at = f"/variants/{desk.variant}"
    by_hand = desk.asker.got(f"{at}/origin")
    assert (by_hand["settings"], by_hand["seed"], by_hand["weights"], by_hand["repeatable"]) == (
        {},
        None,
        {},
        False,
    )
    assert "recipe" not in by_hand["_links"]
    assert desk.asker.call("GET", f"{at}/recipe").status_code == 404
    file = desk.asker.got(f"{at}/problem")
    assert (file["digest"], len(file["problem"]["rows"])) == (by_hand["digest"], 2)
    standing = desk.asker.got(f"{at}/standing")
    assert (standing["worst"]["pupil"], standing["worst"]["unplaced"], standing["warnings"]) == (
        "К-01",
        0,
        [],
    )


def test_a_variant_of_a_run_can_be_made_anew_from_what_is_told(desk: Desk) -> None:
    """With a pin, a weight of the school's own and the recipe that the run has left."""
    now = desk.step(desk.draft(), kind="pins", row="r1", n=1, pins=["day"])
    desk.asker.call(
        "PUT",
        "/timetable-rules",
        {"weights": {"wish": 120}, "severities": {"teacher.gap": "warns"}, "reason": "agreed"},
        tag='"0"',
    )
    year = desk.school.world.year_id
    base = desk.asker.made(
        f"/drafts/{now['id']}/keep", {"rev": now["rev"], "seen": now["seen"], "name": "С правкой"}
    )
    order = {"year_id": year, **DAYS, "purpose": "improve", "base_id": base["id"], "seconds": 30, "seed": 7}
    run_id = desk.asker.made("/runs", order)["id"]
    with writing(desk.school.engine) as session:
        run, own = session.get_one(Run, run_id), session.get_one(Variant, base["id"])
        given, best = problem_in(session.get_one(ProblemText, run.problem_id)), timetable_in(own.timetable)
        run.best, run.recipe = own.timetable, packed(recipe_of(given, best, 7, 1, "", best))
    made = desk.asker.made(f"/runs/{run_id}/variants", {"name": "Улучшено"})
    told = desk.asker.got(f"/variants/{made['id']}/origin")
    assert (told["seed"], told["base_id"], told["pinned"], told["weights"]) == (
        7,
        base["id"],
        1,
        {"wish": 120},
    )
    assert (told["settings"]["purpose"], told["settings"]["seconds"]) == ("improve", 30)
    recipe = desk.asker.got(f"/variants/{made['id']}/recipe")["recipe"]
    assert (recipe["seed"], recipe["problem"]["goals"]) == (7, {"wish": {"weight": 120}})
    assert recipe["hint"]["lessons"]
    assert recipe["problem"]["teachers"][0]["max_gap_min"] is None
    with reading(desk.school.engine) as session:
        assert lifted_in(session.get_one(Variant, made["id"]).lifted).gaps == {"t1": 60}
