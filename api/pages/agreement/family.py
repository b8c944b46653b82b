"""A version on the phone of a representative: the sentence, the days, the one button; the receipt; taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Acting, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.agreement.showing import OnStage, Stage, moment, status_of
from api.services import once
from api.services.agreement.timetable.answering import OfLesson, Reply, reply
from api.services.agreement.timetable.counter import Times, hold, other_times
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.family import FamilyView, family_view, from_new_device
from api.services.agreement.timetable.signing import NEEDED, Proof, send_code, try_code
from api.services.entry.doors import Door
from api.services.entry.sessions import Live
from api.services.entry.signin import Refused
from api.services.unit import Unit
from api.web.forms import Form, Sent, attempt, done, form_of
from models.agreement import Answer, VersionState
from models.base import new_id

router = APIRouter()
TICK = "Поставьте отметку у фразы над кнопкой: так видно, что вы посмотрели расписание."
TWICE = "Ответ с этой страницы уже отправлен. Посмотрите его ниже: его можно отозвать и ответить заново."
TYPED = "Чтобы согласиться с этим кодом, нажмите «Согласиться с расписанием». Чтобы получить новый, сотрите цифры."
CHOOSE = "Нажмите одну из двух кнопок внизу страницы."
GONE = {
    VersionState.RECALLED: "Школа отозвала это расписание. Отвечать на него не нужно.",
    VersionState.SUPERSEDED: "Школа заменила это расписание другим. Отвечать на это не нужно.",
    VersionState.ENDED: "Это расписание закончилось.",
}
ANSWERS = {"agree": Answer.AGREED, "decline": Answer.DECLINED, "withdraw": Answer.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPage:
    """until, answered: in words. form: marks as `fits-0`, `why-0` by the lesson's place in the week. gone: why the
    version takes no answer any more, empty: it does or it is in force. asks: the form is to be shown."""

    view: FamilyView
    form: Form
    until: str
    answered: str
    gone: str
    asks: bool
    receipt: str


@router.api_route("/my/{version_id}", methods=["GET", "HEAD"])
def version(stage: OnStage, unit: ReadUnit, version_id: str, said: str = "") -> Response:
    return _show(stage, unit, version_id, None, said)


def _show(stage: Stage, unit: Unit, version_id: str, form: Form | None, said: str = "") -> Response:
    view = family_view(unit, version_id)
    told = view.version
    content = FamilyPage(
        view=view, form=_filled(view) if form is None else form,
        until=moment(told.until) if told.until else "", answered=moment(view.mine.at) if view.mine else "",
        gone=GONE.get(told.state, ""), asks=told.open and view.may_decide and view.mine is None,
        receipt=_receipt(view),
    )  # fmt: skip
    return stage.show_family("family.html", "Расписание", content, status_of(content.form), said)


def _filled(view: FamilyView) -> Form:
    """Marks as they stand, and a key of this page's own."""
    values = {"request": new_id()}
    lessons = [lesson for day in view.week.days for lesson in day.lessons]
    for number, lesson in enumerate(lessons):
        if lesson.fits is not None:
            values |= {f"fits-{number}": "yes" if lesson.fits else "no", f"why-{number}": lesson.reason}
    return form_of(**values)


def _receipt(view: FamilyView) -> str:
    """What a family keeps for itself: no name in it."""
    if view.mine is None:
        return ""
    said = "согласие" if view.mine.answer == Answer.AGREED else "подходит не всё"
    if view.mine.signed:
        said += f", подписано простой электронной подписью, запись журнала № {view.record}"
    return f"Расписание уроков дома, код {view.version.code}: {said}, {moment(view.mine.at)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesPage:
    """until: how long the time is held, in words."""

    id: str
    number: int
    times: Times
    until: str
    form: Form


@router.api_route("/my/{version_id}/times", methods=["GET", "HEAD"])
def times(stage: OnStage, unit: ReadUnit, version_id: str, lesson: str = "") -> Response:
    return _times(stage, unit, version_id, form_of(lesson=lesson))


@router.post("/my/{version_id}/times")
def ask_for(stage: OnStage, unit: WriteUnit, version_id: str, form: Sent) -> Response:
    made = attempt(unit, lambda: _hold(unit, version_id, form))
    if isinstance(made, Invalid | Conflict):
        return _times(stage, unit, version_id, form.refused(made))
    return RedirectResponse(f"/my/{version_id}/times?lesson={_number(form)}", 303)


def _hold(unit: Unit, version_id: str, form: Form) -> object:
    if not form.said("start"):
        raise Invalid({"start": ["Выберите время."]})
    return hold(unit, version_id, _number(form), form.said("start"))


