"""The problem of a range of dates: built, judged at once, every finding with the page where it is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import col, select

from api.errors import Conflict
from api.services.desk import DESK, at_desk
from api.services.registry.addresses import Addresses, addresses_of
from api.services.registry.naming import HOMELESS
from api.services.registry.point import Point as Point
from api.services.registry.reading import Gathered, gathered
from api.services.registry.scope import scope_of
from api.services.registry.teachers_said import told_of_teachers
from api.services.registry.zones import in_own_zone
from api.services.travel.learning import proposals
from api.services.unit import Unit
from models.case import Case
from models.states import OVER
from scheduler.errors import BadFileError, Fault
from scheduler.preflight import preflight
from scheduler.problem import Problem
from scheduler.registry.build import Built, build
from scheduler.registry.remarks import Remark
from scheduler.registry.values import Registry
from scheduler.russian import counted
from scheduler.terms import PlaceKind
from scheduler.wire import canonical_digest, dump_bytes, to_wire

NO_HOME = "{}: не указано, где живёт ребёнок, поэтому в задачу он не вошёл."
NO_PLAN = "{}: нет учебного плана на эти дни, занятий не будет."
NO_PAPERS = "{}: нет медицинского заключения и договора; занятия поставлены без срока."
PAUSED = "{}: обучение приостановлено."
LATE = "Учителя опаздывали на {}: похоже, путь считается короче, чем есть на самом деле."
DRAFT = "{}: план ещё не утверждён, взята последняя версия."


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """A problem with the bytes of its file and the digest timetables name it by.

    findings: of the arithmetic before solving. remarks: of plans, norms and papers. left_out: who and what has no
    lessons in the range.
    """

    built: Built
    data: bytes
    digest: str
    findings: tuple[Point, ...]
    remarks: tuple[Point, ...]
    left_out: tuple[Point, ...]

    @property
    def problem(self) -> Problem:
        return self.built.problem


class Unposed(Conflict):
    """The facts contradict each other so far that there is no problem to solve. points: every fault."""

    code = "unposed"

    def __init__(self, points: tuple[Point, ...]) -> None:
        self.points = points
        super().__init__("Сведения противоречат друг другу. Исправьте отмеченное и повторите.")


def problem_of(
    unit: Unit,
    year_id: str,
    first: date,
    last: date,
    cases: Iterable[str] | None = None,
    *,
    network: bool = True,
    drafts: bool = True,
) -> Posed:
    """The problem of first..last (both included) of the actor's school. Raises Unposed with every fault.

    Reads limits of medical papers, which leaves a row in the log.
    """
    found = facts_of(unit, year_id, first, last, cases, network=network, drafts=drafts)
    made = posed(found, first, last)
    return replace(
        made, remarks=(*made.remarks, *told_of_teachers(unit.session, found), *told_of_roads(unit))
    )


def told_of_roads(unit: Unit) -> Iterator[Point]:
    """Ways that took teachers longer than is counted, for the desk."""
    many = len(proposals(unit)) if unit.actor.role in DESK else 0
    if many:
        yield Point(text=LATE.format(counted(many, "дороге", "дорогах", "дорогах")), href="/roads#h-late")


def facts_of(
    unit: Unit,
    year_id: str,
    first: date,
    last: date,
    cases: Iterable[str] | None,
    *,
    network: bool,
    drafts: bool,
) -> Gathered:
    """What a problem of the days is built from."""
    scope = scope_of(
        unit, year_id, cases, first=first, last=last, network=network, drafts=drafts, medical=True, paused=False
    )  # fmt: skip
    return in_own_zone(gathered(unit, replace(scope, sparing=True)), first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A case that may be chosen."""

    id: str
    title: str
    chosen: bool


