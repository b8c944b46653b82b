"""Windows, limits and wishes around the witness: what the solver sees, wide enough for the witness."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from random import Random
from typing import Any, TypeVar

from scheduler.problem import BusyWindow, DatedHome, Pupil, Teacher, Window, Wish
from scheduler.terms import LessonForm, Needs, Weekday, WishKind
from tests.instances.draft import DAYS, Draft, DraftPupil, DraftTeacher, Span, Stay

AnyWindow = TypeVar("AnyWindow", bound=Window)
HALF_HOUR_MIN = 30
GRID_MIN = 5


def teacher_value(draft: Draft, teacher: DraftTeacher, slack_min: int, rng: Random) -> Teacher:
    """The teacher with own classes, free windows that hold the witness, and limits on some."""
    value = Teacher(
        id=teacher.id,
        school=teacher.school,
        free=tuple(_free(draft, teacher, slack_min, rng)),
        busy=_busy(teacher.diary, teacher.school),
    )
    number = int(teacher.id[1:])
    extra: dict[str, Any] = {} if teacher.desk == teacher.school else {"remote_place": teacher.desk}
    if number % 2:
        extra["max_week_min"] = max(360, 60 * -(-_most_week_min(draft, teacher) // 60) + 2 * slack_min)
    if number % 3 == 0:
        extra["max_day_lessons"] = max(4, _most_day_lessons(draft, teacher.diary))
    waits = _longest_wait(draft, teacher)
    if number % 2 == 0 and waits <= 180:
        extra["max_gap_min"] = max(60, HALF_HOUR_MIN * -(-waits // HALF_HOUR_MIN))
    return Teacher(**{name: getattr(value, name) for name in value.model_fields_set}, **extra)


def pupil_value(draft: Draft, pupil: DraftPupil, slack_min: int, rng: Random) -> Pupil:
    """The pupil with the family's windows, treatment, wishes and limits around the witness."""
    number = int(pupil.id[1:])
    fields: dict[str, object] = {}
    if pupil.diary[Weekday.WED] and any(stay.row < 0 for stay in pupil.diary[Weekday.WED]):
        fields["busy"] = _busy(pupil.diary, pupil.school)
    if pupil.away:
        fields["homes"] = tuple(DatedHome(place=spot, days=(day,)) for day, spot in pupil.away.items())
    if pupil.grade < 9:
        fields["adult_home"] = tuple(_adult(draft, pupil, slack_min))
    fields["avoid"] = tuple(_avoid(pupil, number, rng))
    fields["wishes"] = tuple(_wishes(pupil, number, rng))
    fields |= _limits(draft, pupil, number)
    return Pupil(
        id=pupil.id,
        title=f"К-{number:02d}",
        school=pupil.school,
        home=pupil.home,
        grade=pupil.grade,
        needs=pupil.needs,
        **{name: value for name, value in fields.items() if value != ()},
    )


def _busy(diary: dict[Weekday, list[Stay]], school: str) -> tuple[BusyWindow, ...]:
    """Fixed engagements; the place is told where it is not the own school."""
    places = dict.fromkeys(stay.place for stays in diary.values() for stay in stays if stay.row < 0)
    windows: list[BusyWindow] = []
    for place in places:
        spans = {
            day: [(stay.start_min, stay.end_min) for stay in stays if stay.row < 0 and stay.place == place]
            for day, stays in diary.items()
        }
        more = {} if place == school else {"place": place}
        windows += _merged_days(BusyWindow, spans, **more)
    return tuple(windows)


def _merged_days(kind: type[AnyWindow], spans: dict[Weekday, list[Span]], **more: str) -> list[AnyWindow]:
    """Windows of one kind, days with the same span told once."""
    days: dict[Span, list[Weekday]] = {}
    for day in DAYS:
        for span in spans.get(day, ()):
            days.setdefault(span, []).append(day)
    return [
        kind(
            start_min=start, end_min=end, **({} if len(when) == len(DAYS) else {"days": tuple(when)}), **more
        )
        for (start, end), when in sorted(days.items())
    ]


def _hull(stays: Iterable[Stay]) -> Span | None:
    spans = [(stay.start_min, stay.end_min) for stay in stays if stay.row >= 0]
    return (min(span[0] for span in spans), max(span[1] for span in spans)) if spans else None


