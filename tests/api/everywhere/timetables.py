"""Runs, variants, drafts and offered timetables of a realm, for routes that name one."""

from __future__ import annotations

import json
from datetime import timedelta

from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.drafting import draft_versions
from api.services.agreement.timetable.offering import offer as offer_version
from api.services.board.acts import set_pins
from api.services.board.drafts import Seen as DraftSeen
from api.services.board.drafts import open_draft, take_step
from api.services.board.held import Held
from api.services.board.state import Change, PinKind
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem
from api.services.runs.purposes import Aim
from api.services.runs.running import Order as RunOrder
from api.services.runs.running import settings_text
from api.services.runs.variants import add_variant
from api.services.unit import Unit
from models.base import new_id
from models.case import Case
from models.staff import Teacher
from models.timetable import ProblemText, Run, RunPurpose, RunState
from scheduler.checks import check
from scheduler.wire import dump_bytes
from tests import builders
from tests.api.everywhere.cast import Realm, Stage
from tests.api.services import world as services
from tests.instances import make_instance

ORDER = RunOrder(first_on=services.START, last_on=services.END, aim=Aim(purpose=RunPurpose.FULL))


def run(stage: Stage, realm: Realm) -> str:
    """A run that has come to its end: watching one that goes on would never end."""
    school, made = realm.school, make_instance("school", one_week=True)
    verdict = check(made.problem, made.witness)
    with school.acting(services.START) as unit:
        row = Run(
            school_id=school.school_id, year_id=school.year_id, account_id=school.deputy_id,
            problem_id=_problem(unit).id, settings=settings_text(ORDER), state=RunState.DONE,
            started_at=stage.clock(), ended_at=stage.clock(), best=dump_bytes(made.witness).decode(),
            best_at=stage.clock(), score=json.dumps(verdict.score), bound=0,
        )  # fmt: skip
        unit.session.add(row)
        return row.id


def variant(_stage: Stage, realm: Realm) -> str:
    """A timetable that was kept: the one the problem was made around."""
    school, made = realm.school, make_instance("school", one_week=True)
    with school.acting(services.START) as unit:
        row = add_variant(unit, school.year_id, _problem(unit).id, made.witness, "Вариант")
        row.recipe = "eJyrruUCAAJ4AQM="  # an empty object, packed
        return row.id


def draft(stage: Stage, realm: Realm) -> str:
    """A draft on a variant, of the school's deputy, with a step."""
    key = variant(stage, realm)
    with realm.school.acting(services.START) as unit:
        made = open_draft(unit, key)
        take_step(unit, made.id, DraftSeen(rev=made.rev), _pinned)
        return made.id


def _pinned(held: Held) -> Change:
    return set_pins(held, next(iter(held.lessons)), True, frozenset({PinKind.DAY}))


def version(stage: Stage, realm: Realm) -> str:
    """A timetable of one lesson that was offered to the family."""
    key = ("version", realm.title)
    if key not in stage.kept:
        school = realm.school
        with school.acting(services.START) as unit:
            code = unit.session.get_one(Case, realm.case_id).code
            variant_id = _variant_of_one(unit, school, code)
            made = draft_versions(unit, variant_id, [realm.case_id], services.START, services.END)[0]
            seen = Seen(digest=made.digest or "", rev=made.rev)
            stage.kept[key] = offer_version(unit, made.id, seen, stage.clock() + timedelta(days=300)).id
    return stage.kept[key]


def _variant_of_one(unit: Unit, school: services.World, code: str) -> str:
    teacher = f"t-{new_id()[:8]}"
    unit.session.add(
        Teacher(school_id=school.school_id, code=teacher, name="Учитель", first_on=services.START)
    )
    problem = builders.problem(
        teachers=[builders.teacher(teacher)], pupils=[builders.pupil(code)],
        rows=[builders.row(pupils=[code], teachers=[teacher])],
    )  # fmt: skip
    kept = keep_problem(unit, given_problem(problem, RunLimits()), services.START, services.END)
    told = builders.timetable(problem, "r1 mon 10:00")
    return add_variant(unit, school.year_id, kept.id, told, "Для семьи").id


def _problem(unit: Unit) -> ProblemText:
    given = given_problem(make_instance("school", one_week=True).problem, RunLimits())
    return keep_problem(unit, given, services.START, services.END)