def choices(unit: Unit, year_id: str, chosen: frozenset[str]) -> tuple[Choice, ...]:
    """Cases of the year that are not over, by code."""
    over = [state.value for state in OVER]
    asked = select(Case).where(
        Case.school_id == at_desk(unit), Case.year_id == year_id, col(Case.state).not_in(over)
    )
    return tuple(
        Choice(id=case.id, title=f"{case.code}, {case.class_title}", chosen=case.id in chosen)
        for case in unit.session.exec(asked.order_by(col(Case.code)))
    )


def built_of(found: Gathered, first: date, last: date) -> Built:
    """The problem alone, without a look at what is worth telling of it. Raises Unposed with every fault."""
    registry = _housed(_untitled(found.registry))
    try:
        return build(registry, first, last)
    except BadFileError as bad:
        raise Unposed(tuple(_faults(bad.faults, addresses_of(found), registry))) from None


def posed(found: Gathered, first: date, last: date) -> Posed:
    built = built_of(found, first, last)
    return judged(found, built, built.line_of_row)


def judged(found: Gathered, built: Built, parts: Mapping[str, str]) -> Posed:
    """What is worth telling of a problem that was built. parts: lines by the problem's rows."""
    addresses = replace(addresses_of(found), parts=parts)
    return Posed(
        built=built,
        data=dump_bytes(built.problem),
        digest=canonical_digest(to_wire(built.problem)),
        findings=tuple(_findings(built.problem, addresses)),
        remarks=(*_states(found, addresses), *_remarks(built.warnings, addresses)),
        left_out=(*_homeless(found, addresses), *_left_out(found, built, addresses)),
    )


def _housed(registry: Registry) -> Registry:
    """Without the pupils of whom nobody knows where they live, and without their names in lines, windows, pins."""
    known = {pupil.id for pupil in registry.pupils if pupil.home != HOMELESS.format(pupil.id)}
    if len(known) == len(registry.pupils):
        return registry
    lines = [
        replace(line, pupils=tuple(name for name in line.pupils if name in known)) for line in registry.lines
    ]
    kept = {line.id for line in lines if line.pupils}
    homeless = {pupil.home for pupil in registry.pupils if pupil.id not in known}
    return replace(
        registry,
        pupils=tuple(pupil for pupil in registry.pupils if pupil.id in known),
        lines=tuple(line for line in lines if line.id in kept),
        families=tuple(window for window in registry.families if window.pupil in known),
        pinned=tuple(pin for pin in registry.pinned if pin.line in kept),
        places=tuple(place for place in registry.places if place.id not in homeless),
    )


def _untitled(registry: Registry) -> Registry:
    """Without the addresses of homes: a problem goes further than the school, and no rule reads them."""
    places = tuple(
        place.model_copy(update={"title": None}) if place.kind == PlaceKind.HOME else place
        for place in registry.places
    )
    return replace(registry, places=places)


def _findings(problem: Problem, addresses: Addresses) -> Iterator[Point]:
    for finding in preflight(problem):
        href = next((at for path in finding.fields if (at := addresses.of_path(path, problem))), None)
        href = href or next((at for row in finding.rows if (at := addresses.of("line", row))), None)
        yield Point(text=finding.text, href=href, blocks=finding.severity == "blocks")


def _remarks(remarks: Iterable[Remark], addresses: Addresses) -> Iterator[Point]:
    for remark in remarks:
        yield Point(text=remark.text, href=_of_remark(remark, addresses))


def _of_remark(remark: Remark, addresses: Addresses) -> str | None:
    if remark.line is not None:
        return addresses.of("line", remark.line)
    pupil = remark.pupil
    if pupil is None or pupil not in addresses.cases:
        return None
    kind = {"cut.papers": "case", "family.home": "family"}.get(remark.code)
    if kind:
        return addresses.of(kind, pupil)
    return addresses.of("plan", addresses.first_lines.get(addresses.cases[pupil], ""))


