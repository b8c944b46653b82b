"""Names in paths and the objects behind them: for every `{name}` of a route one maker.

Whoever adds a route with a new name adds its maker here; until then the walks fail and say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import select

from api.services.entry import sessions
from api.services.entry.doors import new_token
from api.services.papers.attachments import attach
from api.services.papers.filing import ConsentDraft, PaperDraft, file_paper, give_consent
from api.services.people import invitations
from api.services.schools.network import AgreementDraft, add_agreement
from models.base import new_id
from models.document import Contract, OrderPupil, PaperKind, Purpose
from models.engines import reading, writing
from models.person import Grant, Role
from models.session import SessionKind
from tests.api.everywhere.cast import Realm, Stage, give
from tests.api.services import world as services
from tests.api.services.papers.hostile import pdf

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


def paper(stage: Stage, holder: Holder) -> str:
    """An application with a file behind it."""
    with holder.realm.school.acting(services.START) as unit:
        made = file_paper(
            unit, holder.realm.case_id, PaperDraft(kind=PaperKind.OTHER, valid_from=services.START)
        )
        attach(unit, stage.store, made, made.rev, pdf(), "Заявление.pdf")
        return made.id


def medical(_stage: Stage, holder: Holder) -> str:
    return holder.realm.school.paper(holder.realm.case_id, PaperKind.MEDICAL)


def order(stage: Stage, holder: Holder) -> str:
    with reading(stage.engine) as session:
        asked = select(OrderPupil.order_id).where(OrderPupil.case_id == holder.realm.case_id)
        return session.exec(asked).one()


def contract(stage: Stage, holder: Holder) -> str:
    with reading(stage.engine) as session:
        return session.exec(select(Contract.id).where(Contract.case_id == holder.realm.case_id)).one()


def consent(_stage: Stage, holder: Holder) -> str:
    with holder.realm.school.acting(services.START) as unit:
        draft = ConsentDraft(purpose=Purpose.PARTNER, given_on=services.START)
        return give_consent(unit, holder.realm.pupil_id, draft).id


def agreement(stage: Stage, holder: Holder) -> str:
    home = holder.realm.school
    partner = next(realm.school for realm in stage.realms if realm.school.school_id != home.school_id)
    draft = AgreementDraft(
        partner_id=partner.school_id, number=new_id()[:8], signed_on=services.START, first_on=services.START,
        last_on=services.END,
    )  # fmt: skip
    with home.acting(services.START) as unit:
        return add_agreement(unit, home.school_id, draft).id


MAKERS: dict[str, Maker] = {
    "account_id": account,
    "agreement_id": agreement,
    "case_id": lambda _stage, holder: holder.realm.case_id,
    "consent_id": consent,
    "contract_id": contract,
    "grant_id": grant,
    "guardian_id": lambda _stage, holder: holder.realm.guardian_id,
    "order_id": order,
    "paper_id": paper,
    "path": lambda _stage, _holder: "app.css",
    "pupil_id": lambda _stage, holder: holder.realm.pupil_id,
    "school_id": lambda _stage, holder: holder.realm.school.school_id,
    "sign_in_id": sign_in,
    "token": token,
    "year_id": lambda _stage, holder: holder.realm.school.year_id,
}
LASTING = frozenset({"agreement_id", "consent_id"})  # dear to make and never used up by a walk
HERE: dict[tuple[str, str], Maker] = {}  # (route, name) whose object has to be of another kind


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