def _times(stage: Stage, unit: Unit, version_id: str, form: Form) -> Response:
    found = other_times(unit, version_id, _number(form))
    content = TimesPage(
        id=version_id, number=_number(form), times=found, form=form,
        until=moment(found.until) if found.until else "",
    )  # fmt: skip
    return stage.show_family("times.html", "Другое время", content, status_of(form))


def _number(form: Form) -> int:
    """The lesson's place in the week, the first where none is named; none there is for anything else."""
    told = form.said("lesson") or "0"
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 3 else -1


@router.post("/my/{version_id}/answer")
def answer(stage: OnStage, act: Acting, version_id: str, form: Sent) -> Response:
    """A code is tried outside of the savepoint of the answer: a wrong one counts."""
    unit, typed, tried = stage.place.unit(*act), form.said("code"), None
    if typed and form.said("answer") == "agree":
        tried = try_code(unit, act[0], version_id, form.said("digest"), typed)
    return _given(
        stage, act, version_id, form, lambda unit, live: _reply(unit, live, version_id, form, tried)
    )


@router.post("/my/{version_id}/code")
def code(stage: OnStage, act: Acting, version_id: str, form: Sent) -> Response:
    """Sends a code to sign with, and shows the page as it was filled in."""
    door, unit = act[0], stage.place.unit(*act)
    if form.said("code"):  # Enter in the field of the code presses the first button there is
        return _show(stage, unit, version_id, _again(form, Invalid({"code": [TYPED]})))
    made = attempt(unit, lambda: send_code(unit, door, version_id, form.said("digest"), stage.address))
    if isinstance(made, Refused):
        made = Conflict(made.sentence)
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, version_id, _again(form, made))
    kept = {**form.values, "request": new_id(), "code": "", "code_sent": "yes"}
    return _show(stage, unit, version_id, replace(form, values=kept))


@router.post("/my/{version_id}/withdraw")
def withdraw(stage: OnStage, act: Acting, version_id: str, form: Sent) -> Response:
    told = Reply(answer=Answer.WITHDRAWN)
    return _given(
        stage, act, version_id, form,
        lambda unit, _live: reply(unit, version_id, Seen(digest=form.said("digest")), told),
    )  # fmt: skip


def _given(
    stage: Stage, act: tuple[Door, Live], version_id: str, form: Form, write: Callable[[Unit, Live], object]
) -> Response:
    """Writes once for one page that was shown, however often it is sent; what is refused is shown again."""
    door, live = act
    unit = stage.place.unit(door, live)

    def written() -> once.Answer:
        write(unit, live)
        return once.Answer(status=303, body="")

    asked = once.Asked(key=form.said("request") or new_id(), route=f"my/{version_id}", content=_content(form))
    made = attempt(unit, lambda: once.perform(door, unit.actor, asked, written))
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, version_id, _again(form, made))
    return done(f"/my/{version_id}", "sent")


def _content(form: Form) -> str:
    """All that makes a request what it is, but the token of the session."""
    return "&".join(f"{name}={value}" for name, value in sorted(form.values.items()) if name != "csrf")


def _again(form: Form, refused: Invalid | Conflict) -> Form:
    """What was typed, under a new key: the old one may be used up."""
    told = Conflict(TWICE) if refused.args == (once.OTHER,) else refused
    return replace(form.refused(told), values={**form.values, "request": new_id(), "read": ""})


def _reply(unit: Unit, live: Live, version_id: str, form: Form, tried: Proof | str | None) -> object:
    told = ANSWERS.get(form.said("answer"))
    if told not in (Answer.AGREED, Answer.DECLINED):
        raise Invalid({"answer": [CHOOSE]})
    if told == Answer.AGREED and not form.ticked("read"):
        raise Invalid({"read": [TICK]})
    if isinstance(tried, str):
        raise Invalid({"code": [tried]})
    if told == Answer.AGREED and tried is None and family_view(unit, version_id).must_sign:
        raise Invalid({"code": [NEEDED]})
    made = Reply(
        answer=told, comment=form.said("comment"), lessons=tuple(_lessons(unit, version_id, form)),
        new_device=from_new_device(unit, version_id, live.sign_in), proof=tried,
    )  # fmt: skip
    return reply(unit, version_id, Seen(digest=form.said("digest")), made)


def _lessons(unit: Unit, version_id: str, form: Form) -> Iterator[OfLesson]:
    lessons = [lesson for day in family_view(unit, version_id).week.days for lesson in day.lessons]
    for number, lesson in enumerate(lessons):
        said = form.said(f"fits-{number}")
        if said in ("yes", "no"):
            yield OfLesson(digest=lesson.digest, fits=said == "yes", reason=form.said(f"why-{number}"))
