"""One run from its queue to its end. Whatever happens to the child or the service, it goes on from the best."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from api.jobs.child import Ask, Child, ChildGone, Message
from api.jobs.store import Found, Point, Store, Work, thinned
from api.services.runs.problems import timetable_in
from api.services.runs.purposes import Stage
from api.services.runs.recipes import packed
from api.services.runs.scores import Key, key_of
from models.timetable import RunState, RunWish
from scheduler.checks import Verdict, check
from scheduler.problem import Problem
from scheduler.recipe import recipe_of
from scheduler.timetable import Timetable
from scheduler.wire import dump_bytes, parse_timetable

LISTEN_SECONDS = 0.15  # between two looks at what people want
BEAT_SECONDS = 1.0
QUIET_SECONDS = 0.5  # between two timetables saved
CHECKING_PART = 10  # at most this part of the time goes into checking
GRACE_SECONDS = 1.5  # beyond the limit, then the child is ended
LEAST_SECONDS = 0.5  # a rest of time too short to search in
MOST_DEATHS = 3
TOO_BIG = "Расчёту не хватило памяти или он сломался. Лучшее из найденного сохранено."
NOTHING_FOUND = "Расчёту не хватило памяти или он сломался. Уменьшите задачу или обратитесь к администратору."

log = structlog.get_logger()


class Leaving(Exception):  # noqa: N818 - the service ends, the run goes on when it is back
    """The service is going down."""


@dataclass
class Drive:
    """work, and what has come of it. left: set when the service goes down."""

    store: Store
    child: Child
    clock: Callable[[], datetime]
    left: threading.Event
    work: Work
    best: Timetable | None = None
    key: Key | None = None
    curve: list[Point] = field(default_factory=list)
    bound: int = 0
    wish: RunWish = RunWish.NOTHING
    seconds: float = 0.0
    held: Message | None = None
    hint: Timetable | None = None
    not_before: float = 0.0
    beaten_at: float = 0.0
    began: float = 0.0
    spent_before: float = 0.0

    def __post_init__(self) -> None:
        self.curve, self.spent_before = list(self.work.curve), self.work.spent_s
        self.began = time.monotonic()
        if self.work.best is not None:
            self.best = timetable_in(self.work.best)
            verdict = check(self.work.problem, self.best)
            self.key = key_of(self.work.problem, verdict.score)

    @property
    def spent(self) -> float:
        """Seconds of this run, over all attempts."""
        return self.spent_before + time.monotonic() - self.began

    def run(self) -> None:
        """To the end. Raises Leaving when the service goes down meanwhile."""
        state, fault = RunState.DONE, None
        try:
            self._stages()
        except ChildGone:
            state, fault = (RunState.DONE, TOO_BIG) if self.best else (RunState.FAILED, NOTHING_FOUND)
        if self.wish == RunWish.STOP:
            state = RunState.STOPPED
        if self.wish == RunWish.CANCEL:
            state = RunState.CANCELLED
        self.store.beat(self.work.run_id, self.spent, self.bound, self.clock())
        self.store.finish(self.work.run_id, state, self.clock(), fault)

    def _stages(self) -> None:
        """A stage ends the run when its result keeps within the budget; the last one always does. What changes most
        is trimmed to the budget first."""
        stages = self.work.task.stages
        self._look()
        for number, stage in enumerate(stages, 1):
            last = number == len(stages)
            end = self._stage(stage, last)
            if self._over or (end is not None and self.work.task.allows(end)):
                return
            trimmed = self.work.task.trimmed(end) if number == 1 and end is not None and not last else None
            if trimmed is not None:
                self._stage(trimmed, last=False)

    @property
    def _over(self) -> bool:
        return self.wish != RunWish.NOTHING

    def _stage(self, stage: Stage, last: bool) -> Timetable | None:
        """What the stage ended with. The last stage goes on while time is left or is added."""
        end: Timetable | None = None
        deaths = 0
        while not self._over:
            left = self.seconds - self.spent
            if end is not None and (self.work.iterations is not None or left < LEAST_SECONDS or _proved(end)):
                return end
            seconds = max(LEAST_SECONDS, left if last else left / 2)
            try:
                end = self._round(stage, seconds) or end
            except ChildGone:
                deaths += 1
                log.warning("solver child ended", run=self.work.run_id, deaths=deaths)
                if deaths >= MOST_DEATHS:
                    raise
                continue
            if not last:
                return end
        return end

    def _round(self, stage: Stage, seconds: float) -> Timetable | None:
        """One order to the child, heard to its end; None when it was ended from here."""
        hint = self.hint = self.best or stage.hint
        waiting = time.monotonic()
        while not self.child.ready(LISTEN_SECONDS):
            self._look()
            if self._over:
                return None
        self.child.ask(
            Ask(
                problem=_text(stage.problem),
                hint=_text(hint) if hint else None,
                seconds=seconds,
                iterations=self.work.iterations,
                workers=self.work.workers,
                seed=self.work.seed,
            )
        )
        self.began += (
            time.monotonic() - waiting
        )  # a child that was still getting ready takes no time of the run
        until = time.monotonic() + seconds + GRACE_SECONDS
        stopping = False
        while True:
            message = self.child.hear(LISTEN_SECONDS)
            if message is not None and message["said"] in ("end", "fault"):
                return self._ended(stage, message)
            self._heard(stage, message)
            self._look()
            if self._over and not stopping:
                stopping = True
                self.child.stop()
                until = min(until, time.monotonic() + GRACE_SECONDS)
            if self.wish == RunWish.CANCEL:
                return None
            if time.monotonic() > until:
                self.child.kill()
                self.child.warm()
                self._take_held(stage)
                return None if self._over or self.best is None else self.best

    def _ended(self, stage: Stage, message: Message) -> Timetable | None:
        if message["said"] == "fault":
            log.warning("solver refused", run=self.work.run_id, fault=message["text"])
            raise ChildGone
        end = parse_timetable(message["timetable"].encode("utf-8"))
        self.held = None
        self.bound = max(self.bound, (end.bound or {}).get("unplaced", 0))
        self._judge(stage, message, end)
        return end

    def _heard(self, stage: Stage, message: Message | None) -> None:
        """Checks and saves the newest timetable, but never spends much of the time on that."""
        if message is not None:
            self.held = message
            self.bound = max(self.bound, message["bound"].get("unplaced", 0))
        if time.monotonic() >= self.not_before:
            self._take_held(stage)

    def _take_held(self, stage: Stage) -> None:
        if self.held is None:
            return
        message, self.held = self.held, None
        began = time.monotonic()
        told = parse_timetable(message["timetable"].encode("utf-8"))
        self._judge(stage, message, told)
        spent = time.monotonic() - began
        self.not_before = began + max(QUIET_SECONDS, CHECKING_PART * spent)

    def _judge(self, stage: Stage, message: Message, told: Timetable) -> None:
        """A timetable is taken only when the checker here finds nothing and it is better than the best."""
        verdict = check(stage.problem, told)
        if verdict.violations:
            log.error("solver broke a rule", run=self.work.run_id, rule=verdict.violations[0].rule)
            return
        score = self._score(stage, told, verdict)
        key = key_of(self.work.problem, score)
        better = self.key is None or key < self.key
        last_word = key == self.key and told.status is not None
        if (better or last_word) and self.work.task.allows(told):
            recipe = self._recipe(stage, message["course"], told)
            self._take(self._signed(told, message["timetable"]), recipe, key, score, verdict.points)

    def _recipe(self, stage: Stage, course: str | None, told: Timetable) -> str:
        """What it is found from once more; empty where nothing repeats it."""
        if course is None:
            return ""
        return packed(recipe_of(stage.problem, self.hint, self.work.seed, self.work.workers, course, told))

    def _score(self, stage: Stage, told: Timetable, verdict: Verdict) -> dict[str, int]:
        """The score on the problem as it was stored, not on the stage's."""
        asked, stored = stage.problem, self.work.problem
        if (asked.previous, asked.teachers, asked.pupils) == (
            stored.previous,
            stored.teachers,
            stored.pupils,
        ):
            return verdict.score
        return check(self.work.problem, told).score

    def _signed(self, told: Timetable, text: str) -> tuple[Timetable, str]:
        if told.problem == self.work.digest:
            return told, text
        mine = told.model_copy(update={"problem": self.work.digest})
        return mine, _text(mine)

    def _take(
        self, signed: tuple[Timetable, str], recipe: str, key: Key, score: dict[str, int], points: int
    ) -> None:
        self.best, text = signed
        if key != self.key:
            self.curve = thinned([*self.curve, (round(self.spent, 2), score["unplaced"], points)])
        self.key = key
        shown = dict(score)
        if self.work.task.budget is not None:
            shown["changes"] = self.work.task.changes(self.best)
        self.store.save(
            self.work.run_id, Found(text=text, recipe=recipe, score=shown, curve=self.curve), self.clock()
        )
        self._beat()

    def _look(self) -> None:
        """What people want now; a sign of life; and whether the service goes down."""
        if self.left.is_set():
            self._beat()
            self.child.stop()
            raise Leaving
        asked = self.store.asked(self.work.run_id)
        self.wish, seconds = asked or (RunWish.CANCEL, 0)
        self.seconds = float(seconds)
        if time.monotonic() - self.beaten_at >= BEAT_SECONDS:
            self._beat()

    def _beat(self) -> None:
        self.beaten_at = time.monotonic()
        self.store.beat(self.work.run_id, self.spent, self.bound, self.clock())


def _proved(end: Timetable) -> bool:
    return end.status in ("optimal", "infeasible")


def _text(value: Timetable | Problem) -> str:
    return dump_bytes(value).decode("utf-8")
