"""Bugs worth planting: each one line that a tired person could have written, and what it would mean.

A bug is a file and a text in it that is found exactly once; a text that no longer matches is an error, so the
list stays true while the code moves on. Rule: the code of the rulebook that the bug damages.
"""

from __future__ import annotations

from typing import NamedTuple


class Bug(NamedTuple):
    rule: str
    file: str
    old: str
    new: str


def in_file(file: str, *triples: tuple[str, str, str]) -> tuple[Bug, ...]:
    return tuple(Bug(rule, file, old, new) for rule, old, new in triples)


CHECKS = (
    *in_file(
        "scheduler/checks/lesson.py",
        ("frame", "max(0, lesson.end_min - problem.day_end_min)", "max(0, lesson.start_min - problem.day_end_min)"),
        ("frame", "if lesson.start_min % problem.step_min:", "if lesson.end_min % problem.step_min:"),
        ("frame", "(lesson.week, lesson.day) in desk.closed", "(lesson.day, lesson.week) in desk.closed"),
        ("teacher.free", "if whole and whole[-1][1] >= start:", "if whole and whole[-1][1] > start:"),
        ("pupil.avoid", "max(0, min(end, lesson.end_min) - max(start", "max(0, lesson.end_min - max(start"),
        ("adult.home", "if pupil.adult_home is None:", "if not pupil.adult_home:"),
        ("adult.home", "row.form is not LessonForm.HOME or not", "row.form is LessonForm.SCHOOL or not"),
        ("remote.end", "lesson.end_min > latest:", "lesson.end_min >= latest:"),
    ),
    *in_file(
        "scheduler/checks/teacher.py",
        ("teacher.candidate", "elif len(teachers) > 1:", "elif len(teachers) > 2:"),
        ("teacher.load", "minutes > limit:", "minutes >= limit:"),
        ("teacher.load", "len(lessons) > most:", "len(lessons) - 1 > most:"),
        ("teacher.gap", "or (a.fact and b.fact):", "or (a.fact or b.fact):"),
        ("teacher.gap", "a.end_min - desk.travel(a.place, b.place) - teacher", "a.end_min - teacher"),
        ("teacher.clash", "if b.start_min >= a.end_min:", "if b.start_min > a.end_min:"),
        ("teacher.clash", "if between < need:", "if between <= need:"),
        ("teacher.clash", "for b in items[i + 1 :]:", "for b in items[i + 1 : i + 2]:"),
    ),
    *in_file(
        "scheduler/checks/pupil.py",
        ("pupil.clash", "and pupil.needs is not Needs.SIPR:", "and pupil.needs is Needs.GENERAL:"),
        ("pupil.clash", "in (Block.CORRECTION, Block.EXTRACURRICULAR)", "is Block.CORRECTION"),
        ("pupil.clash", "need = max(need, desk.travel(a.place, b.place))", "need += desk.travel(a.place, b.place)"),
        ("pupil.load", "if desk.row(x).form is LessonForm.REMOTE)", "if desk.row(x).form is not LessonForm.HOME)"),
        ("pupil.load", "yield len({x.teacher for x in lessons}),", "yield len({x.row for x in lessons}),"),
        ("subject.day", "min(most.get(key, row.max_per_day), row", "max(most.get(key, row.max_per_day), row"),
    ),
    *in_file(
        "scheduler/checks/plan.py",
        ("week.even", "row.lessons // len(weeks)\n", "0\n"),
        ("week.even", "- max(0, row.lessons - len(lessons))", "- max(0, row.lessons - len(lessons) + 1)"),
        ("rhythm", "week in weeks and day in desk.days", "day in desk.days"),
        ("rhythm", "(lesson.day, lesson.start_min) for", "lesson.start_min for"),
        ("pin", "pin.teacher in (None, lesson.teacher)", "pin.teacher is None"),
        ("row.count", "if not 1 <= n <= row.lessons else", "if not 0 <= n <= row.lessons else"),
    ),
    *in_file(
        "scheduler/checks/measures.py",
        ("changes", "0 if kept else entry.weight", "0 if kept else 1"),
        ("wish", "total += max(wish.weight for wish in prefer)", "total += min(wish.weight for wish in prefer)"),
        ("wish", "wish.start_min <= start < wish.end_min", "wish.start_min <= start <= wish.end_min"),
        ("idle", "if a.lesson is not None or b.lesson is not None", "if a.lesson is not None and b.lesson is not None"),
        ("visits", "home is not None and home != at_home", "home is not None"),
        ("balance", "len(lessons) for lessons in week.values()) // len(desk.days)", "len(lessons) for lessons in week.values()) // len(week)"),
        ("spread", "if len(held) < len(desk.days) - 1:", "if len(held) < len(desk.days):"),
        ("curve", "{desk.days[0], desk.days[-1]}", "{desk.days[0]}"),
        ("faces", "len({(pupil_id, x.teacher)", "len({(pupil_id, x.row)"),
        ("fairness", "return max(\n", "return min(\n"),
        ("pupil_gap", "b.start_min - a.end_min - break_needed(desk, pupil, a, b)", "b.start_min - a.end_min - pupil.break_min"),
        ("adult_days", "any(_is_home(desk, lesson) for lesson in lessons)", "any(lessons)"),
    ),
)  # fmt: skip

