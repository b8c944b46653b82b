"""Schools, homes, pupils and their rows, plainly invented: what there is before anything has a time."""

from __future__ import annotations

from random import Random

from api.demo.plans import CYCLE_WEEKS, Plan, PlanLine, plans
from scheduler.problem import Place, Problem, Travel, TravelPair, Week
from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Weekday
from scheduler.travel import TravelTimes
from tests.instances.draft import Draft, DraftPupil, DraftRow, Span, Stay
from tests.instances.sizes import Size

PLAN_ORDER = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P1", "P3", "P4", "P3")
FRAMES: tuple[Span, Span] = (
    (510, 830),
    (860, 1135),
)  # lessons before noon or after the first shift's classes
DAY_LESSONS = {"P1": 3, "P8": 4}
SPEED_KMH, DETOUR, DOOR_MIN = 4.5, 1.3, 3
CLASS_SPAN: Span = (510, 610)  # two lessons with the class: 08:30-10:10
SAT_WITH_CLASS = {"physics": 4, "chemistry": 2, "biology": 2}
CLUB = PlanLine("club", "Занятия по интересам", 2, 40, 0, Block.EXTRACURRICULAR)
FORMED = {"ethics", "probability"}  # the part of the plan that the school and the family form
SHARED_SUBJECTS = ("pe", "music", "art", "labour")
SPECIALTIES = {
    "russian": "letters", "literature": "letters", "math": "numbers", "algebra": "numbers",
    "geometry": "numbers", "probability": "numbers", "informatics": "numbers", "foreign": "foreign",
    "history": "society", "social": "society", "ethics": "society", "geography": "nature",
    "biology": "nature", "chemistry": "nature", "nature": "nature", "physics": "physics",
    "music": "arts", "art": "arts", "labour": "arts", "club": "arts", "pe": "sport", "safety": "sport",
    "speech": "speech", "psychology": "psychology",
}  # fmt: skip
PRIMARY = {"russian", "literature", "math", "nature", "art", "labour"}
SPECIAL = {"P7": {"russian", "literature", "math", "nature", "history", "geography", "everyday"}}


def new_draft(size: Size, rng: Random) -> Draft:
    """Places, roads and pupils with their rows; nobody teaches yet."""
    places, near = _places(size, rng)
    pairs = _pairs(places, near, rng)
    travel = _travel_times(places, pairs)
    schools = [f"s{number + 1}" for number in range(size.schools)]
    partner = {name: schools[number ^ 1] if number ^ 1 < len(schools) else name
               for number, name in enumerate(schools)}  # fmt: skip
    draft = Draft(CYCLE_WEEKS, places, pairs, travel, partner)
    if size.closed_day:
        draft.closed = {Weekday.WED: 0b0010}
    _add_pupils(draft, size, rng)
    return draft


