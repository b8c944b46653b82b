"""Two families in a world: К-01 and К-02, their parents, a kept variant of a small problem, a director.

Maths of К-01 every week on Monday 10:00 with t1, Russian of К-01 in week 1 on Tuesday 11:00 with t2, maths of К-02
on Monday 11:10 with t1 (the way from h1 to h2 is 8 minutes).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.services.agreement.timetable import offering
from api.services.agreement.timetable.answering import Reply, reply
from api.services.agreement.timetable.approving import ToApprove, approve
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.drafting import draft_versions
from api.services.agreement.timetable.publishing import ToPublish, publish
from api.services.cases.pupils import GuardianDraft, add_guardian
from api.services.unit import Actor, Unit
from models.agreement import Answer, TimetableVersion
from models.case import Case, Guardian, GuardianKind
from models.engines import reading, writing
from models.person import Account, Role
from models.place import Place
from models.staff import Teacher
from models.timetable import ProblemText, Variant
from scheduler.problem import Problem
from scheduler.timetable import Timetable
from tests import builders
from tests.api.services.world import END, KEY, START, World, new_world
from tests.databases import once

TODAY = date(2026, 9, 2)
UNTIL = datetime(2026, 9, 5, 15, tzinfo=UTC)


def small() -> Problem:
    """Two weeks."""
    return builders.problem(
        weeks=2,
        teachers=[
            builders.teacher("t1", title="Снегова Г. Г."),
            builders.teacher("t2", title="Лугова В. В."),
        ],
        pupils=[builders.pupil("К-01"), builders.pupil("К-02", home="h2")],
        rows=[
            builders.row("math-1", title="Математика", pupils=["К-01"], lessons=2),
            builders.row("rus-1", title="Русский язык", pupils=["К-01"], teachers=["t2"]),
            builders.row("math-2", title="Математика", pupils=["К-02"], lessons=2),
        ],
    )


PLAIN = (
    "math-1/1 w1 mon 10:00", "math-1/2 w2 mon 10:00", "rus-1 w1 tue 11:00", "math-2/1 w1 mon 11:10",
    "math-2/2 w2 mon 11:10",
)  # fmt: skip


@dataclass(frozen=True)
class Families:
    """Ids of everything a test needs; `acting` as in World, for any account."""

    world: World
    cases: tuple[str, str]
    mother: str  # account, speaks for К-01
    father: str  # account, speaks for К-01
    other: str  # account, speaks for К-02
    director: str
    variant: str

    @contextmanager
    def acting(self, account_id: str, role: Role, at: datetime | None = None) -> Iterator[Unit]:
        at = at or datetime.combine(TODAY, time(9), UTC)
        with writing(self.world.engine) as session:
            yield Unit(
                session=session,
                actor=Actor(account_id=account_id, role=role, school_id=self.world.school_id),
                audit_key=KEY, at=at, today=at.date(),
            )  # fmt: skip

    @contextmanager
    def deputy(self, at: datetime | None = None) -> Iterator[Unit]:
        with self.acting(self.world.deputy_id, Role.DEPUTY, at) as unit:
            yield unit

    def get(self, version_id: str) -> TimetableVersion:
        with reading(self.world.engine) as session:
            return session.get_one(TimetableVersion, version_id)

    def seen(self, version_id: str) -> Seen:
        """As a page would have shown it just now."""
        version = self.get(version_id)
        return Seen(digest=version.digest or "", rev=version.rev)

    def variant_of(self, *lessons: str, problem: Problem | None = None) -> str:
        """Another kept variant."""
        given = problem or small()
        return kept(self.world, given, builders.timetable(given, *lessons))

    def drafted(
        self, case: int = 0, variant: str | None = None, first: date = START, last: date = END
    ) -> str:
        with self.deputy() as unit:
            made = draft_versions(unit, variant or self.variant, [self.cases[case]], first, last)
        return made[0].id

    def offered(self, case: int = 0, **more: Any) -> str:
        version_id = self.drafted(case, **more)
        with self.deputy() as unit:
            offering.offer(unit, version_id, self.seen(version_id), UNTIL)
        return version_id

    def answer(self, version_id: str, answer: Answer, who: str | None = None, **more: Any) -> None:
        comment = "Во вторник процедуры." if answer == Answer.DECLINED else None
        with self.acting(who or self.mother, Role.PARENT, **more) as unit:
            reply(unit, version_id, self.seen(version_id), Reply(answer=answer, comment=comment))

    def approve(self, version_id: str, reason: str | None = None) -> None:
        with self.acting(self.director, Role.DIRECTOR) as unit:
            chosen = ToApprove(version_id=version_id, seen=self.seen(version_id), reason=reason)
            approve(unit, (chosen,), unit.at)

    def publish(self, *version_ids: str) -> None:
        with self.deputy() as unit:
            publish(unit, [ToPublish(version_id=key, seen=self.seen(key)) for key in version_ids])

    def published(self, case: int = 0, **more: Any) -> str:
        version_id = self.offered(case, **more)
        self.answer(version_id, Answer.AGREED, self.mother if case == 0 else self.other)
        self.approve(version_id)
        self.publish(version_id)
        return version_id

    def state(self, version_id: str) -> str:
        return self.get(version_id).state


def kept(world: World, problem: Problem, timetable: Timetable) -> str:
    """A variant with its problem; its id."""
    with writing(world.engine) as session:
        text = problem.model_dump_json(by_alias=True)
        number = len(session.exec(select(Variant.id)).all()) + 1
        stored = ProblemText(
            school_id=world.school_id, digest=f"{number:064d}", first_on=START, last_on=END, text=text
        )
        session.add(stored)
        session.flush()
        variant = Variant(
            school_id=world.school_id, year_id=world.year_id, problem_id=stored.id, number=number,
            name=f"Вариант {number}", account_id=world.deputy_id, score="{}", unplaced=0,
            timetable=timetable.model_dump_json(by_alias=True),
        )  # fmt: skip
        session.add(variant)
    return variant.id


@once
def families(engine: Engine) -> Families:
    """The world filled in."""
    world = new_world(engine)
    cases = (world.running(), world.running())
    with writing(engine) as session:
        people = [Account(name=name) for name in ("Мать", "Отец", "Другая мать", "Директор")]
        session.add_all(people)
        session.flush()
        _resources(session, world)
    mother, father, other, director = (person.id for person in people)
    for number, account_id, kind in (
        (0, mother, GuardianKind.MOTHER), (0, father, GuardianKind.FATHER), (1, other, GuardianKind.MOTHER)
    ):  # fmt: skip
        with world.acting(START) as unit:
            pupil_id = unit.session.get_one(Case, cases[number]).pupil_id
            add_guardian(unit, pupil_id, GuardianDraft(account_id=account_id, kind=kind, first_on=START))
    given = small()
    variant = kept(world, given, builders.timetable(given, *PLAIN))
    return Families(world, cases, mother, father, other, director, variant)


def _resources(session: Session, world: World) -> None:
    for code in ("t1", "t2"):
        session.add(Teacher(school_id=world.school_id, code=code, name=code, first_on=START))
    pupils = [
        session.get_one(Case, key).pupil_id for key in session.exec(select(Case.id).order_by(col(Case.code)))
    ]
    for code, pupil_id in zip(("h1", "h2"), pupils, strict=True):
        session.add(
            Place(
                school_id=world.school_id, code=code, kind="home", pupil_id=pupil_id, main=True, title=code
            )
        )  # fmt: skip


def guardian_id(made: Families, account_id: str) -> str:
    with reading(made.world.engine) as session:
        return session.exec(select(Guardian.id).where(Guardian.account_id == account_id)).one()
