"""Drafts on a variant: steps, undo and redo, pins, keeping; what somebody else did meanwhile is told."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, NotFound
from api.jobs.store import Store
from api.services.board import acts
from api.services.board.acts import Blocked, Target
from api.services.board.drafts import (
    Desk,
    Overtaken,
    Seen,
    draft_of,
    drafts_on,
    keep_draft,
    look,
    open_draft,
    redo,
    solve_on,
    take_step,
    undo,
)
from api.services.board.held import Held
from api.services.board.state import Change, PinKind, StepKind
from api.services.board.words import score_said, step_said
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem, problem_in
from api.services.runs.running import problem_text_of
from api.services.runs.variants import add_variant, keep_variant, origin_of, read_variant, remove_variant
from models.engines import reading
from models.timetable import DraftStep, Run, RunPurpose
from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.terms import Weekday
from scheduler.wire import dump_bytes
from tests import builders as b
from tests.api.services.world import END, START, World, new_world

MON, TUE = Weekday.MON, Weekday.TUE


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def problem() -> Problem:
    """Both rows are of p1 at home, with t1; r2 has a second lesson that has no time."""
    rows = [
        b.row("r1", title="Математика", teachers=["t1", "t2"]),
        b.row("r2", title="Чтение", lessons=2),
    ]
    wishes = [{"kind": "dislike", "start": "08:00", "end": "09:00", "weight": 1}]
    teachers = [b.teacher("t1", title="Иванова"), b.teacher("t2", title="Петрова")]
    return b.problem(rows=rows, pupils=[b.pupil(title="К-01", wishes=wishes)], teachers=teachers)


def variant(world: World, given: Problem | None = None, *lessons: str) -> str:
    found = given or problem()
    with world.acting(START) as unit:
        kept = keep_problem(unit, given_problem(found, RunLimits()), START, END)
        placed = lessons or ("r1 mon 09:00", "r2 tue 09:00")
        return add_variant(unit, world.year_id, kept.id, b.timetable(found, *placed), "Осень").id


def opened(world: World, variant_id: str) -> str:
    with world.acting(START) as unit:
        return open_draft(unit, variant_id).id


def seen_of(desk: Desk) -> Seen:
    return Seen(rev=desk.draft.rev, step_id=desk.last_id)


def seen(world: World, draft_id: str) -> Seen:
    with world.acting(START) as unit:
        return seen_of(look(unit, draft_id))


def to(day: Weekday, time: str, teacher: str = "t1", week: str = "") -> Target:
    return Target(day=day, start_min=b.minutes(time), teacher=teacher, week=week)


def step(world: World, draft_id: str, *args: object, act=acts.move, at: Seen | None = None) -> None:  # type: ignore[no-untyped-def]
    known = at or seen(world, draft_id)
    with world.acting(START) as unit:
        take_step(unit, draft_id, known, lambda held: act(held, *args))


def stands(world: World, draft_id: str) -> list[str]:
    with world.acting(START) as unit:
        return [b.said(lesson) for lesson in look(unit, draft_id).held.state.timetable.lessons]


def steps_said(world: World, draft_id: str) -> list[str]:
    with world.acting(START) as unit:
        desk = look(unit, draft_id)
        return [text for each in desk.done for text in step_said(desk.held.state.problem, each.change)]


def test_a_deputy_has_one_draft_of_a_variant(world: World, database: Engine) -> None:
    key = variant(world)
    one = opened(world, key)
    assert opened(world, key) == one
    assert opened(world, variant(world)) != one
    foreign = new_world(database, "s200")
    with foreign.acting(START) as unit:
        with pytest.raises(NotFound):
            draft_of(unit, one)
        with pytest.raises(NotFound):
            open_draft(unit, key)


def test_colleagues_see_whose_drafts_are_open(world: World) -> None:
    key = variant(world)
    one = opened(world, key)
    with world.acting(START) as unit:
        assert [(draft.id, name) for draft, name in drafts_on(unit, key)] == [(one, "Петрова Анна Ивановна")]


def test_a_removed_variant_is_not_edited(world: World) -> None:
    key = variant(world)
    with world.acting(START) as unit:
        remove_variant(unit, key, 1)
    with pytest.raises(Conflict, match="убран"):
        opened(world, key)


def test_a_move_counts_with_the_change_of_score_the_checker_gives(world: World) -> None:
    """From 09:00 into the disliked hour: one wish more, and the day at the other home of the teacher stays."""
    draft = opened(world, variant(world))
    step(world, draft, ("r1", 1), True, to(MON, "08:00"))
    assert stands(world, draft)[0] == "r1/1 w1 mon 08:00 t1"
    assert steps_said(world, draft) == ["Математика, К-01: пн 09:00 → пн 08:00"]
    with world.acting(START) as unit:
        (told,) = look(unit, draft).done
    assert score_said(told.score) == "пожеланий не учтено +1"
    assert (told.author, told.number) == ("Петрова Анна Ивановна", 1)
    assert world.log()[-1] == ("draft.step", "draft", {"number": 1, "step": "move"})


def test_a_step_s_change_is_the_difference_of_two_verdicts(world: World) -> None:
    given, draft = problem(), opened(world, variant(world))
    step(world, draft, ("r1", 1), True, to(TUE, "10:00"))
    before = check(given, b.timetable(given, "r1 mon 09:00", "r2 tue 09:00")).score
    after = check(given, b.timetable(given, "r1 tue 10:00", "r2 tue 09:00")).score
    with world.acting(START) as unit:
        (told,) = look(unit, draft).done
    assert told.score == {code: after[code] - before[code] for code in after if after[code] != before[code]}


def test_a_closed_start_is_refused_with_every_reason(world: World) -> None:
    draft = opened(world, variant(world))
    with pytest.raises(Blocked) as refused:
        step(world, draft, ("r1", 1), True, to(TUE, "09:10"))
    assert refused.value.sentence == "вт 09:10: сюда нельзя."
    assert [text.partition(":")[0] for text in refused.value.reasons] == ["К-01", "Иванова"]
    assert stands(world, draft) == ["r1/1 w1 mon 09:00 t1", "r2/1 w1 tue 09:00 t1"]


def test_a_start_off_the_grid_or_a_stranger_s_is_refused(world: World) -> None:
    draft = opened(world, variant(world))
    for target in (to(MON, "10:03"), to(MON, "23:55"), to(Weekday.SUN, "10:00"), to(MON, "10:00", "t9")):
        with pytest.raises(Blocked):
            step(world, draft, ("r1", 1), True, target)


def test_a_lesson_goes_to_the_tray_and_comes_back(world: World) -> None:
    draft = opened(world, variant(world))
    step(world, draft, ("r1", 1), True, act=acts.take_out)
    with world.acting(START) as unit:
        found = look(unit, draft).held.state.timetable
    assert {entry.row: entry.count for entry in found.unplaced} == {"r1": 1, "r2": 1}
    step(world, draft, "r1", False, to(MON, "12:00", "t2"), act=acts.place)
    assert stands(world, draft)[0] == "r1/1 w1 mon 12:00 t2"
    assert steps_said(world, draft) == [
        "Математика, К-01: снято: пн 09:00, Иванова",
        "Математика, К-01: поставлено: пн 12:00, Петрова",
    ]


def test_two_lessons_change_places(world: World) -> None:
    draft = opened(world, variant(world))
    step(world, draft, ("r1", 1), ("r2", 1), True, act=acts.swap)
    assert stands(world, draft) == ["r1/1 w1 tue 09:00 t1", "r2/1 w1 mon 09:00 t1"]


def test_a_row_goes_to_another_of_its_teachers(world: World) -> None:
    draft = opened(world, variant(world))
    step(world, draft, "r1", "t2", act=acts.change_teacher)
    assert stands(world, draft)[0] == "r1/1 w1 mon 09:00 t2"
    with pytest.raises(NotFound):
        step(world, draft, "r2", "t2", act=acts.change_teacher)


def pin(world: World, draft_id: str, *kinds: PinKind) -> None:
    step(world, draft_id, ("r1", 1), True, frozenset(kinds), act=acts.set_pins)


@pytest.mark.parametrize(
    ("kind", "closed", "open_at", "reason"),
    [
        (PinKind.DAY, to(TUE, "12:00"), to(MON, "12:00"), "день занятия закреплён: пн"),
        (PinKind.TIME, to(MON, "12:00"), to(Weekday.WED, "09:00"), "время занятия закреплено: 09:00"),
        (PinKind.TEACHER, to(MON, "12:00", "t2"), to(MON, "12:00"), "учитель занятия закреплён"),
    ],
)
def test_each_pin_holds_its_own_and_nothing_else(
    world: World, kind: PinKind, closed: Target, open_at: Target, reason: str
) -> None:
    draft = opened(world, variant(world))
    pin(world, draft, kind)
    with pytest.raises(Blocked) as refused:
        step(world, draft, ("r1", 1), True, closed)
    assert refused.value.reasons == (reason,)
    step(world, draft, ("r1", 1), True, open_at)


def test_a_pinned_lesson_is_neither_taken_out_nor_swapped(world: World) -> None:
    draft = opened(world, variant(world))
    pin(world, draft, PinKind.TIME)
    with pytest.raises(Conflict, match="закреплено"):
        step(world, draft, ("r1", 1), True, act=acts.take_out)
    with pytest.raises(Blocked):
        step(world, draft, ("r2", 1), ("r1", 1), True, act=acts.swap)
    pin(world, draft)
    step(world, draft, ("r1", 1), True, act=acts.take_out)
    assert steps_said(world, draft)[:2] == [
        "Математика, К-01: закреплено: время",
        "Математика, К-01: закрепление снято",
    ]


def test_fifty_steps_are_undone_and_redone_and_survive(world: World) -> None:
    draft = opened(world, variant(world))
    for number in range(50):
        step(world, draft, ("r1", 1), True, to(MON, f"{10 + number // 12}:{number % 12 * 5:02d}"))
    last = stands(world, draft)
    assert last[0] == "r1/1 w1 mon 14:05 t1"
    for _ in range(50):
        with world.acting(START) as unit:
            undo(unit, draft, seen_of(look(unit, draft)))
    assert stands(world, draft)[0] == "r1/1 w1 mon 09:00 t1"
    for _ in range(50):
        with world.acting(START) as unit:
            redo(unit, draft, seen_of(look(unit, draft)))
    assert stands(world, draft) == last
    assert world.actions()[-1] == "draft.redo"


def test_a_new_step_ends_what_could_be_redone(world: World) -> None:
    draft = opened(world, variant(world))
    step(world, draft, ("r1", 1), True, to(MON, "10:00"))
    with world.acting(START) as unit:
        undo(unit, draft, seen_of(look(unit, draft)))
    step(world, draft, ("r1", 1), True, to(MON, "11:00"))
    with world.acting(START) as unit, pytest.raises(Conflict, match="Возвращать нечего"):
        redo(unit, draft, seen_of(look(unit, draft)))
    with reading(world.engine) as session:
        assert len(session.exec(select(DraftStep)).all()) == 1
    assert stands(world, draft)[0] == "r1/1 w1 mon 11:00 t1"


def test_nothing_is_undone_before_the_first_step(world: World) -> None:
    draft = opened(world, variant(world))
    with world.acting(START) as unit, pytest.raises(Conflict, match="Отменять нечего"):
        undo(unit, draft, seen_of(look(unit, draft)))


def test_who_acts_on_what_has_changed_is_told_what_was_done(world: World) -> None:
    draft = opened(world, variant(world))
    known = seen(world, draft)
    step(world, draft, ("r2", 1), True, to(TUE, "12:00"))
    with pytest.raises(Overtaken) as refused:
        step(world, draft, ("r1", 1), True, to(MON, "12:00"), at=known)
    (theirs,) = refused.value.theirs
    assert (step_said(problem(), theirs.change), refused.value.undone) == (
        ("Чтение, К-01: вт 09:00 → вт 12:00",),
        (),
    )
    assert stands(world, draft) == ["r1/1 w1 mon 09:00 t1", "r2/1 w1 tue 12:00 t1"]
    known = seen(world, draft)
    with world.acting(START) as unit:
        undo(unit, draft, known)
    with pytest.raises(Overtaken) as refused:
        step(world, draft, ("r1", 1), True, to(MON, "12:00"), at=known)
    assert ([each.number for each in refused.value.undone], refused.value.theirs) == ([1], ())


def test_a_draft_becomes_a_variant_and_is_closed(world: World) -> None:
    base = variant(world)
    draft = opened(world, base)
    step(world, draft, ("r1", 1), True, to(MON, "12:00"))
    pin(world, draft, PinKind.DAY, PinKind.TIME)
    known = seen(world, draft)
    with world.acting(START) as unit:
        made = keep_draft(unit, draft, known, "Моя правка")
        found = read_variant(unit, made.id)
    assert b.said(found.timetable.lessons[0]) == "r1/1 w1 mon 12:00 t1"
    assert (made.base_id, made.number, made.unplaced) == (base, 2, 1)
    with pytest.raises(Conflict, match="закончена"):
        step(world, draft, ("r1", 1), True, to(MON, "13:00"))
    assert opened(world, base) != draft
    next_draft = opened(world, made.id)
    with world.acting(START) as unit:
        assert look(unit, next_draft).held.state.pins == {("r1", 1): {PinKind.DAY, PinKind.TIME}}


def test_a_search_goes_on_from_a_draft_with_its_pins_and_so_does_what_it_finds(world: World) -> None:
    """The problem that is stored knows no pins: whoever made them may take them away from what the run gives."""
    draft = opened(world, variant(world))
    step(world, draft, ("r1", 1), True, to(MON, "12:00"))
    pin(world, draft, PinKind.DAY, PinKind.TEACHER)
    known = seen(world, draft)
    with world.acting(START) as unit:
        run = solve_on(unit, draft, known, "Моя правка", RunPurpose.IMPROVE, RunLimits())
        base = read_variant(unit, run.base_id or "")
        assert problem_in(problem_text_of(unit, run.problem_id)) == problem()
    work = Store(world.engine).begin(run.id, run.created_at)
    assert (base.row.name, run.purpose) == ("Моя правка", "improve")
    assert work is not None
    assert work.task.stages[0].problem.rows[0].teachers == ("t1",)
    assert work.problem == problem()
    found = b.timetable(problem(), "r1 mon 16:00", "r2 tue 09:00")  # numbers, times: as the run likes
    with world.acting(START) as unit:
        ran = unit.session.get_one(Run, run.id)
        ran.best, ran.score = dump_bytes(found).decode(), "{}"
        made = keep_variant(unit, run.id, "После расчёта")
        assert ("Закреплено занятий", "1") in origin_of(unit, made)
        again = open_draft(unit, made.id)
        assert look(unit, again.id).held.state.pins == {("r1", 1): {PinKind.DAY, PinKind.TEACHER}}


def test_a_draft_that_breaks_a_rule_is_kept_by_no_means(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if a fault of the board let a step through, the checker stands before a variant."""
    monkeypatch.setattr("api.services.board.drafts.refuse_worse", lambda *_: None)
    draft = opened(world, variant(world))

    def clash(held: Held) -> Change:
        (moved,) = held.together(("r1", 1), True)
        wrong = moved.model_copy(update={"day": "tue", "start_min": 545, "end_min": 585})
        return Change(kind=StepKind.MOVE, before=(moved,), after=(wrong,))

    step(world, draft, act=clash)
    known = seen(world, draft)
    with world.acting(START) as unit, pytest.raises(Conflict, match="нарушает правила"):
        keep_draft(unit, draft, known, "Сломанная")


