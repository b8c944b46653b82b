"""Names in paths and the objects behind them: for every `{name}` of a route one maker.

Whoever adds a route with a new name adds its maker here; until then the walks fail and say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import col, select

from api.services.agreement.canonical import short_code
from api.services.entry import sessions
from api.services.entry.doors import new_token
from api.services.feeds import links
from api.services.outbox.putting import Letter, Topic, put
from api.services.papers.attachments import attach
from api.services.papers.filing import ConsentDraft, PaperDraft, file_paper, give_consent
from api.services.papers.uploads import inspect
from api.services.people import invitations
from api.services.plans.acts import offer
from api.services.plans.drafts import PlanDraft, start_plan
from api.services.unit import Unit
from models.agreement import TimetableVersion
from models.base import new_id
from models.document import Consent, Contract, Order, OrderPupil, Paper, PaperKind, Purpose
from models.engines import reading, writing
from models.message import FeedHolder, FeedLink, MessageChannel, MessageState
from models.person import Grant, Role
from models.place import Place
from models.plan import PlanKind, PlanRow
from models.session import SessionKind
from models.staff import Teacher
from scheduler.terms import PlaceKind
from tests.api.everywhere.absent import absent
from tests.api.everywhere.cast import LAST_WEEK, Realm, Stage, give
from tests.api.everywhere.more_makers import agreement, decision, issued, link_token, name_forms, print_set
from tests.api.everywhere.repairs import call_of, makeup_of
from tests.api.everywhere.times import hours_of, last_move, window_of
from tests.api.everywhere.timetables import draft, run, variant, version
from tests.api.services import world as services
from tests.api.services.papers.hostile import pdf
from tests.api.services.plans.families import P3
from tests.api.services.records.papers import council_paper

NAME = re.compile(r"{(\w+)(?::\w+)?}")


@dataclass(frozen=True)
class Holder:
    """Whose thing it is to be: a realm's, and (for what belongs to one person) an account's."""

    realm: Realm
    grant: Grant | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.realm.title, self.grant.id if self.grant else ""


Maker = Callable[[Stage, Holder], str]


def own_grant(stage: Stage, holder: Holder) -> Grant:
    """The role of the holder, else that of a new teacher of the school."""
    return holder.grant or give(stage.engine, Role.TEACHER, holder.realm)


def account(stage: Stage, holder: Holder) -> str:
    return own_grant(stage, holder).account_id


def grant(stage: Stage, holder: Holder) -> str:
    return own_grant(stage, holder).id


def sign_in(stage: Stage, holder: Holder) -> str:
    role = own_grant(stage, holder)
    start = sessions.Start(account_id=role.account_id, kind=SessionKind.STAFF, grant_id=role.id)
    with writing(stage.engine) as session:
        return sessions.begin(stage.where.door(session), start).sign_in.id


def token(stage: Stage, holder: Holder) -> str:
    """An open invitation link of a parent."""
    role = give(stage.engine, Role.PARENT, holder.realm)
    with writing(stage.engine) as session:
        return invitations._send(stage.where.door(session), role).token.get_secret_value()


def feed(stage: Stage, holder: Holder) -> str:
    """A calendar link: of a parent's child, else of lessons of the holder's own."""
    return _feed(stage, holder)[0]


def feed_token(stage: Stage, holder: Holder) -> str:
    return _feed(stage, holder)[1]


def _feed(stage: Stage, holder: Holder) -> tuple[str, str]:
    role, told, at = own_grant(stage, holder), new_token().get_secret_value(), stage.clock()
    school_id = holder.realm.school.school_id
    with writing(stage.engine) as session:
        digest = stage.where.door(session).digest(links.PURPOSE, told)
        link = FeedLink(
            account_id=role.account_id, holder=FeedHolder.CASE, case_id=holder.realm.case_id, label="Телефон",
            token_digest=digest, created_at=at,
        )  # fmt: skip
        if role.role != Role.PARENT:
            more = {"account_id": role.account_id, "first_on": LAST_WEEK}
            teacher = Teacher(school_id=school_id, code=new_id(), name="Учитель", **more)
            session.add(teacher)
            session.flush()
            link.holder, link.case_id, link.teacher_id = FeedHolder.TEACHER, None, teacher.id
        session.add(link)
        return link.id, told


def message(_stage: Stage, holder: Holder) -> str:
    """A message that failed."""
    school = holder.realm.school
    with school.acting(services.START) as unit:
        made = put(
            unit, school.school_id, Letter(account_id=holder.realm.parent_id, topic=Topic.NEWS, body="Текст")
        )
        made.channel, made.address, made.state = MessageChannel.EMAIL, "a@example.org", MessageState.FAILED
        return made.id


def paper(stage: Stage, holder: Holder) -> str:
    """An application with a file behind it."""
    with holder.realm.school.acting(services.START) as unit:
        draft = PaperDraft(kind=PaperKind.OTHER, valid_from=services.START)
        return _with_file(unit, stage, file_paper(unit, holder.realm.case_id, draft))


def medical(_stage: Stage, holder: Holder) -> str:
    return holder.realm.school.paper(holder.realm.case_id, PaperKind.MEDICAL)


def order(stage: Stage, holder: Holder) -> str:
    with holder.realm.school.acting(services.START) as unit:
        asked = select(Order).where(Order.id == OrderPupil.order_id)
        found = unit.session.exec(asked.where(OrderPupil.case_id == holder.realm.case_id)).one()
        return _with_file(unit, stage, found)


def contract(stage: Stage, holder: Holder) -> str:
    with holder.realm.school.acting(services.START) as unit:
        asked = select(Contract).where(Contract.case_id == holder.realm.case_id)
        return _with_file(unit, stage, unit.session.exec(asked).one())


def consent(stage: Stage, holder: Holder) -> str:
    with holder.realm.school.acting(services.START) as unit:
        draft = ConsentDraft(purpose=Purpose.PARTNER, given_on=services.START)
        return _with_file(unit, stage, give_consent(unit, holder.realm.pupil_id, draft))


def _with_file(unit: Unit, stage: Stage, owner: Paper | Order | Contract | Consent) -> str:
    attach(unit, stage.store, owner, owner.rev, inspect(pdf(), "Заявление.pdf"))
    return owner.id


def place(stage: Stage, holder: Holder) -> str:
    """A house of the school."""
    school_id = holder.realm.school.school_id
    row = Place(school_id=school_id, code=new_id(), kind=PlaceKind.HOME, title="дом", lat=57.0, lon=60.0)
    with writing(stage.engine) as session:
        session.add(row)
    return row.id


def plan(stage: Stage, holder: Holder) -> str:
    """A plan that was offered to the family."""
    return _plan(stage, holder, offered=True)


def plan_at_hand(stage: Stage, holder: Holder) -> str:
    """A plan that is still a draft."""
    plan(stage, holder)
    return _plan(stage, holder, offered=False)


def _plan(stage: Stage, holder: Holder, offered: bool) -> str:
    key = ("plan", offered, holder.realm.title)
    if key not in stage.kept:
        draft = PlanDraft(kind=PlanKind.IUP, first_on=services.START, last_on=services.END)
        with holder.realm.school.acting(services.START) as unit:
            made = start_plan(unit, holder.realm.case_id, draft, P3)
            stage.kept[key] = offer(unit, made.id, made.rev).id if offered else made.id
    return stage.kept[key]


def row_key(stage: Stage, holder: Holder) -> str:
    with reading(stage.engine) as session:
        asked = select(PlanRow.key).where(PlanRow.plan_id == plan_at_hand(stage, holder))
        return session.exec(asked.order_by(col(PlanRow.position))).first() or ""


def teacher(stage: Stage, holder: Holder) -> str:
    """A teacher of the school; the holder's own account is behind it."""
    school = holder.realm.school
    row = Teacher(
        school_id=school.school_id, code=f"у-{new_id()[:8]}", name="Учитель", first_on=services.START,
        account_id=holder.grant.account_id if holder.grant else None,
    )  # fmt: skip
    with writing(stage.engine) as session:
        session.add(row)
    return row.id


