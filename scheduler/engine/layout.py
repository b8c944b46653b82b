"""A problem as one array: what the compiled functions read and never write.

Index spaces: rows r, teachers t, pupils p, places o, weeks w, days d, starts s (grid starts of a day), slots
q = d * starts + s. A teacher-day is (t * weeks + w) * days + d, a pupil-day likewise. Minutes are minutes since
midnight. `*_ptr` arrays are offsets into flat lists (rows of r stand at ptr[r]:ptr[r + 1]).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.engine import fields
from scheduler.engine.domain import domains
from scheduler.engine.fields import NO_LIMIT, Ints, flatten
from scheduler.problem import BusyWindow, PlanRow, Problem, Pupil, Teacher, merge_windows
from scheduler.rulebook import GOALS
from scheduler.terms import LessonForm, Needs, Rhythm, WishKind
from scheduler.travel import TravelTimes

Table = dict[int, Ints | int]

FORMS = {LessonForm.HOME: fields.HOME, LessonForm.REMOTE: fields.REMOTE, LessonForm.SCHOOL: fields.SCHOOL}
MAX_WEEKS = 62
# of a thousand moves, counted up: relocations, stacks, swaps, changes of teacher (the rest rebuild); then the slots
# a relocation proposes and the slots a placing by force tries
MOVE_MIX = (840, 900, 940, 995, 6, 12)
GRAINS = 1024
# -ln of the middle of each of 1024 equal parts of 0..1, in thousandths: whole numbers, the same on every machine
NEGATIVE_LOGS: Ints = np.array(
    [round(-1000 * math.log((i + 0.5) / GRAINS)) for i in range(GRAINS)], dtype=np.int64
)


@dataclass(frozen=True, slots=True)
class BusySpan:
    """A merged busy window: half-open minutes at a place (index)."""

    start_min: int
    end_min: int
    place: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """The array plus what only Python needs: engagements that stand anyway, ranks in use."""

    problem: Problem
    lay: Ints
    teacher_busy: dict[tuple[int, int, int], list[BusySpan]]
    pupil_busy: dict[tuple[int, int, int], list[BusySpan]]
    ranks: tuple[int, ...]


class _Index:
    """Ids of a problem to numbers."""

    def __init__(self, problem: Problem) -> None:
        self.week = {week.id: i for i, week in enumerate(problem.weeks)}
        self.day = {day: i for i, day in enumerate(problem.days)}
        self.place = {place.id: i for i, place in enumerate(problem.places)}
        self.teacher = {teacher.id: i for i, teacher in enumerate(problem.teachers)}
        self.pupil = {pupil.id: i for i, pupil in enumerate(problem.pupils)}
        self.row = {row.id: i for i, row in enumerate(problem.rows)}


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _flat(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Lists of lists as (offsets, values)."""
    pointer = np.zeros(len(lists) + 1, dtype=np.int64)
    pointer[1:] = np.cumsum([len(items) for items in lists])
    return pointer, _ints(item for items in lists for item in items)


def _limit(value: int | None) -> int:
    return NO_LIMIT if value is None else value