def _places(size: Size, rng: Random) -> tuple[list[Place], dict[str, str]]:
    """Schools first, then a home per pupil (every twelfth has a second one), near the pupil's school."""
    places: list[Place] = []
    spread = 1 if size.schools <= 4 * size.towns else 3
    for number in range(size.schools):
        town = number * size.towns // size.schools
        lat, lon = 570_000 + 4_000 * (town % 4), 600_000 + 7_000 * (town // 4)
        if number % 2:
            lat, lon = _units(places[-1])  # partners are neighbours
        lat += rng.randrange(-100, 101) * (1 if number % 2 else spread)
        lon += rng.randrange(-170, 171) * (1 if number % 2 else spread)
        places.append(_place(f"s{number + 1}", PlaceKind.SCHOOL, lat, lon))
    centres = [_units(place) for place in places]
    near = {}
    for number in range(size.pupils):
        for name in (f"h{number + 1}", f"g{number + 1}")[: 2 if number % 12 == 3 else 1]:
            lat, lon = centres[school_of(number, size)]
            near[name] = places[school_of(number, size)].id
            spot = lat + rng.randrange(-110, 111), lon + rng.randrange(-190, 191)
            places.append(_place(name, PlaceKind.HOME, *spot))
    return places, near


def _units(place: Place) -> tuple[int, int]:
    """Coordinates in ten-thousandths of a degree."""
    return round((place.lat or 0) * 10_000), round((place.lon or 0) * 10_000)


def school_of(number: int, size: Size) -> int:
    """A school has pupils of all plans: twelve in a row belong to it, in a small network two to one."""
    if size.schools == 2:
        return 1 if number % 3 == 2 else 0
    return number * size.schools // size.pupils


def _place(name: str, kind: PlaceKind, lat: int, lon: int) -> Place:
    return Place(id=name, kind=kind, lat=lat / 10_000, lon=lon / 10_000)


def _pairs(places: list[Place], near: dict[str, str], rng: Random) -> list[TravelPair]:
    """Known roads: some homes to their school, one of three longer on the way back."""
    pairs = []
    for name in [place.id for place in places if place.id in near and rng.randrange(6) == 0]:
        there = 5 + rng.randrange(16)
        pairs.append(TravelPair(from_place=near[name], to_place=name, minutes=there))
        if rng.randrange(3) == 0:
            pairs.append(TravelPair(from_place=name, to_place=near[name], minutes=there + 3))
    return pairs


def travel_of(pairs: list[TravelPair]) -> Travel:
    return Travel(pairs=tuple(pairs), speed_kmh=SPEED_KMH, detour=DETOUR, door_min=DOOR_MIN)


def _travel_times(places: list[Place], pairs: list[TravelPair]) -> TravelTimes:
    bare = Problem(
        name="roads",
        timezone="UTC",
        weeks=(Week(id="w1"),),
        days=(Weekday.MON,),
        day_start_min=480,
        day_end_min=1140,
        step_min=5,
        places=tuple(places),
        travel=travel_of(pairs),
        teachers=(),
        pupils=(),
        rows=(),
    )
    return TravelTimes(bare)


def _add_pupils(draft: Draft, size: Size, rng: Random) -> None:
    for number in range(size.pupils):
        draft.pupils.append(_pupil(number, size, rng))
    for number, pupil in enumerate(draft.pupils):
        elder = draft.pupils[number - 1] if number else None
        if elder and _are_siblings(number) and elder.school == pupil.school:
            pupil.home, pupil.shift, pupil.frame = elder.home, elder.shift, elder.frame
    for pupil in draft.pupils:
        if pupil.plan == "P5":
            pupil.diary[Weekday.WED].append(Stay(*CLASS_SPAN, pupil.school, draft.all_weeks))
    taken = _shared_rows(draft)
    for pupil in draft.pupils:
        _own_rows(draft, pupil, taken, rng)
    used = {pupil.home for pupil in draft.pupils} | {spot for p in draft.pupils for spot in p.away.values()}
    draft.places[:] = [place for place in draft.places if place.kind == PlaceKind.SCHOOL or place.id in used]
    draft.pairs[:] = [pair for pair in draft.pairs if {pair.from_place, pair.to_place} & used]


def number_of(pupil: DraftPupil) -> int:
    return int(pupil.id[1:])


def _are_siblings(number: int) -> bool:
    return number % 12 == 10


def _pupil(number: int, size: Size, rng: Random) -> DraftPupil:
    code = PLAN_ORDER[number % len(PLAN_ORDER)]
    plan = plans()[code]
    shift = 1 if code in ("P4", "P5") or rng.randrange(3) else 0
    pupil = DraftPupil(
        id=f"p{number + 1}",
        plan=code,
        school=f"s{school_of(number, size) + 1}",
        home=f"h{number + 1}",
        shift=shift,
        frame=FRAMES[shift],
        day_lessons=DAY_LESSONS.get(code, 4),
        break_min=15 if number % 12 == 8 else 10,
        grade=plan.grade,
        needs=plan.needs,
    )
    if number % 12 == 3:
        pupil.away[Weekday.FRI] = f"g{number + 1}"
    return pupil


def _shared_rows(draft: Draft) -> set[tuple[str, str]]:
    """Lessons of two pupils: siblings at home, two of one plan remotely or at a school. Who has what."""
    taken: set[tuple[str, str]] = set()
    for number in range(0, len(draft.pupils) - 11, 12):
        ten = draft.pupils[number : number + 12]
        if ten[9].home == ten[10].home:
            _share(draft, (ten[9], ten[10]), SHARED_SUBJECTS, LessonForm.HOME, None, taken)
        _share(draft, (ten[9], ten[11]), ("history",), LessonForm.REMOTE, None, taken)
        place = draft.partner[ten[2].school]
        _share(draft, (ten[2], ten[11]), ("ethics",), LessonForm.SCHOOL, place, taken)
    return taken


def _share(
    draft: Draft,
    pair: tuple[DraftPupil, DraftPupil],
    subjects: tuple[str, ...],
    form: LessonForm,
    place: str | None,
    taken: set[tuple[str, str]],
) -> None:
    """The first subject that both plans hold with the same hours, if the two learn at one time of day."""
    if pair[0].frame != pair[1].frame:
        return
    both = [{line.subject: line for line in plans()[pupil.plan].lines} for pupil in pair]
    for subject in subjects:
        lines = [lines.get(subject) for lines in both]
        if lines[0] and lines[1] and lines[0].lessons == lines[1].lessons:
            _add_row(draft, pair, lines[0], lines[0].lessons, form, place)
            taken.update((pupil.id, subject) for pupil in pair)
            return


def _own_rows(draft: Draft, pupil: DraftPupil, taken: set[tuple[str, str]], rng: Random) -> None:
    plan = plans()[pupil.plan]
    first = len(draft.rows)
    for line in plan.lines:
        sat = SAT_WITH_CLASS.get(line.subject, 0) if pupil.plan == "P5" else 0
        if (pupil.id, line.subject) not in taken and line.lessons > sat:
            row = _add_row(draft, (pupil,), line, line.lessons - sat, _form(plan, line), None)
            if line.subject == "psychology" and pupil.plan == "P2":
                row.weeks, row.lessons = 0b0101, 2
            if line.subject == "pe" and pupil.plan == "P6":
                row.free_rhythm = True
            if line.subject == "labour" and pupil.plan == "P7":
                row.max_per_day = 2
    if number_of(pupil) % 12 == 11:
        _add_row(draft, (pupil,), CLUB, CLUB.lessons, LessonForm.HOME, None)
    if pupil.plan not in ("P2", "P8") and rng.randrange(4):
        _share_slots(pupil, draft.rows[first:])


def _form(plan: Plan, line: PlanLine) -> LessonForm:
    """The combined plan has a part at a distance, the eldest have some of each."""
    if plan.code == "P5" and line.subject in ("foreign", "informatics", "social", "geography", "safety"):
        return LessonForm.REMOTE
    if plan.code == "P6" and line.subject in ("social", "informatics"):
        return LessonForm.REMOTE
    return LessonForm.SCHOOL if plan.code == "P6" and line.subject == "physics" else LessonForm.HOME


def _add_row(
    draft: Draft,
    pupils: tuple[DraftPupil, ...],
    line: PlanLine,
    lessons: int,
    form: LessonForm,
    place: str | None,
) -> DraftRow:
    row = DraftRow(
        number=len(draft.rows) + 1,
        pupils=pupils,
        subject=line.subject,
        title=line.title,
        lessons=lessons,
        lesson_min=line.lesson_min,
        difficulty=line.difficulty,
        block=Block.FORMED if line.subject in FORMED else line.block,
        form=form,
        specialty=_specialty(pupils[0], line),
        weeks=draft.all_weeks,
        place=place,
    )
    draft.add_row(row)
    return row


def _specialty(pupil: DraftPupil, line: PlanLine) -> str:
    if pupil.needs == Needs.SIPR or line.subject in SPECIAL.get(pupil.plan, ()):
        return "special"
    if pupil.grade <= 4 and line.subject in PRIMARY:
        return "primary"
    return SPECIALTIES[line.subject]


def _share_slots(pupil: DraftPupil, rows: list[DraftRow]) -> None:
    """Rows below one hour take turns at one weekly time: first fit, longest first, four lessons at most."""
    groups: list[list[DraftRow]] = []
    for row in sorted(rows, key=lambda row: -row.lessons):
        if row.lessons >= CYCLE_WEEKS or row.outside or row.form != LessonForm.HOME:
            continue
        fits = [group for group in groups if sum(r.lessons for r in group) + row.lessons <= CYCLE_WEEKS]
        if fits:
            fits[0].append(row)
        else:
            groups.append([row])
    for number, group in enumerate(groups):
        for row in group if len(group) > 1 else ():
            row.slot = f"{pupil.id}-{number + 1}"