def code(stage: Stage, holder: Holder) -> str:
    """The code on the paper of a timetable that was offered."""
    with reading(stage.engine) as session:
        return short_code(session.get_one(TimetableVersion, version(stage, holder.realm)).digest or "")


MAKERS: dict[str, Maker] = {
    "absence_id": lambda stage, holder: absent(stage, holder.realm),
    "account_id": account,
    "agreement_id": lambda stage, holder: agreement(stage, holder.realm),
    "away_id": lambda stage, holder: absent(stage, holder.realm, teacher(stage, holder)),
    "call_id": lambda stage, holder: call_of(holder.realm, teacher(stage, holder)),
    "case_id": lambda _stage, holder: holder.realm.case_id,
    "consent_id": consent,
    "code": code,
    "contract_id": contract,
    "council_id": council_paper,
    "decision_id": lambda stage, holder: decision(stage, holder.realm, version(stage, holder.realm)),
    "draft_id": lambda stage, holder: draft(stage, holder.realm),
    "feed_id": feed,
    "feed_token": feed_token,
    "grant_id": grant,
    "hours_id": lambda stage, holder: hours_of(stage, teacher(stage, holder)),
    "move_id": lambda stage, holder: last_move(stage, holder.realm),
    "guardian_id": lambda _stage, holder: holder.realm.guardian_id,
    "issued_id": lambda stage, holder: issued(stage, holder.realm),
    "link_token": lambda stage, holder: link_token(stage, holder.realm, version(stage, holder.realm)),
    "makeup_id": lambda _stage, holder: makeup_of(holder.realm),
    "message_id": message,
    "name_id": lambda stage, holder: name_forms(stage, holder.realm),
    "order_id": order,
    "paper_id": paper,
    "path": lambda _stage, _holder: "app.css",
    "place_id": place,
    "plan_id": plan,
    "pupil_id": lambda _stage, holder: holder.realm.pupil_id,
    "row_key": row_key,
    "run_id": lambda stage, holder: run(stage, holder.realm),
    "school_id": lambda _stage, holder: holder.realm.school.school_id,
    "set_id": lambda stage, holder: print_set(stage, holder.realm),
    "section": lambda _stage, _holder: "consultations",
    "sign_in_id": sign_in,
    "teacher_id": teacher,
    "step": lambda _stage, _holder: "terms",
    "to_id": place,
    "token": token,
    "variant_id": lambda stage, holder: variant(stage, holder.realm),
    "version_id": lambda stage, holder: version(stage, holder.realm),
    "window_id": lambda stage, holder: window_of(stage, holder.realm),
    "year_id": lambda _stage, holder: holder.realm.school.year_id,
}
SHARED = {"path", "section", "step"}  # words that name no object: the same for everybody
# dear to make, and a walk does not use them up
LASTING = frozenset(
    {"agreement_id", "consent_id", "contract_id", "order_id", "paper_id", "run_id", "variant_id", "draft_id"}
)
# names whose object has to be of another kind on one route
HERE: dict[tuple[str, str], Maker] = {
    (f"{method} /plans/{{plan_id}}/rows/{{row_key}}{more}", "plan_id"): plan_at_hand
    for method, more in (("GET", ""), ("HEAD", ""), ("POST", ""), ("POST", "/share"))
} | {
    (route, "paper_id"): medical
    for route in (
        "GET /api/v1/papers/{paper_id}/medical",
        "HEAD /api/v1/papers/{paper_id}/medical",
        "PUT /api/v1/papers/{paper_id}/medical",
        "POST /papers/{paper_id}/medical",
        "POST /papers/{paper_id}/medical/change",
        "POST /papers/{paper_id}/medical/file",
    )
}


def names_of(route: str) -> tuple[str, ...]:
    """`("case_id",)` of `GET /cases/{case_id}`."""
    return tuple(NAME.findall(route))


def make(stage: Stage, route: str, name: str, holder: Holder) -> str:
    """The value of a name of a route. Raises AssertionError for a name without a maker."""
    maker = HERE.get((route, name)) or MAKERS.get(name)
    assert maker is not None, f"{route}: write a maker for {{{name}}} in tests/api/everywhere/makers.py"
    key = (maker, holder.key)
    if name not in LASTING:
        return maker(stage, holder)
    if key not in stage.kept:
        stage.kept[key] = maker(stage, holder)
    return stage.kept[key]


def missing(name: str, like: str) -> str:
    """What a name could be and no object is: of the same shape as a real one."""
    if name == "token":
        return new_token().get_secret_value()
    return new_id() if len(like) == 32 else f"missing-{like}"
