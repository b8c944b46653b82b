"""May this lesson stand there beside what stands already? The witness is built of answers "yes" only."""

from __future__ import annotations

from scheduler.terms import LessonForm, Needs, Weekday
from tests.instances.draft import (
    CORRECTION_BREAK_MIN,
    SCREEN_ENDS_MIN,
    Draft,
    DraftPupil,
    DraftRow,
    DraftTeacher,
    Stay,
)

TEACHER_DAY_LESSONS = 5
TEACHER_WEEK_MIN = 640


def teacher_may(
    draft: Draft, row: DraftRow, teacher: DraftTeacher, day: Weekday, start: int, weeks: int
) -> bool:
    """Inside the frame, no clash, time to travel, no more than the usual load in any of the weeks."""
    end, place = start + row.lesson_min, row.teacher_place(teacher, day)
    frame_start, frame_end = teacher.frame[day]
    if start < frame_start or end > frame_end:
        return False
    travel = draft.travel
    for stay in teacher.diary[day]:
        if stay.weeks & weeks and not (
            stay.end_min + travel(stay.place, place) <= start
            or end + travel(place, stay.place) <= stay.start_min
        ):
            return False
    return _load_left(draft, row, teacher, day, weeks)


def _load_left(draft: Draft, row: DraftRow, teacher: DraftTeacher, day: Weekday, weeks: int) -> bool:
    for week in range(draft.weeks):
        bit = 1 << week
        if not bit & weeks:
            continue
        today = sum(1 for stay in teacher.diary[day] if stay.weeks & bit and stay.row >= 0)
        if today >= TEACHER_DAY_LESSONS or week_minutes(teacher, bit) + row.lesson_min > TEACHER_WEEK_MIN:
            return False
    return True


def week_minutes(teacher: DraftTeacher, bit: int) -> int:
    return sum(
        stay.end_min - stay.start_min
        for stays in teacher.diary.values()
        for stay in stays
        if stay.row >= 0 and stay.weeks & bit
    )


def pupil_may(draft: Draft, row: DraftRow, pupil: DraftPupil, day: Weekday, start: int, weeks: int) -> bool:
    """Inside the family's frame, breaks kept, subject once a day, the day not too long."""
    end = start + row.lesson_min
    if start < pupil.frame[0] or end > pupil.frame[1]:
        return False
    if row.form == LessonForm.REMOTE and end > SCREEN_ENDS_MIN:
        return False
    together = [stay for stay in pupil.diary[day] if stay.weeks & weeks]
    if any(stay.subject == row.subject for stay in together):
        return False
    if busiest(pupil, day, weeks, draft.weeks) >= pupil.day_lessons:
        return False
    return all(_apart(draft, row, pupil, day, start, stay) for stay in together)


def _apart(draft: Draft, row: DraftRow, pupil: DraftPupil, day: Weekday, start: int, stay: Stay) -> bool:
    end, place = start + row.lesson_min, row.pupil_place(pupil, day)
    pause = pause_min(pupil, row, stay)
    after = max(pause, draft.travel(stay.place, place))
    before = max(pause, draft.travel(place, stay.place))
    return stay.end_min + after <= start or end + before <= stay.start_min


def pause_min(pupil: DraftPupil, row: DraftRow, stay: Stay) -> int:
    """The break between the row's lesson and the stay, travel apart."""
    longer = row.outside != stay.outside and pupil.needs != Needs.SIPR
    return max(pupil.break_min, CORRECTION_BREAK_MIN if longer else 0)


def busiest(pupil: DraftPupil, day: Weekday, weeks: int, all_weeks: int) -> int:
    """Lessons on the day in the fullest of the weeks."""
    return max(
        sum(1 for stay in pupil.diary[day] if stay.row >= 0 and stay.weeks >> week & 1)
        for week in range(all_weeks)
        if weeks >> week & 1
    )