def _around(hull: Span, frame: Span, slack_min: int) -> Span:
    """The hull and the slack on both sides, on half hours where the frame allows."""
    start = (hull[0] - slack_min) // HALF_HOUR_MIN * HALF_HOUR_MIN
    end = -(-(hull[1] + slack_min) // HALF_HOUR_MIN) * HALF_HOUR_MIN
    return max(start, frame[0]), min(end, frame[1])


def _free(draft: Draft, teacher: DraftTeacher, slack_min: int, rng: Random) -> list[Window]:
    """A window per day of lessons, limited to their weeks for some, and some idle days offered as well."""
    spans: dict[Weekday, list[Span]] = {}
    odd: list[Window] = []
    for day in DAYS:
        hull, frame = _hull(teacher.diary[day]), teacher.frame[day]
        if hull is None:
            if rng.randrange(5) < 2:
                spans[day] = [(frame[0], min(frame[1], frame[0] + 180))]
            continue
        span = _around(hull, frame, slack_min)
        weeks = _weeks_used(draft, teacher.diary[day])
        if len(weeks) < draft.weeks and rng.randrange(2):
            odd.append(Window(days=(day,), weeks=weeks, start_min=span[0], end_min=span[1]))
        else:
            spans[day] = [span]
    return [*_merged_days(Window, spans), *odd]


def _weeks_used(draft: Draft, stays: list[Stay]) -> tuple[str, ...]:
    used = 0
    for stay in stays:
        used |= stay.weeks if stay.row >= 0 else 0
    return tuple(f"w{week + 1}" for week in range(draft.weeks) if used >> week & 1)


def _adult(draft: Draft, pupil: DraftPupil, slack_min: int) -> list[Window]:
    """When an adult is at home: around the home lessons of a day, half of the day on some others."""
    home_rows = {row.number for row in draft.rows_of(pupil) if row.form == LessonForm.HOME}
    spans: dict[Weekday, list[Span]] = {}
    for day in DAYS:
        hull = _hull(stay for stay in pupil.diary[day] if stay.row in home_rows)
        if hull is not None:
            spans[day] = [_around(hull, (480, 1140), slack_min)]
        elif day.number % 2:
            spans[day] = [(480, 840) if pupil.shift == 0 else (840, 1140)]
    return _merged_days(Window, spans)


def _avoid(pupil: DraftPupil, number: int, rng: Random) -> list[Window]:
    """Treatment: hours of a day in which the witness has nothing."""
    if number % 3:
        return []
    for day in sorted(DAYS, key=lambda _: rng.randrange(100)):
        hull = _hull(pupil.diary[day])
        if hull is None:
            return [Window(days=(day,), start_min=pupil.frame[0] // 30 * 30, end_min=1140)]
        if hull[1] + HALF_HOUR_MIN <= 1080:
            late = -(-(hull[1] + HALF_HOUR_MIN) // HALF_HOUR_MIN) * HALF_HOUR_MIN
            return [Window(days=(day,), start_min=late, end_min=1140)]
    return []


def _wishes(pupil: DraftPupil, number: int, rng: Random) -> list[Wish]:
    """One family of two says what it would like; not always what the witness does."""
    first, last = pupil.frame[0] // 30 * 30, pupil.frame[1] // 30 * 30
    middle = (first + last) // 60 * 30
    wishes = []
    if number % 2 == 0:
        later = rng.randrange(3) == 0
        start, end = (middle, last) if later else (first, middle)
        wishes.append(Wish(kind=WishKind.PREFER, start_min=start, end_min=end, weight=1 + rng.randrange(2)))
    if number % 4 == 1:
        day = DAYS[rng.randrange(5)]
        wishes.append(Wish(kind=WishKind.DISLIKE, days=(day,), start_min=480, end_min=1140, weight=2))
    if number % 5 == 2:
        wishes.append(Wish(kind=WishKind.DISLIKE, start_min=last - 60, end_min=1140))
    return wishes


def _limits(draft: Draft, pupil: DraftPupil, number: int) -> dict[str, int]:
    most = _most_day_lessons(draft, pupil.diary)
    limits = {"max_day_lessons": max(3, most)}
    if pupil.needs != Needs.GENERAL:
        limits["max_day_min"] = 10 * -(-max(90, _most_day_min(draft, pupil)) // 10)
    if pupil.break_min != 10:
        limits["break_min"] = pupil.break_min
    remote = {row.number for row in draft.rows_of(pupil) if row.form == LessonForm.REMOTE}
    if remote:
        limits["max_remote_day_min"] = max(80, _most_day_min(draft, pupil, remote))
    if number % 4 == 1:
        limits["max_teachers_day"] = max(3, most)
    return limits


def _stays_of(draft: Draft, stays: list[Stay]) -> list[list[Stay]]:
    """The lessons of a day, week by week."""
    return [[s for s in stays if s.row >= 0 and s.weeks >> week & 1] for week in range(draft.weeks)]


def _most_day_lessons(draft: Draft, diary: dict[Weekday, list[Stay]]) -> int:
    return max(len(stays) for day in DAYS for stays in _stays_of(draft, diary[day]))


def _most_day_min(draft: Draft, pupil: DraftPupil, rows: set[int] | None = None) -> int:
    return max(
        sum(stay.end_min - stay.start_min for stay in stays if rows is None or stay.row in rows)
        for day in DAYS
        for stays in _stays_of(draft, pupil.diary[day])
    )


def _most_week_min(draft: Draft, teacher: DraftTeacher) -> int:
    minutes = [0] * draft.weeks
    for day in DAYS:
        for week, stays in enumerate(_stays_of(draft, teacher.diary[day])):
            minutes[week] += sum(stay.end_min - stay.start_min for stay in stays)
    return max(minutes)


def _longest_wait(draft: Draft, teacher: DraftTeacher) -> int:
    """Longest waiting beyond travel beside a lesson, on any day of any week."""
    longest = 0
    for day in DAYS:
        for week in range(draft.weeks):
            closed = draft.closed.get(day, 0) >> week & 1
            today = sorted(
                (s for s in teacher.diary[day] if s.weeks >> week & 1 and not (closed and s.row < 0)),
                key=lambda stay: stay.start_min,
            )
            for one, two in pairwise(today):
                if one.row >= 0 or two.row >= 0:
                    wait = two.start_min - one.end_min - draft.travel(one.place, two.place)
                    longest = max(longest, wait)
    return longest