MODEL = (
    *in_file(
        "scheduler/constraints/frame.py",
        ("frame", "not facts.is_open(week, day):", "day not in problem.days:"),
        ("remote.end", "row.form is not LessonForm.REMOTE or limit is None", "row.form is LessonForm.HOME or limit is None"),
    ),
    *in_file(
        "scheduler/constraints/teacher.py",
        ("teacher.candidate", "unknowns.model.add_at_most_one(", "unknowns.model.add_exactly_one("),
        ("teacher.free", "for window in teacher.free if window.holds_on(week, day))", "for window in teacher.free)"),
        ("teacher.clash", "return facts.travel(before.place, after.place)", "return 0"),
        ("teacher.gap", "return teacher.max_gap_min\n", "return None\n"),
        ("teacher.load", "week=week) <= teacher.max_week_min", "week=week) < teacher.max_week_min"),
    ),
    *in_file(
        "scheduler/constraints/pupil.py",
        ("pupil.clash", "is not Needs.SIPR and before", "is Needs.GENERAL and before"),
        ("pupil.clash", "max(pupil.break_min, facts.travel(before.place, after.place))", "pupil.break_min"),
        ("adult.home", "if windows is not None:", "if windows:"),
        ("pupil.load", "<= pupil.max_day_min)", "< pupil.max_day_min)"),
        ("pupil.load", ", form=LessonForm.REMOTE) <=", ") <="),
        ("subject.day", "min(row.max_per_day for row in rows)", "rows[0].max_per_day"),
    ),
    *in_file(
        "scheduler/constraints/plan.py",
        ("week.even", "sum(above) <= row.lessons - len(weeks) * floor", "sum(above) <= row.lessons"),
        ("rhythm", "// len(weeks)) + closed", "// len(weeks))"),
        ("rhythm", "shared[pupil, row.slot].append(row)", "shared[row.id, row.slot].append(row)"),
    ),
    *in_file(
        "scheduler/sequence.py",
        ("teacher.gap", "(a.is_fact and b.is_fact)", "(a.is_fact or b.is_fact)"),
    ),
    *in_file(
        "scheduler/goals/teacher.py",
        ("travel", "step.taken * way for step in day.steps if", "step.taken * way for step in day.arcs if"),
        ("idle", "if not (arc.before.is_lesson or arc.after.is_lesson):", "if not (arc.before.is_lesson and arc.after.is_lesson):"),
        ("visits", "before.is_home_lesson and after.is_home_lesson and before.place == after.place", "before.place == after.place"),
        ("fairness", "[_travel_on(facts, day), _idle_on(facts, day)]", "[_idle_on(facts, day)]"),
    ),
    *in_file(
        "scheduler/goals/pupil.py",
        ("wish", "cost += max((wish.weight", "cost += min((wish.weight"),
        ("balance", "share = unknowns.even_share(unknowns.lessons(pupil=name, week=week), len(days), most)", "share = 1"),
        ("curve", "dict.fromkeys((days[0], days[-1]))", "(days[0],)"),
        ("faces", "for rows in unknowns.facts.rows_of_pupil.values():\n        for teacher", "for rows in [unknowns.facts.problem.rows]:\n        for teacher"),
    ),
    *in_file(
        "scheduler/goals/plan.py",
        ("changes", "entry.teacher)) * entry.weight", "entry.teacher))"),
        ("spread", "if b.number - a.number == 1]", "]"),
    ),
)  # fmt: skip

