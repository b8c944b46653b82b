"""A small invented network of schools in which every field of a registry says something at least once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from exports.workbook.canonical import arranged
from exports.workbook.lineids import with_ids
from scheduler.calendar.year import Break, MovedDay, Parity, SchoolYear, Term
from scheduler.problem import Place, TravelPair
from scheduler.registry.values import (
    Availability,
    AvailabilityKind,
    Bell,
    ClassLesson,
    FamilyKind,
    FamilyWindow,
    HoursKind,
    Pattern,
    PinnedLesson,
    PlanLine,
    PupilEntry,
    Registry,
    School,
    SchoolKind,
    Settings,
    TeacherEntry,
)
from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Transport, Weekday

MON, TUE, WED, THU, FRI, SAT, SUN = Weekday

SETTINGS = Settings(
    name="=СОШ № 100, «надомники»",  # a text that begins like a formula stays a text
    timezone="Europe/Moscow",
    cycle_weeks=3,
    parity=Parity.COUNT,
    academic_hour_min=45,
    day_start_min=8 * 60 + 30,
    day_end_min=18 * 60,
    step_min=10,
    speed_kmh=4.2,
    detour=1.25,
    door_min=4,
)

SCHOOLS = (
    School(id="СОШ 100", title="МАОУ «СОШ № 100»"),
    School(id="Лицей 7", title="Лицей № 7", kind=SchoolKind.PARTNER),
)

PLACES = (
    Place(id="СОШ 100", title="ул. Придуманная, 1", kind=PlaceKind.SCHOOL, lat=57.12, lon=60.34),
    Place(id="Лицей 7", kind=PlaceKind.SCHOOL),
    Place(id="Придуманная 3", title="ул. Придуманная, 3", kind=PlaceKind.HOME, lat=57.1172, lon=60.3361),
    Place(id="Мечты 9", title="бульвар Мечты, 9", kind=PlaceKind.HOME, lat=-1.5, lon=0.0),
    Place(id="Второй корпус", kind=PlaceKind.SCHOOL),
)

_STARTS = (("СОШ 100", 1, (510, 560, 615, 670)), ("СОШ 100", 2, (840,)), ("Лицей 7", 2, (840, 890)))
BELLS = tuple(
    Bell(school=school, shift=shift, number=number, start_min=start, end_min=start + 40)
    for school, shift, starts in _STARTS
    for number, start in enumerate(starts, 1)
)  # fmt: skip


def lesson(
    place: str, day: Weekday, number: int, title: str, subject: str, *teachers: str, shift: int = 1,
    weeks: tuple[int, ...] | None = None,
) -> ClassLesson:  # fmt: skip
    """A lesson of a class timetable."""
    return ClassLesson(
        school=place, class_title=title, day=day, shift=shift, number=number, subject=subject, teachers=teachers,
        weeks=weeks,
    )  # fmt: skip


CLASSES = (
    lesson("СОШ 100", MON, 1, "3 «Б»", "Русский язык", "Озёрная А. А."),
    lesson("СОШ 100", MON, 1, "5 «А»", "Труд (технология)", "Снегова Г. Г.", weeks=(1, 3)),
    lesson("СОШ 100", MON, 1, "5 «А»", "Иностранный язык", "Лугова В. В.", "Иванова А. А. (химия)"),
    lesson("СОШ 100", MON, 2, "10 «А»", "История, обществознание", "Лугова В. В.", weeks=(1, 2)),
    lesson("СОШ 100", FRI, 4, "3 «Б»", "Классный час"),
    lesson("Лицей 7", TUE, 2, "7 «В»", "Химия", "Иванова А. А. (химия)", shift=2),
)

TEACHERS = (
    TeacherEntry(
        id="Озёрная А. А.",
        name="Озёрная А. А.",
        school="СОШ 100",
        subjects=("Русский язык", "Математика"),
        grade_last=4,
        remote_place="Придуманная 3",
        max_week_min=720,
        max_day_lessons=5,
        max_gap_min=120,
        transport=Transport.BUS,
    ),
    TeacherEntry(id="Снегова Г. Г.", name="Снегова Г. Г.", school="СОШ 100", grade_first=5, grade_last=5),
    TeacherEntry(id="Лугова В. В.", name="Лугова В. В.", school="СОШ 100", subjects=("История, обществознание",)),
    TeacherEntry(
        id="Иванова А. А. (химия)",
        name="Иванова А. А. (химия)",
        school="Лицей 7",
        subjects=("Химия", "Алгебра, геометрия"),
        grade_first=7,
    ),
)  # fmt: skip

AVAILABILITY = (
    Availability(teacher="Озёрная А. А.", days=(MON, TUE, WED, THU), start_min=750, end_min=1080),
    Availability(
        teacher="Снегова Г. Г.",
        kind=AvailabilityKind.BUSY,
        days=(WED, FRI),
        weeks=(2, 3),
        start_min=0,
        end_min=1440,
        place="Лицей 7",
    ),
    Availability(teacher="Лугова В. В.", start_min=785, end_min=1439),
    Availability(
        teacher="Лугова В. В.", kind=AvailabilityKind.CANNOT, days=(SAT,), start_min=780, end_min=840
    ),
)

PUPILS = (
    PupilEntry(
        id="К-01",
        name="Ваня П.",
        class_title="3 «Б»",
        grade=3,
        school="СОШ 100",
        home="Придуманная 3",
        valid_from=date(2026, 9, 1),
        valid_to=date(2027, 5, 31),
        max_day_lessons=3,
        max_day_min=120,
        break_min=15,
        max_remote_day_min=60,
        max_teachers_day=2,
    ),
    PupilEntry(id="К-03", class_title="5 «А»", grade=5, needs=Needs.OVZ, school="СОШ 100", home="Мечты 9"),
    PupilEntry(id="К-09", class_title="дом", grade=6, needs=Needs.SIPR, school="СОШ 100", home="Мечты 9"),
)


def line(*pupils: str, subject: str, hours: str, **more: object) -> PlanLine:
    """A plan line; its id is given later."""
    return PlanLine(id="", pupils=pupils, subject=subject, hours_week=Fraction(hours), **more)  # type: ignore[arg-type]


LINES = with_ids(
    (
        line("К-01", subject="Математика", hours="3/4", area="Математика и информатика", teachers=("Озёрная А. А.",)),
        line("К-01", subject="Математика", hours="1/3", block=Block.CORRECTION, lesson_min=20, max_per_day=2),
        line("К-01", subject="Математика", hours="1", kind=HoursKind.REMOTE, form=LessonForm.REMOTE, difficulty=8),
        line("К-01", subject="Математика", hours="2", kind=HoursKind.REMOTE, form=LessonForm.REMOTE),
        line("К-01", subject="Математика", hours="1/2", weeks=(1, 3)),
        line("К-03", "К-09", subject="Музыка", hours="1/4", place="Второй корпус", form=LessonForm.SCHOOL),
        line("К-03", subject="Чтение", hours="5/2", in_class_hours=Fraction(1, 2), kind=HoursKind.SELF_STUDY),
        line("К-03", subject="Изо", hours="0.25", pattern=Pattern.PAIRED, slot="среда", block=Block.FORMED),
        line("К-09", subject="Труд", hours="1", pattern=Pattern.BLOCK, valid_from=date(2026, 9, 1),
             valid_to=date(2026, 12, 30)),
        line("К-09", subject="Кружок", hours="0.5", pattern=Pattern.SHORT, block=Block.EXTRACURRICULAR,
             paid_hours_lesson=Fraction(1, 2), teachers=("Лугова В. В.", "Иванова А. А. (химия)")),
        line("К-09", subject="Чтение", hours="0.75", pattern=Pattern.ROUND_UP, form=LessonForm.SCHOOL),
        line("К-09", subject="Речь", hours="1.25", pattern=Pattern.OTHER_FORM),
    )
)  # fmt: skip

WINDOW = FamilyWindow
FAMILIES = (
    WINDOW(pupil="К-01", kind=FamilyKind.ADULT_HOME, days=(MON, TUE, WED, THU, FRI), start_min=540, end_min=1020),
    WINDOW(pupil="К-01", kind=FamilyKind.AVOID, days=(THU,), weeks=(1, 3)),
    WINDOW(pupil="К-01", kind=FamilyKind.PREFER, start_min=600, end_min=720, weight=4),
    WINDOW(pupil="К-03", kind=FamilyKind.DISLIKE, days=(SAT, SUN), weight=2),
    WINDOW(pupil="К-03", kind=FamilyKind.WITH_CLASS, days=(MON,), start_min=510, end_min=600, place="Второй корпус"),
    WINDOW(pupil="К-09", kind=FamilyKind.OTHER_HOME, days=(FRI,), start_min=0, end_min=900, place="Придуманная 3"),
)  # fmt: skip

PINS = (
    PinnedLesson(line=LINES[0].id, day=MON, start_min=780),
    PinnedLesson(line=LINES[3].id, day=TUE, start_min=810, week=2, teacher="Озёрная А. А."),
    PinnedLesson(line=LINES[5].id, day=FRI, start_min=840, week=1),
)

TERMS = (
    Term(title="1 четверть", first=date(2026, 9, 1), last=date(2026, 10, 23)),
    Term(title="2 четверть", first=date(2026, 11, 2), last=date(2026, 12, 30)),
)

YEARS = (
    SchoolYear(
        school="СОШ 100",
        title="2026/27",
        terms=TERMS,
        days=(MON, TUE, WED, THU, FRI),
        breaks=(
            Break(title="Осенние каникулы", first=date(2026, 10, 24), last=date(2026, 11, 1)),
            Break(title="День народного единства", first=date(2026, 11, 4), last=date(2026, 11, 4)),
            Break(
                title="Карантин", first=date(2026, 12, 7), last=date(2026, 12, 11), grades=frozenset({1, 5})
            ),
        ),
        moved=(MovedDay(on=date(2026, 11, 7), as_day=WED),),
    ),
    SchoolYear(school="Лицей 7", title="Свой год", terms=TERMS[:1], days=(MON, TUE, THU, SAT)),
)

SCHOOL = arranged(
    Registry(
        settings=SETTINGS,
        schools=SCHOOLS,
        places=PLACES,
        roads=(
            TravelPair(from_place="СОШ 100", to_place="Придуманная 3", minutes=12),
            TravelPair(from_place="Придуманная 3", to_place="СОШ 100", minutes=9),
        ),
        bells=BELLS,
        classes=CLASSES,
        teachers=TEACHERS,
        availability=AVAILABILITY,
        pupils=PUPILS,
        lines=LINES,
        families=FAMILIES,
        pinned=PINS,
        years=YEARS,
    )
)


def multiplied(times: int) -> Registry:
    """The same school with `times` copies of its pupils, their plans and families."""

    def copy(case: str, number: int) -> str:
        return f"{case}-{number:03d}"

    numbers = range(1, times + 1)
    return replace(
        SCHOOL,
        pupils=tuple(replace(pupil, id=copy(pupil.id, n)) for n in numbers for pupil in PUPILS),
        lines=with_ids(
            replace(line, pupils=tuple(copy(case, n) for case in line.pupils))
            for n in numbers
            for line in LINES
        ),
        families=tuple(replace(window, pupil=copy(window.pupil, n)) for n in numbers for window in FAMILIES),
        pinned=(),
    )
