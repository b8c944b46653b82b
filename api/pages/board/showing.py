"""The page of a board as one value: what is shown, what is in hand, what was done, what was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from fastapi.responses import Response

from api.errors import Invalid
from api.pages.board.asking import VIEWS, Asked, Places, target_of
from api.pages.board.cards import Cards, Table
from api.pages.board.hand import Hand, hand_of
from api.pages.board.route import Way, way_of
from api.pages.runs.showing import Stage
from api.services.board.acts import Blocked
from api.services.board.drafts import Desk, Overtaken, StepTold, look
from api.services.board.held import Held
from api.services.board.swaps import Taken, taken
from api.services.board.tray import tray
from api.services.board.words import score_said, step_said
from api.services.runs.lifting import SAID
from api.services.runs.rules import REASON
from api.services.runs.scores import in_full, in_short
from api.services.runs.watching import names_of
from api.services.unit import Unit
from api.web.forms import Form, form_of
from exports.board.weeks import week_title
from exports.words import DAY_NAME
from models.timetable import RunPurpose
from scheduler.problem import Problem, Pupil, Teacher
from scheduler.russian import lessons as lessons_counted

SIZE = 60  # people on a page
LATEST = 12
THEN = {
    str(RunPurpose.FILL): "и дозаполнить расчётом: что стоит, остаётся",
    str(RunPurpose.IMPROVE): "и улучшить расчётом, не трогая закреплённое",
}
Choices = tuple[tuple[str, str], ...]
Links = tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """number, sentences, change of score, who and when."""

    number: int
    said: tuple[str, ...]
    score: str
    author: str
    at: str
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An exchange: pick of the other lesson, where it stands, the change of score."""

    pick: str
    said: str
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InSpite:
    """A start that may be taken all the same. to: the start; rules: what would be let go, in words."""

    to: str
    rules: tuple[str, ...]
    reasons: Choices = tuple((str(key), title) for key, title in REASON.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """mine: what was asked for; theirs, undone: what somebody else did meanwhile."""

    sentence: str
    reasons: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    in_spite: InSpite | None = None
    mine: str = ""
    theirs: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """A row's lessons without a time."""

    href: str
    pick: str
    title: str
    count: str
    starts: int
    proof: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    id: str
    asked: Asked
    variant_id: str
    variant: str
    author_is_other: str
    kept_id: str
    rev: int
    seen: str
    short: str
    figures: Choices
    whole: str
    views: Links
    people: Choices
    days: Choices
    weeks: Choices
    table: Table | None
    pages: Links
    ways: tuple[Way, ...]
    hand: Hand | None
    tray: tuple[Tray, ...]
    warnings: tuple[str, ...]
    steps: tuple[Step, ...]
    earlier: int
    last: Step | None
    undo: str
    redo: str
    refused: Refused | None
    then: Choices
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What a page of a board needs to be drawn."""

    stage: Stage
    unit: Unit
    draft_id: str
    asked: Asked
    form: Form = field(default_factory=Form)

    def page(self, status: int = 200, refused: Refused | None = None, said: str = "") -> Response:
        desk = look(self.unit, self.draft_id)
        content = self._content(desk, refused)
        return self.stage.show_in("boards/board.html", f"Правка: {desk.variant.name}", content, status, said)

    def _content(self, desk: Desk, refused: Refused | None) -> BoardPage:
        held, asked = desk.held, self.asked
        held.ready()
        problem, score = held.state.problem, held.verdict.score
        cards = Cards(held, asked)
        open_now = desk.draft.closed_at is None
        hand = hand_of(held, asked, cards.days) if open_now else None
        shown, pages = people_shown(problem, asked, hand)
        done, redone = desk.done, [step for step in desk.steps if not step.counts]
        told = tuple(map(self.step(problem), desk.steps))
        is_day = asked.shown == "day"
        return BoardPage(
            id=desk.draft.id, asked=asked, variant_id=desk.variant.id, variant=desk.variant.name,
            author_is_other=self._other(desk), kept_id=desk.draft.kept_id or "", rev=desk.draft.rev,
            seen=desk.last_id, short=in_short(score), figures=in_full(score),
            whole=score_said(total(done)), views=views_of(asked), people=people_of(problem, asked),
            days=tuple((str(day), DAY_NAME[day]) for day in problem.days), weeks=weeks_of(problem),
            table=None if is_day else cards.table(asked.shown == "teachers", shown), pages=() if is_day else pages,
            ways=ways_of(held, asked) if is_day else (), hand=hand,
            tray=tray_of(held, asked), warnings=held.warnings,
            steps=told[-LATEST:][::-1], earlier=max(0, len(told) - LATEST),
            last=told[len(done) - 1] if done else None,
            undo=" ".join(step_said(problem, done[-1].change)) if done else "",
            redo=" ".join(step_said(problem, redone[0].change)) if redone else "", refused=refused,
            then=tuple(THEN.items()), form=self.form if self.form.said("name") else replace(
                self.form, values=form_of(name=f"{desk.variant.name[:80]} с правкой").values
            ),
        )  # fmt: skip

    def step(self, problem: Problem) -> Callable[[StepTold], Step]:
        """Steps in words."""

        def made(step: StepTold) -> Step:
            return Step(
                number=step.number, said=step_said(problem, step.change), score=score_said(step.score),
                author=step.author, at=self.stage.moment(step.at), counts=step.counts,
            )  # fmt: skip

        return made

    def _other(self, desk: Desk) -> str:
        """Whose draft it is, if somebody else's."""
        key = desk.draft.account_id
        return "" if key == self.unit.actor.account_id else names_of(self.unit.session, [key])[key]


def refused_of(showing: Showing, desk: Desk, error: Exception, spot: str, mine: str) -> Refused:
    """What a refusal of a step says, with exchanges where a start is taken and both sides where one was overtaken."""
    sentence = getattr(error, "sentence", "")
    if isinstance(error, Overtaken):
        said = showing.step(desk.held.state.problem)
        return Refused(
            sentence=sentence, mine=mine, theirs=tuple(map(said, error.theirs)),
            undone=tuple(map(said, error.undone)),
        )  # fmt: skip
    found = taken_at(desk.held, showing.asked, spot)
    if isinstance(error, Invalid):
        told = tuple(text.rstrip(".") for texts in error.faults.values() for text in texts)
        return Refused(sentence=sentence, reasons=told, in_spite=in_spite_of(found, spot))
    if not isinstance(error, Blocked):
        return Refused(sentence=sentence)
    return Refused(
        sentence=sentence, reasons=error.reasons, offers=offers_of(desk.held, found),
        in_spite=in_spite_of(found, spot),
    )  # fmt: skip


def in_spite_of(found: Taken, spot: str) -> InSpite | None:
    """What is offered where nothing but rules of usage stands against a start."""
    return InSpite(to=spot, rules=tuple(SAID[code] for code in found.rules)) if found.rules else None


def taken_at(held: Held, asked: Asked, spot: str) -> Taken:
    """What stands against a start for the lesson in hand."""
    hand = hand_of(held, asked, ())
    problem, key = held.state.problem, asked.key(held.state.problem)
    if hand is None or key is None:
        return Taken(reasons=(), swaps=())
    teacher = replace(asked, by=hand.by).teacher_id(problem) or ""
    target = target_of(spot, teacher, replace(asked, on=hand.on).on_week(problem) or "")
    if target is None:
        return Taken(reasons=(), swaps=())
    return taken(held, key, not asked.alone, target)


def offers_of(held: Held, found: Taken) -> tuple[Offer, ...]:
    places = Places(held)
    return tuple(
        Offer(
            pick=places.pick(each.key), said=each.said, score=score_said(each.score) or "оценка не изменится"
        )
        for each in found.swaps
    )


def total(steps: Sequence[StepTold]) -> dict[str, int]:
    """The change of score of all steps together."""
    found: dict[str, int] = {}
    for step in steps:
        for code, units in step.score.items():
            found[code] = found.get(code, 0) + units
    return found


def people_shown(problem: Problem, asked: Asked, hand: Hand | None) -> tuple[list[int], Links]:
    """Places of the people whose days are drawn, whoever has the lesson in hand among them."""
    teachers = asked.shown == "teachers"
    number = len(problem.teachers if teachers else problem.pupils)
    chosen = asked.person(number)
    if chosen is not None:
        return [chosen], ()
    pages = -(-number // SIZE)
    here = min(max(1, asked.page_number), pages)
    shown = list(range((here - 1) * SIZE, min(number, here * SIZE)))
    own = () if hand is None else (hand.teacher_number,) if teachers and hand.by else hand.people
    if hand is not None and not set(own) & set(shown) and not (teachers and not hand.by):
        shown = [*own, *shown]
    links = tuple((asked.link(page=str(n), pick=""), str(n), n == here) for n in range(1, pages + 1))
    return shown, links if pages > 1 else ()


def views_of(asked: Asked) -> Links:
    return tuple(
        (asked.free(view="" if key == "pupils" else key, who="", page=""), title, key == asked.shown)
        for key, title in VIEWS.items()
    )


def people_of(problem: Problem, asked: Asked) -> Choices:
    people: Sequence[Pupil | Teacher] = problem.pupils if asked.shown == "pupils" else problem.teachers
    return tuple((str(number), person.name) for number, person in enumerate(people))


def weeks_of(problem: Problem) -> Choices:
    """Empty where there is but one."""
    if len(problem.weeks) == 1:
        return ()
    return tuple((str(n), week_title(week, n + 1)) for n, week in enumerate(problem.weeks))


def ways_of(held: Held, asked: Asked) -> tuple[Way, ...]:
    """The chosen teacher's days, or those of the first who teaches anybody."""
    problem = held.state.problem
    known = [teacher.id for teacher in problem.teachers]
    chosen = asked.person(len(known))
    taught = {lesson.teacher for lesson in held.state.timetable.lessons}
    teacher = next((key for key in known if key in taught), None) if chosen is None else known[chosen]
    if teacher is None:
        return ()
    week = asked.week_id(problem) or problem.weeks[0].id
    days = [day for day in problem.days if asked.weekday in (None, day)]
    name = held.names.teacher(teacher)
    return tuple(way_of(held, teacher, week, day, f"{DAY_NAME[day]}, {name}") for day in days)


def tray_of(held: Held, asked: Asked) -> tuple[Tray, ...]:
    places = Places(held)
    return tuple(
        Tray(
            href=asked.free(pick=places.pick(line.key)), pick=places.pick(line.key), title=line.title,
            count=lessons_counted(line.count), starts=line.starts, proof=line.proof, reasons=line.reasons,
        )
        for line in tray(held)
    )  # fmt: skip