ENGINE = (
    *in_file(
        "scheduler/engine/neighbours.py",
        ("teacher.clash", "if wait < 0:", "if wait < -5:"),
        ("teacher.gap", "(not (fact and to_fact))", "(not (fact or to_fact))"),
        ("travel", "return (travel, 0, 0)", "return (0, 0, 0)"),
        ("visits", "if prev_visit and home and (", "if prev_visit and ("),
        ("pupil.clash", "if corr != to_corr and at(lay, P_SIPR, p) == 0:", "if corr != to_corr:"),
        ("pupil_gap", "add_at(state, DU, PGAP, gap)", "add_at(state, DU, PGAP, max(0, gap))"),
    ),
    *in_file(
        "scheduler/engine/deltas.py",
        ("balance", "first + d) >= share else 0", "first + d) > share else 0"),
        ("curve", "(points if d == last else 0)", "(points if d == 0 else 0)"),
        ("spread", "    if count + 1 >= lay[DAYS] - 1:", "    if count >= lay[DAYS] - 1:"),
        ("changes", "at(lay, PV_TEACHER, i) < 0 or at(lay, PV_TEACHER, i) == t", "True"),
        ("adult_days", "* lay[DAYS] + d) == 0:", "* lay[DAYS] + d) >= 0:"),
    ),
    *in_file(
        "scheduler/engine/limits.py",
        ("pupil.load", "+ at(lay, R_DUR, r) > at(lay, P_MAX_MIN, p)", "+ at(lay, R_DUR, r) >= at(lay, P_MAX_MIN, p)"),
        ("pupil.load", "return different + 1 <= most", "return different <= most"),
        ("subject.day", "at3(state, SUB_COUNT, sub, w, d) + 1 > at(", "at3(state, SUB_COUNT, sub, w, d) > at("),
        ("teacher.load", "<= at(lay, T_MAX_WEEK, t)", "< at(lay, T_MAX_WEEK, t)"),
    ),
    *in_file(
        "scheduler/engine/links.py",
        ("faces", "if sign > 0 and at2(state, PT_COUNT, p, t) == 0:", "if sign > 0:"),
        ("fairness", "bear_cost(state, t, at(state, DU, TRAVEL) + at(state, DU, IDLE))", "bear_cost(state, t, at(state, DU, TRAVEL))"),
    ),
    *in_file(
        "scheduler/engine/blocks.py",
        ("rhythm", "return used < at(lay, G_SLOTS, g)", "return used <= at(lay, G_SLOTS, g)"),
        ("week.even", ">= at(lay, R_CEIL, r)):", "> at(lay, R_CEIL, r)):"),
    ),
    *in_file(
        "scheduler/engine/layout_people.py",
        ("wish", "wish[p] = max(entry.weight for entry in prefer)", "wish[p] = min(entry.weight for entry in prefer)"),
    ),
    *in_file(
        "scheduler/engine/layout_rows.py",
        ("rhythm", "return slots + (1 if closed else 0)", "return slots"),
    ),
)  # fmt: skip

BUGS = (*CHECKS, *MODEL, *ENGINE)