def _states(found: Gathered, addresses: Addresses) -> Iterator[Point]:
    """Plans that are not approved, cases without papers."""
    people = found.rows.people
    for case in people.cases:
        choice = people.plans.get(case.id)
        if choice and not choice.approved:
            yield Point(text=DRAFT.format(case.code), href=f"/cases/{case.id}/plan")
        if case.id not in people.medical and case.id not in people.contracts:
            yield Point(text=NO_PAPERS.format(case.code), href=addresses.of("case", case.code))


def _homeless(found: Gathered, addresses: Addresses) -> Iterator[Point]:
    for pupil in found.registry.pupils:
        if pupil.home == HOMELESS.format(pupil.id):
            yield Point(text=NO_HOME.format(pupil.id), href=addresses.of("home", pupil.id))


def _left_out(found: Gathered, built: Built, addresses: Addresses) -> Iterator[Point]:
    people = found.rows.people
    for case in people.paused:
        yield Point(text=PAUSED.format(case.code), href=f"/cases/{case.id}")
    for case in people.cases:
        if case.id not in people.plans:
            yield Point(text=NO_PLAN.format(case.code), href=f"/cases/{case.id}/plan")
    lines = {line.id: f"{', '.join(line.pupils)}, «{line.subject}»" for line in found.registry.lines}
    for left in built.left_out:
        who = left.id if left.kind == "pupil" else lines.get(left.id, left.id)
        href = addresses.of("case" if left.kind == "pupil" else "line", left.id)
        yield Point(text=f"{who}: {left.reason}.", href=href)


NAMED = re.compile(r'"([^"]+)"')
SAID = (
    (
        re.compile(r"travel\.minutes"),
        "Неизвестно, сколько идти: {}. Укажите координаты мест или минуты дороги.",
    ),
    (re.compile(r"classes\.\d+\.number"), "В расписании классов есть урок, которого нет в звонках: {}."),
    (re.compile(r"\w+\.\d+\.weeks"), "Неделя за пределами цикла: {}."),
    (re.compile(r"(teachers|pupils)\.\d+\.busy"), "Занятость в разных местах в одно время: {}."),
    (re.compile(r"rows\.\d+\.pupils"), "У детей общего занятия разные дома: {}."),
    (re.compile(r"lines\.\d+\.in_class_hours"), "Часов с классом больше, чем часов в плане: {}."),
    (re.compile(r"\w+\.\d+\.valid_to"), "Последний день раньше первого: {}."),
)
ELSE = "Запись не согласована с другими: {}."


def contradicted(found: Gathered, problem: Problem, faults: Iterable[Fault]) -> tuple[Point, ...]:
    """Contradictions within a problem that was built, each with its page."""
    return tuple(_faults(faults, addresses_of(found), found.registry, problem))


def _faults(
    faults: Iterable[Fault], addresses: Addresses, registry: Registry, problem: Problem | None = None
) -> Iterator[Point]:
    """Paths are those of the registry; with a problem those of the problem."""
    source = problem or registry
    for fault in faults:
        said = next((text for pattern, text in SAID if pattern.match(fault.path)), ELSE)
        names = " и ".join(f"«{name}»" for name in dict.fromkeys(NAMED.findall(fault.found)))
        about = names or _entry_said(fault.path, source)
        yield Point(text=said.format(about), href=addresses.of_path(fault.path, source), blocks=True)


def _entry_said(path: str, source: Problem | Registry) -> str:
    """`К-04, «Математика»` behind a path; the path itself where it has no entry."""
    found = re.match(r"(\w+)\.(\d+)", path)
    head = {"rows": "lines", "pins": "pinned"}.get(found[1], found[1]) if found else ""
    entries = getattr(source, head, ())
    if found is None or int(found[2]) >= len(entries) or head != found[1]:
        return path
    entry = entries[int(found[2])]
    if head == "lines":
        return f"{', '.join(entry.pupils)}, «{entry.subject}»"
    if head == "classes":
        return f"{entry.class_title}, урок {entry.number} смены {entry.shift}, «{entry.school}»"
    return str(getattr(entry, "name", None) or getattr(entry, "id", None) or getattr(entry, "teacher", path))
