"""Weighty steps: each has a page of review that names the person and the day, and is then done by one button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.frame import PEOPLE, frame
from api.pages.people.person import rev_of
from api.pages.people.words import day_of, title_of
from api.services.people import accounts, directory
from api.services.people.directory import Held, Person
from api.services.unit import Unit
from api.services.words import shown
from api.web.forms import Form, Sent, attempt, done, form_of
from api.web.proving import Proof, ProofSent, ProofShown
from api.web.rendering import page

router = APIRouter()
DAY = "last_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """action: where the button leads; carried: fields it sends along; ask_proof: with one's own password."""

    heading: str
    sentences: tuple[str, ...]
    action: str
    button: str
    back: str
    form: Form
    carried: Mapping[str, str]
    ask_proof: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One weighty step, ready to be shown or done. act gets the revision that was shown.

    dated: for a day that is chosen, and can be chosen anew; without one the step takes effect at once, and asks for
    one's own password.
    """

    heading: str
    sentences: tuple[str, ...]
    button: str
    act: Callable[[int], object]
    path: str
    back: str
    rev: int
    said: str
    day: date | None = None
    dated: bool = False


@router.api_route("/people/{account_id}/disable", methods=["GET", "HEAD"])
def review_disable(place: Place, here: Here, unit: ReadUnit, proof: ProofShown, account_id: str) -> Response:
    return _review(place, here, _disable(unit, account_id), proof)


@router.post("/people/{account_id}/disable")
def disable(
    place: Place, here: Here, proof: ProofSent, unit: WriteUnit, account_id: str, form: Sent
) -> Response:
    return _do(place, here, unit, _disable(unit, account_id), proof, form)


@router.api_route("/people/{account_id}/reset", methods=["GET", "HEAD"])
def review_reset(place: Place, here: Here, unit: ReadUnit, proof: ProofShown, account_id: str) -> Response:
    return _review(place, here, _reset(unit, account_id), proof)


@router.post("/people/{account_id}/reset")
def reset(
    place: Place, here: Here, proof: ProofSent, unit: WriteUnit, account_id: str, form: Sent
) -> Response:
    return _do(place, here, unit, _reset(unit, account_id), proof, form)


@router.api_route("/people/{account_id}/end", methods=["GET", "HEAD"])
def review_end(
    place: Place, here: Here, unit: ReadUnit, proof: ProofShown, account_id: str, last_on: str = ""
) -> Response:
    form = Form(values={DAY: last_on})
    return _review(place, here, _end(unit, account_id, form), proof)


@router.post("/people/{account_id}/end")
def end(place: Place, here: Here, proof: ProofSent, unit: WriteUnit, account_id: str, form: Sent) -> Response:
    return _do(place, here, unit, _end(unit, account_id, form), proof, form)


@router.api_route("/roles/{grant_id}/end", methods=["GET", "HEAD"])
def review_end_role(
    place: Place, here: Here, unit: ReadUnit, proof: ProofShown, grant_id: str, last_on: str = ""
) -> Response:
    form = Form(values={DAY: last_on})
    return _review(place, here, _end_role(unit, grant_id, form), proof)


@router.post("/roles/{grant_id}/end")
def end_role(
    place: Place, here: Here, proof: ProofSent, unit: WriteUnit, grant_id: str, form: Sent
) -> Response:
    return _do(place, here, unit, _end_role(unit, grant_id, form), proof, form)


def _disable(unit: Unit, account_id: str) -> Step:
    found = directory.person_of(unit, account_id)
    return Step(
        heading="Закрыть запись",
        sentences=(
            f"{found.account.name}: запись закроется сегодня, {shown(unit.today)}.",
            "Все входы этого человека закончатся сразу, отправленные ссылки перестанут действовать.",
            "Роли и всё сделанное останутся. Запись можно открыть снова.",
        ),
        button="Закрыть запись",
        act=lambda rev: accounts.disable(unit, account_id, rev),
        path=f"{PEOPLE.href}/{account_id}/disable",
        said="ended",
        back=_back(found),
        rev=found.account.rev,
    )


def _reset(unit: Unit, account_id: str) -> Step:
    found = directory.person_of(unit, account_id)
    return Step(
        heading="Сбросить вход",
        sentences=(
            f"{found.account.name}: сегодня, {shown(unit.today)}, перестанут действовать пароль, приложение "
            "с кодами и все входы.",
            "Так делают, когда забыт пароль или потерян телефон. Чтобы человек вошёл снова, отправьте ему "
            "приглашение.",
        ),
        button="Сбросить вход",
        act=lambda rev: accounts.reset_sign_in(unit, account_id, rev),
        path=f"{PEOPLE.href}/{account_id}/reset",
        said="void",
        back=_back(found),
        rev=found.account.rev,
    )


def _end(unit: Unit, account_id: str, form: Form) -> Step:
    found, day = directory.person_of(unit, account_id), day_of(form)
    return Step(
        heading="Последний день записи",
        sentences=_about_end(unit, found.account.name, "запись", day),
        button="Назначить последний день" if day else "Снять последний день",
        act=lambda rev: accounts.set_end(unit, account_id, rev, day),
        path=f"{PEOPLE.href}/{account_id}/end",
        said="saved",
        day=day,
        dated=True,
        back=_back(found),
        rev=found.account.rev,
    )


def _end_role(unit: Unit, grant_id: str, form: Form) -> Step:
    (found, held), day = directory.role_of(unit, grant_id), day_of(form)
    return Step(
        heading="Последний день роли",
        sentences=_about_end(unit, found.account.name, f"роль «{_named(held)}»", day),
        button="Назначить последний день" if day else "Снять последний день",
        act=lambda rev: accounts.end_role(unit, grant_id, rev, day),
        path=f"/roles/{grant_id}/end",
        said="saved",
        day=day,
        dated=True,
        back=_back(found),
        rev=held.grant.rev,
    )


def _named(held: Held) -> str:
    return title_of(held) + (f", {held.school.title}" if held.school else "")


def _back(found: Person) -> str:
    return f"{PEOPLE.href}/{found.account.id}"


def _about_end(unit: Unit, name: str, what: str, day: date | None) -> tuple[str, ...]:
    if day is None:
        return (f"{name}: {what} будет действовать без последнего дня.",)
    told = f"{name}: {what} действует по {shown(day)} включительно."
    if day < unit.today:
        return (
            told,
            "Этот день прошёл: входы закончатся сразу, отправленные ссылки перестанут действовать.",
        )
    return (told, "На следующий день входы закончатся сами. День можно изменить.")


def _review(
    place: Installation, here: Presence, step: Step, proof: Proof, form: Form | None = None, status: int = 200
) -> Response:
    carried = {"rev": str(step.rev)} | ({DAY: step.day.isoformat() if step.day else ""} if step.dated else {})
    content = ReviewPage(
        heading=step.heading, sentences=step.sentences, action=step.path, button=step.button, back=step.back,
        form=form or form_of(), carried=carried, ask_proof=not (proof.fresh or step.dated),
    )  # fmt: skip
    return page("people/review.html", frame(place, here, step.heading, PEOPLE.href), content, status)


def _do(place: Installation, here: Presence, unit: Unit, step: Step, proof: Proof, form: Form) -> Response:
    def act() -> object:
        if not step.dated:
            proof.check()
        return step.act(rev_of(form))

    outcome = attempt(unit, act)
    if isinstance(outcome, Invalid | Conflict):
        return _review(place, here, step, proof, form.refused(outcome), outcome.status)
    return done(step.back, step.said)