WEEKS = 4


def test_a_weekly_lesson_moves_in_all_its_weeks_at_once(world: World) -> None:
    rows = [b.row("r1", title="Математика", lessons=WEEKS)]
    given = b.problem(rows=rows, weeks=WEEKS)
    placed = [f"r1/{n} w{n} mon 09:00" for n in range(1, WEEKS + 1)]
    draft = opened(world, variant(world, given, *placed))
    step(world, draft, ("r1", 2), True, to(TUE, "10:00"))
    assert stands(world, draft) == [f"r1/{n} w{n} tue 10:00 t1" for n in range(1, WEEKS + 1)]
    with pytest.raises(Blocked, match="сюда нельзя"):  # alone it would break the rhythm of the row
        step(world, draft, ("r1", 2), False, to(MON, "10:00", week="w2"))


def test_lessons_without_a_time_are_placed_in_every_week_that_is_open(world: World) -> None:
    rows = [b.row("r1", title="Математика", lessons=WEEKS)]
    closed = [{"week": "w3", "day": "tue"}]
    given = b.problem(rows=rows, weeks=WEEKS, closed=closed)
    draft = opened(world, variant(world, given, "r1/4 w1 mon 09:00"))
    step(world, draft, ("r1", 4), True, act=acts.take_out)
    step(world, draft, "r1", True, to(TUE, "10:00", week="w1"), act=acts.place)
    assert stands(world, draft) == [
        "r1/1 w1 tue 10:00 t1",
        "r1/2 w2 tue 10:00 t1",
        "r1/3 w4 tue 10:00 t1",
    ]
