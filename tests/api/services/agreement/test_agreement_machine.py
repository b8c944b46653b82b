"""Agreement by random acts of six: two deputies, the director, two parents, a mail scanner; both databases.

Everybody acts on what they saw last, which may be old by then. A model on paper says what is refused; after every
step the invariants I1 to I4 of the service are looked at in the database.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any, ClassVar, NamedTuple

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, Engine, Row, delete, text
from sqlmodel import func, select

from api.errors import Refusal
from api.services.agreement.timetable import offering
from api.services.agreement.timetable.answering import By, Reply, enter_reply, reply
from api.services.agreement.timetable.approving import ToApprove, approve
from api.services.agreement.timetable.content import Line, content_of
from api.services.agreement.timetable.counter import other_times
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.drafting import draft_versions
from api.services.agreement.timetable.family import awaited, family_view
from api.services.agreement.timetable.publishing import ToPublish, publish
from api.services.unit import Unit
from models.agreement import (
    Answer,
    AnswerChannel,
    Approval,
    Decision,
    Hold,
    Mark,
    Publication,
    TimetableEntry,
    TimetableVersion,
)
from models.audit import AuditRow, verify
from models.engines import reading, writing
from models.person import Account, Role
from tests.api.services.agreement.households import PLAIN, TODAY, Families, families, guardian_id
from tests.api.services.agreement.paper_model import ACTS, NEXT, WAITS, Paper
from tests.api.services.world import END, KEY, START
from tests.conftest import TORTURE

MORNING = datetime.combine(TODAY, time(9), UTC)
STAFF = st.sampled_from(["deputy", "second", "director"])
PARENTS = st.sampled_from(["mother", "father"])
PAGES = st.sampled_from(["fresh", "fresh", "newest", "stale", "other"])
HOURS = (1, 2, 30, 80)
SHORT = {"sqlite": 60, "postgresql": 8}  # examples; what only the other database does is raced in test_races
VERSIONS = text("SELECT id, digest, rev, state, text FROM timetable_version ORDER BY number")
LAST_ACT = text("SELECT max(n) FROM audit")
ENTRIES = text("SELECT version_id, digest FROM timetable_entry")
DECISIONS = text("SELECT version_id, digest, answer FROM decision")
APPROVALS = text("SELECT version_id, digest, reason FROM approval")
PUBLICATIONS = text("SELECT version_id, digest FROM publication")
ACTIONS = text("SELECT action FROM audit WHERE n > :n")
EVERYBODY = ("deputy", "second", "director", "mother", "father")
EMPTIED = (Hold, Mark, Decision, Approval, Publication, TimetableEntry, TimetableVersion)


class Shown(NamedTuple):
    """What a page that was opened carries of a version. turn: of the paper then."""

    version_id: str
    digest: str
    rev: int
    turn: int
    draft: bool


class Agreement(RuleBasedStateMachine):
    """One case. seen: everybody's open pages, the oldest first."""

    made: ClassVar[Families]
    variants: ClassVar[tuple[str, str]]
    accounts: ClassVar[dict[str, str]]

    @initialize(steps=st.integers(0, 4))
    def begin(self, steps: int) -> None:
        with writing(self.made.world.engine) as session:
            for kind in EMPTIED:
                session.execute(delete(kind))
            self.from_row = self.looked_at = session.exec(select(func.max(AuditRow.n))).one()
        self.paper = Paper()
        self.seen: dict[str, list[Shown]] = {}
        self.comes_as_far_as(steps)

    def unit(self, who: str, act: Callable[[Unit], object]) -> None:
        role = {"director": Role.DIRECTOR, "mother": Role.PARENT, "father": Role.PARENT}.get(who, Role.DEPUTY)
        at = MORNING + timedelta(hours=self.paper.now)
        with self.made.acting(self.accounts[who], role, at) as unit:
            act(unit)

    def act(self, allowed: bool, who: str, doing: Callable[[Unit], object]) -> None:
        """Does it, and is refused exactly when the paper says so."""
        done = True
        try:
            self.unit(who, doing)
        except Refusal:
            done = False
        assert done == allowed

    def page(self, who: str, which: str, drafts: bool = False) -> tuple[str, Seen, int] | None:
        """A page of somebody: opened just now, the newest, the oldest of its version, or the newest of another."""
        if which == "fresh":
            self.looks(who)
        pages = [shown for shown in self.seen.get(who, ()) if drafts or not shown.draft]
        if not pages:
            return None
        same = [shown for shown in pages if shown.version_id == pages[-1].version_id]
        others = [shown for shown in pages if shown.version_id != pages[-1].version_id]
        shown = {"stale": same[0], "other": (others or same)[-1]}.get(which, same[-1])
        return shown.version_id, Seen(digest=shown.digest, rev=shown.rev), shown.turn

    def comes_as_far_as(self, steps: int) -> None:
        """The plain way, so that most examples come to what is in force: offered, agreed, approved, published."""
        self.drafts("deputy", steps % 2)
        if steps > 0:
            self.offers("deputy", "newest", 72)
            self.looks(*EVERYBODY)
        if steps > 1:
            self.answers("mother", "newest", Answer.AGREED)
        if steps > 2:
            self.approves("fresh", reason=False)
        if steps > 3:
            self.publishes("deputy", "fresh")

    def looks(self, *people: str) -> None:
        """They open every version anew: from now on, what is pressed is about these pages."""
        with self.made.world.engine.connect() as connection:
            rows = connection.execute(VERSIONS).all()
        known = [
            Shown(row.id, row.digest or "", row.rev, self.paper.sheets[row.id].turn, row.state == "draft")
            for row in rows
        ]
        for who in people:
            self.seen[who] = [*self.seen.get(who, ()), *known]

    def drafts(self, who: str, variant: int) -> None:
        made: list[TimetableVersion] = []
        case = [self.made.cases[0]]
        self.unit(
            who, lambda unit: made.extend(draft_versions(unit, self.variants[variant], case, START, END))
        )
        self.paper.draft(made[0].id)
        self.looks(who)

    def offers(self, who: str, pick: str, hours: int) -> None:
        if page := self.page(who, pick, drafts=True):
            version_id, seen, turn = page
            until = MORNING + timedelta(hours=self.paper.now + hours)
            allowed = self.paper.offer(version_id, turn, who, hours)
            self.act(allowed, who, lambda unit: offering.offer(unit, version_id, seen, until))

    def answers(self, who: str, pick: str, answer: Answer) -> None:
        if page := self.page(who, pick):
            version_id, seen, _ = page
            allowed = self.paper.answer(version_id, who, answer)
            self.act(
                allowed, who, lambda unit: reply(unit, version_id, Seen(digest=seen.digest), said(answer))
            )

    def enters(self, who: str, whose: str, pick: str, answer: Answer) -> None:
        """An answer by telephone, of a version the family was offered."""
        page = self.page(who, pick)
        if page and self.paper.sheets.get(page[0], None) and self.paper.sheets[page[0]].state != "draft":
            version_id, seen, _ = page
            whom = guardian_id(self.made, self.accounts[whose])
            by, told = By(channel=AnswerChannel.CALL), Seen(digest=seen.digest)
            allowed = self.paper.answer(version_id, whose, answer)
            self.act(allowed, who, lambda unit: enter_reply(unit, version_id, whom, told, said(answer), by))

    def answers_another_text(self, who: str, pick: str) -> None:
        if page := self.page(who, pick):
            other = Seen(digest=hashlib.sha256(page[1].digest.encode()).hexdigest())
            self.act(False, who, lambda unit: reply(unit, page[0], other, said(Answer.AGREED)))

    def recalls(self, who: str, pick: str) -> None:
        if page := self.page(who, pick):
            allowed = self.paper.recall(page[0], page[2])
            self.act(allowed, who, lambda unit: offering.recall(unit, page[0], page[1]))

    def approves(self, pick: str, reason: bool) -> None:
        if page := self.page("director", pick):
            chosen = ToApprove(version_id=page[0], seen=page[1], reason="Учтено." if reason else None)
            allowed = self.paper.approve(page[0], page[2], "director", reason)
            self.act(allowed, "director", lambda unit: approve(unit, (chosen,), unit.at))

    def publishes(self, who: str, pick: str) -> None:
        if page := self.page(who, pick):
            chosen = ToPublish(version_id=page[0], seen=page[1])
            allowed = self.paper.publish(page[0], page[2])
            self.act(allowed, who, lambda unit: publish(unit, [chosen]))

    @rule(
        what=st.sampled_from(ACTS), staff=STAFF, parent=PARENTS, pick=PAGES, answer=st.sampled_from(list(Answer)),
        flag=st.booleans(), soon=st.booleans(), hours=st.sampled_from(HOURS),
    )  # fmt: skip
    def something_happens(
        self,
        what: str,
        staff: str,
        parent: str,
        pick: str,
        answer: Answer,
        flag: bool,
        soon: bool,
        hours: int,
    ) -> None:
        """Anything, or (soon) what is next. In one rule, so that no example goes without some of it."""
        states = [sheet.state for sheet in self.paper.sheets.values()]
        if soon and states and states[-1] in NEXT:
            told = NEXT[states[-1]]
            what = told[ACTS.index(what) % len(told)]
        match what:
            case "look":
                self.looks(*EVERYBODY)
            case "time":
                self.paper.now += hours
            case "night":
                self.night_comes()
            case "scan":
                self.scanner_opens_everything(parent)
            case "again":
                self.comes_as_far_as(4)
            case "after all":
                self.paper.now += 80
                self.answers(parent, "fresh", answer)
                self.approves("fresh", reason=flag)
            case "wavers":
                self.looks("director", parent)
                self.answers(parent, "newest", Answer.AGREED)
                self.answers(parent, "newest", Answer.WITHDRAWN)
                self.paper.now += 80
                self.approves("newest", reason=True)
            case "too late":
                self.is_too_late(staff, parent, answer, flag)
            case _:
                self.presses(what, staff, parent, pick, answer, flag)

    def presses(self, what: str, staff: str, parent: str, pick: str, answer: Answer, flag: bool) -> None:
        """One button of one page."""
        match what:
            case "draft":
                self.drafts(staff, int(flag))
            case "offer":
                self.offers(staff, pick, 2 if flag else 72)
            case "answer":
                self.answers(parent, pick, answer)
            case "enter":
                self.enters(staff, parent, pick, Answer.AGREED if flag else Answer.DECLINED)
            case "another":
                self.answers_another_text(parent, pick)
            case "recall":
                self.recalls(staff, pick)
            case "approve":
                self.approves(pick, reason=flag)
            case "publish":
                self.publishes(staff, pick)

    def is_too_late(self, who: str, parent: str, answer: Answer, approves: bool) -> None:
        """A page is opened, a parent answers, and only then something is pressed on that page."""
        who = "director" if approves else who
        self.looks(who, parent)
        self.answers(parent, "newest", answer)
        if approves:
            self.approves("newest", reason=True)
        else:
            self.recalls(who, "newest")

    def night_comes(self) -> None:
        """The deadline is looked at without anybody's hand."""
        for version_id in list(self.paper.sheets):
            told: list[bool] = []
            row = self.made.get(version_id)
            self.unit("deputy", lambda unit, row=row, told=told: told.append(offering.lapse(unit, row)))  # type: ignore[misc]
            assert told == [self.paper.lapse(version_id)]

    def scanner_opens_everything(self, whose: str) -> None:
        """A mail scanner that follows each link of a parent; nothing may come of it."""
        before = self.rows()

        def open_all(unit: Unit) -> None:
            awaited(unit)
            for version_id, sheet in list(self.paper.sheets.items())[-2:]:
                if sheet.state != "draft":
                    family_view(unit, version_id)
                if sheet.state in WAITS:
                    other_times(unit, version_id, 0)

        self.unit(whose, open_all)
        assert self.rows() == before

    def rows(self) -> list[tuple[str, str, int]]:
        with self.made.world.engine.connect() as connection:
            found = connection.execute(VERSIONS).all()
            acts = connection.execute(LAST_ACT).scalar_one()
        return [*sorted((row.id, row.state, row.rev) for row in found), ("acts", "", acts)]

    @invariant()
    def everything_holds(self) -> None:
        """After each step that has left anything in the log, and at the end after all."""
        with self.made.world.engine.connect() as connection:
            last = connection.execute(LAST_ACT).scalar_one()
            if last != self.looked_at:
                self.looked_at = last
                self.looks_through(connection)

    def looks_through(self, connection: Connection) -> None:
        """The paper's states, I1 to I4, and that silence is never agreement."""
        versions = connection.execute(VERSIONS).all()
        entries = connection.execute(ENTRIES).all()
        decisions = connection.execute(DECISIONS).all()
        approvals = connection.execute(APPROVALS).all()
        publications = connection.execute(PUBLICATIONS).all()
        actions = connection.execute(ACTIONS, {"n": self.from_row}).scalars().all()
        states = {row.id: row.state for row in versions}
        assert states == {key: sheet.state for key, sheet in self.paper.sheets.items()}
        # I1: one in force, one open
        assert list(states.values()).count("published") <= 1
        assert sum(state in (*WAITS, "approved") for state in states.values()) <= 1
        # I2 and I3: the lessons are those of the text, whose digest is what everybody quotes
        for row in versions:
            assert digest_of(row.text or "") == row.digest
            lessons = sorted(digest for key, digest in entries if key == row.id)
            assert lessons == sorted(line.digest for line in lines_of(row.text or ""))
            quoted = {
                each.digest for each in (*decisions, *approvals, *publications) if each.version_id == row.id
            }
            assert quoted <= {row.digest}
        # I4: every act is in the log
        told = [actions.count(f"timetable.{act}") for act in ("decision", "approve", "publish")]
        assert told == [len(decisions), len(approvals), len(publications)]
        self.silence_is_never_agreement(states, decisions, approvals)

    def silence_is_never_agreement(
        self, states: dict[str, str], decisions: Sequence[Row[Any]], approvals: Sequence[Row[Any]]
    ) -> None:
        agreed = {each.version_id for each in decisions if each.answer == Answer.AGREED}
        reasoned = {each.version_id for each in approvals if each.reason}
        for key, state in states.items():
            if state == "agreed":
                assert key in agreed
                assert self.paper.sheets[key].consented
            if state in ("approved", "published"):
                assert key in reasoned or (key in agreed and self.paper.sheets[key].consented)

    def teardown(self) -> None:
        with self.made.world.engine.connect() as connection:
            self.looks_through(connection)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def lines_of(text: str) -> tuple[Line, ...]:
    return content_of(text).lines


def said(answer: Answer) -> Reply:
    return Reply(answer=answer, comment="Во вторник процедуры." if answer == Answer.DECLINED else None)


def test_six_at_one_timetable_do_what_the_paper_says(database: Engine) -> None:
    made = families(database)
    with writing(database) as session:
        second = Account(name="Второй завуч")
        session.add(second)
    moved = [words.replace("tue 11:00", "wed 11:00") for words in PLAIN]
    accounts = {
        "deputy": made.world.deputy_id, "second": second.id, "director": made.director,
        "mother": made.mother, "father": made.father,
    }  # fmt: skip
    shared = {"made": made, "variants": (made.variant, made.variant_of(*moved)), "accounts": accounts}
    run_state_machine_as_test(
        type("AgreementOnDatabase", (Agreement,), shared),
        settings=settings(
            max_examples=150 if TORTURE else SHORT[database.dialect.name],
            stateful_step_count=60 if TORTURE else 25,
            deadline=None,
            derandomize=not TORTURE,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate]
            if os.environ.get("WHOLE")
            else list(Phase),  # who plants bugs wants no shrinking
        ),
    )
    with reading(database) as session:
        assert verify(session, KEY) == ()