class _Days:
    """The open days of a problem and its grid of starts."""

    def __init__(self, problem: Problem, index: _Index) -> None:
        step = problem.step_min
        self.problem, self.index, self.step = problem, index, step
        self.base = -(-problem.day_start_min // step) * step
        self.starts = max(0, -(-(problem.day_end_min - self.base) // step))
        self.minutes = self.base + step * np.arange(self.starts)
        closed = {(entry.week, entry.day) for entry in problem.closed}
        self.open = [
            (w, d, week.id, day)
            for w, week in enumerate(problem.weeks)
            for d, day in enumerate(problem.days)
            if (week.id, day) not in closed
        ]

    def busy(self, who: Teacher | Pupil, own_school: str) -> dict[tuple[int, int], list[BusySpan]]:
        """Merged engagements by (week, day), sorted by start."""
        found: dict[tuple[int, int], list[BusySpan]] = {}
        if not who.busy:
            return found
        for w, d, week, day in self.open:
            here: dict[str, list[tuple[int, int]]] = {}
            for window in who.busy:
                if window.holds_on(week, day):
                    here.setdefault(_place_of(window, own_school), []).append(
                        (window.start_min, window.end_min)
                    )
            spans = [
                BusySpan(start, end, self.index.place[place])
                for place, times in here.items()
                for start, end in merge_windows(times)
            ]
            if spans:
                found[w, d] = sorted(spans, key=lambda span: (span.start_min, span.end_min))
        return found

    def until_inside(self, out: Ints, windows: Sequence[tuple[int, int]]) -> None:
        """out[s] = end of the window that holds start s, 0 outside all."""
        for start, end in windows:
            out[(self.minutes >= start) & (self.minutes < end)] = end

    def until_outside(self, out: Ints, spans: Iterable[tuple[int, int]]) -> None:
        """Cuts out[s] down to the start of the next span, 0 inside a span."""
        for start, end in spans:
            before = self.minutes < start
            out[before] = np.minimum(out[before], start)
            out[(self.minutes >= start) & (self.minutes < end)] = 0


def _place_of(window: BusyWindow, own_school: str) -> str:
    return window.place if window.place is not None else own_school


def compile_problem(problem: Problem) -> Compiled:
    """All arrays of a judged problem. Raises ValueError for more weeks than a mask holds."""
    if len(problem.weeks) > MAX_WEEKS:
        raise ValueError(f"{len(problem.weeks)} weeks; the search takes at most {MAX_WEEKS} at a time")
    index = _Index(problem)
    days = _Days(problem, index)
    teacher_busy, t_until = _teachers(problem, days)
    pupil_busy, p_until, h_until = _pupils(problem, days)
    ranks, rank_weight, weight = goal_weights(problem)
    table: dict[str, Ints | int] = {
        "weeks": len(problem.weeks),
        "days": len(problem.days),
        "starts": days.starts,
        "base_min": days.base,
        "step_min": days.step,
        "teachers": len(problem.teachers),
        "corr_break": problem.norms.correction_break_min,
        "t_until": t_until,
        "p_until": p_until,
        "h_until": h_until,
        "rank_weight": rank_weight,
        "weight": weight,
        "day_number": _ints(day.number for day in problem.days),
        "tt": _travel(problem),
        "latest": _latest(problem),
        "negative_logs": NEGATIVE_LOGS,
        "mix": _ints(MOVE_MIX),
        "dom_ptr": _ints([]),
        "dom_q": _ints([]),
    }
    table |= _row_fields(problem, index) | _row_lists(problem, index) | _slot_groups(problem, index)
    table |= _pupil_fields(problem, index, days) | _teacher_fields(problem, index)
    table |= _previous(problem, index, days)
    numbered: Table = {getattr(fields, name.upper()): value for name, value in table.items()}
    numbered[fields.DOM_PTR], numbered[fields.DOM_Q] = domains(flatten(numbered))
    return Compiled(problem, flatten(numbered), teacher_busy, pupil_busy, ranks)


def _latest(problem: Problem) -> Ints:
    """Minute by which a lesson must end, by form."""
    remote_end = problem.norms.remote_end_min
    remote = problem.day_end_min if remote_end is None else min(remote_end, problem.day_end_min)
    return _ints([problem.day_end_min, remote, problem.day_end_min])


def goal_weights(problem: Problem) -> tuple[tuple[int, ...], Ints, Ints]:
    """Ranks in use (most important first), weights inside each rank, and one energy for the search.

    The energy is a guide for the walk only: what is best is decided rank by rank.
    """
    settings = {rule.code: (rule.rank, rule.weight) for rule in GOALS}
    for code, setting in problem.goals.items():
        rank, weight = settings[code]
        settings[code] = (
            rank if setting.rank is None else setting.rank,
            weight if setting.weight is None else setting.weight,
        )
    active_units = set(settings) if problem.previous else set(settings) - {"changes"}
    ranks = tuple(
        sorted({rank for code, (rank, weight) in settings.items() if weight and code in active_units})
    )
    table = np.zeros((len(ranks), fields.UNIT_KINDS), dtype=np.int64)
    for unit, rule in enumerate(GOALS):
        rank, weight = settings[rule.code]
        if rank in ranks:
            table[ranks.index(rank), unit] = weight
    energy = np.zeros(fields.UNIT_KINDS, dtype=np.int64)
    for place in range(len(ranks)):
        energy += table[place] * 1000 ** min(len(ranks) - 1 - place, 3)
    energy[fields.UNPLACED] = max(3_000, 20 * int(energy.max(initial=0)))
    energy[fields.BROKEN] = 20 * energy[fields.UNPLACED]
    return ranks, table, energy


def _travel(problem: Problem) -> Ints:
    minutes = TravelTimes(problem)
    table = np.zeros((len(problem.places), len(problem.places)), dtype=np.int64)
    for i, a in enumerate(problem.places):
        for j, b in enumerate(problem.places):
            try:
                table[i, j] = minutes(a.id, b.id)
            except KeyError:
                table[i, j] = NO_LIMIT  # nobody's day holds both, the reader has made sure
    return table


def _teachers(problem: Problem, days: _Days) -> tuple[dict[tuple[int, int, int], list[BusySpan]], Ints]:
    shape = (len(problem.teachers), len(problem.weeks), len(problem.days), days.starts)
    until = np.zeros(shape, dtype=np.int64)
    all_busy: dict[tuple[int, int, int], list[BusySpan]] = {}
    for t, teacher in enumerate(problem.teachers):
        busy = days.busy(teacher, teacher.school)
        for w, d, week, day in days.open:
            free = [(x.start_min, x.end_min) for x in teacher.free if x.holds_on(week, day)]
            days.until_inside(until[t, w, d], merge_windows(free))
            spans = busy.get((w, d), [])
            days.until_outside(until[t, w, d], ((span.start_min, span.end_min) for span in spans))
            if spans:
                all_busy[t, w, d] = spans
    return all_busy, _by_slot(until)


def _pupils(problem: Problem, days: _Days) -> tuple[dict[tuple[int, int, int], list[BusySpan]], Ints, Ints]:
    shape = (len(problem.pupils), len(problem.weeks), len(problem.days), days.starts)
    until, adult = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    all_busy: dict[tuple[int, int, int], list[BusySpan]] = {}
    for p, pupil in enumerate(problem.pupils):
        busy = days.busy(pupil, pupil.school)
        for w, d, week, day in days.open:
            until[p, w, d] = problem.day_end_min
            spans = [(x.start_min, x.end_min) for x in pupil.avoid if x.holds_on(week, day)]
            spans += [(span.start_min, span.end_min) for span in busy.get((w, d), [])]
            days.until_outside(until[p, w, d], spans)
            if pupil.adult_home is None:
                adult[p, w, d] = problem.day_end_min
            else:
                home = [(x.start_min, x.end_min) for x in pupil.adult_home if x.holds_on(week, day)]
                days.until_inside(adult[p, w, d], merge_windows(home))
            if (w, d) in busy:
                all_busy[p, w, d] = busy[w, d]
    return all_busy, _by_slot(until), _by_slot(np.minimum(until, adult))


def _by_slot(table: Ints) -> Ints:
    """[who, weeks, days, starts] as [who, slots, weeks]: the weeks of a slot are looked at together."""
    who, weeks = table.shape[:2]
    return np.ascontiguousarray(table.reshape(who, weeks, -1).transpose(0, 2, 1))


def _row_fields(problem: Problem, index: _Index) -> dict[str, Ints]:
    weeks = [problem.weeks_of(row) for row in problem.rows]
    pupils = {pupil.id: pupil for pupil in problem.pupils}
    place = np.zeros((len(problem.rows), len(problem.weeks), len(problem.days)), dtype=np.int64)
    homes = {p: _homes(problem, index, pupil) for p, pupil in pupils.items()}
    for r, row in enumerate(problem.rows):
        if row.form is LessonForm.SCHOOL:
            place[r] = index.place[row.place if row.place is not None else pupils[row.pupils[0]].school]
        else:
            place[r] = homes[row.pupils[0]]
    return {
        "r_dur": _ints(row.lesson_min for row in problem.rows),
        "r_diff": _ints(row.difficulty for row in problem.rows),
        "r_corr": _ints(row.block.outside_lessons for row in problem.rows),
        "r_form": _ints(FORMS[row.form] for row in problem.rows),
        "r_lessons": _ints(row.lessons for row in problem.rows),
        "r_fixed": _ints(problem.rhythm_of(row) is Rhythm.FIXED for row in problem.rows),
        "r_wmask": _ints(sum(1 << index.week[week] for week in ids) for ids in weeks),
        "r_even": _ints(not problem.dated for _ in problem.rows),
        "r_floor": _ints(row.lessons // len(ids) for row, ids in zip(problem.rows, weeks, strict=True)),
        "r_ceil": _ints(-(-row.lessons // len(ids)) for row, ids in zip(problem.rows, weeks, strict=True)),
        "r_place": place,
    }


def _homes(problem: Problem, index: _Index, pupil: Pupil) -> Ints:
    return np.array(
        [[index.place[pupil.home_on(week.id, day)] for day in problem.days] for week in problem.weeks],
        dtype=np.int64,
    ).reshape(len(problem.weeks), len(problem.days))


def _row_lists(problem: Problem, index: _Index) -> dict[str, Ints]:
    subjects: dict[tuple[str, str], int] = {}
    caps: list[int] = []
    subject_lists: list[list[int]] = []
    pupil_rows: list[list[int]] = [[] for _ in problem.pupils]
    for r, row in enumerate(problem.rows):
        mine: list[int] = []
        for pupil in row.pupils:
            number = subjects.setdefault((pupil, row.subject), len(caps))
            if number == len(caps):
                caps.append(row.max_per_day)
            caps[number] = min(caps[number], row.max_per_day)
            mine.append(number)
            pupil_rows[index.pupil[pupil]].append(r)
        subject_lists.append(mine)
    fields: dict[str, Ints] = {"sub_max": _ints(caps), "rp_sub": _flat(subject_lists)[1]}
    fields["rp_ptr"], fields["rp_idx"] = _flat([[index.pupil[p] for p in row.pupils] for row in problem.rows])
    fields["rt_ptr"], fields["rt_idx"] = _flat(
        [[index.teacher[t] for t in row.teachers] for row in problem.rows]
    )
    fields["pr_ptr"], fields["pr_idx"] = _flat(pupil_rows)
    return fields


def _slot_groups(problem: Problem, index: _Index) -> dict[str, Ints]:
    by_slot: dict[tuple[str, str], list[int]] = {}
    sets: dict[tuple[int, ...], None] = {}
    fixed = [problem.rhythm_of(row) is Rhythm.FIXED for row in problem.rows]
    for r, row in enumerate(problem.rows):
        if fixed[r] and row.slot is None:
            sets[(r,)] = None
        elif fixed[r]:
            for pupil in row.pupils:
                by_slot.setdefault((pupil, str(row.slot)), []).append(r)
    for rows in by_slot.values():
        sets[tuple(rows)] = None
    groups = list(sets)
    slots = [_slots_of(problem, [problem.rows[r] for r in rows]) for rows in groups]
    row_groups: list[list[int]] = [[] for _ in problem.rows]
    for g, rows in enumerate(groups):
        for r in rows:
            row_groups[r].append(g)
    room = [min([row.lessons, *(slots[g] for g in row_groups[r])]) for r, row in enumerate(problem.rows)]
    fields: dict[str, Ints] = {"g_slots": _ints(slots)}
    fields["rg_ptr"], fields["rg_idx"] = _flat(row_groups)
    fields["gr_ptr"], fields["gr_idx"] = _flat(groups)
    fields["b_ptr"], fields["b_row"] = _flat([[r] * room[r] for r in range(len(problem.rows))])
    return fields


def _slots_of(problem: Problem, rows: Sequence[PlanRow]) -> int:
    weeks = {week for row in rows for week in problem.weeks_of(row)}
    slots = math.ceil(sum(row.lessons for row in rows) / len(weeks))
    closed = any(entry.week in weeks and entry.day in problem.days for entry in problem.closed)
    return slots + (1 if closed else 0)


def _pupil_fields(problem: Problem, index: _Index, days: _Days) -> dict[str, Ints]:
    pupils = problem.pupils
    wish = np.zeros((len(pupils), len(problem.weeks), len(problem.days), days.starts), dtype=np.int64)
    for p, pupil in enumerate(pupils):
        prefer = [wish for wish in pupil.wishes if wish.kind is WishKind.PREFER]
        if prefer:
            wish[p] = max(entry.weight for entry in prefer)
        for w, d, week, day in days.open:
            for entry in prefer:
                if entry.holds_on(week, day):
                    wish[p, w, d][(days.minutes >= entry.start_min) & (days.minutes < entry.end_min)] = 0
        for w, d, week, day in days.open:
            for entry in pupil.wishes:
                if entry.kind is WishKind.DISLIKE and entry.holds_on(week, day):
                    held = (days.minutes >= entry.start_min) & (days.minutes < entry.end_min)
                    wish[p, w, d][held] += entry.weight
    homes = np.zeros((len(pupils), len(problem.weeks), len(problem.days)), dtype=np.int64)
    for p, pupil in enumerate(pupils):
        homes[p] = _homes(problem, index, pupil)
    return {
        "p_break": _ints(pupil.break_min for pupil in pupils),
        "p_sipr": _ints(pupil.needs is Needs.SIPR for pupil in pupils),
        "p_max_lessons": _ints(_limit(pupil.max_day_lessons) for pupil in pupils),
        "p_max_min": _ints(_limit(pupil.max_day_min) for pupil in pupils),
        "p_max_remote": _ints(_limit(pupil.max_remote_day_min) for pupil in pupils),
        "p_max_teachers": _ints(_limit(pupil.max_teachers_day) for pupil in pupils),
        "p_home": homes,
        "p_wish": _by_slot(wish),
    }


def _teacher_fields(problem: Problem, index: _Index) -> dict[str, Ints]:
    teachers = problem.teachers
    return {
        "t_remote": _ints(index.place[x.remote_place or x.school] for x in teachers),
        "t_max_week": _ints(_limit(x.max_week_min) for x in teachers),
        "t_max_lessons": _ints(_limit(x.max_day_lessons) for x in teachers),
        "t_max_gap": _ints(_limit(x.max_gap_min) for x in teachers),
    }


def slot_number(problem: Problem, days_index: dict[str, int], day: str, start_min: int) -> int:
    """Slot of a (day, start) or -1 when the day is not listed or the start is off the grid."""
    step = problem.step_min
    base = -(-problem.day_start_min // step) * step
    starts = max(0, -(-(problem.day_end_min - base) // step))
    number = (start_min - base) // step
    if day not in days_index or start_min % step or not 0 <= number < starts:
        return -1
    return days_index[day] * starts + number


def _previous(problem: Problem, index: _Index, days: _Days) -> dict[str, Ints]:
    lists: list[list[tuple[int, int, int, int]]] = [[] for _ in problem.rows]
    day_index: dict[str, int] = {str(day): d for day, d in index.day.items()}
    for entry in problem.previous:
        slot = slot_number(problem, day_index, entry.day, entry.start_min)
        teacher = -1 if entry.teacher is None else index.teacher[entry.teacher]
        lists[index.row[entry.row]].append((index.week[entry.week], slot, teacher, entry.weight))
    pointer, week = _flat([[entry[0] for entry in entries] for entries in lists])
    columns = [_flat([[entry[k] for entry in entries] for entries in lists])[1] for k in (1, 2, 3)]
    return {
        "pv_ptr": pointer,
        "pv_week": week,
        "pv_slot": columns[0],
        "pv_teacher": columns[1],
        "pv_weight": columns[2],
    }
