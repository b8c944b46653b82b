"""Versions of one case as somebody would keep them on a sheet of paper: states, answers, deadlines in hours.

It knows the words of decisions.md and nothing of the services; every question is asked afresh.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WAITS = ("offered", "agreed", "declined", "disputed", "unanswered")  # answers are taken
BY_REASON = ("declined", "disputed", "unanswered")
OFTEN = {
    "draft": 2, "offer": 2, "answer": 5, "enter": 3, "another": 1, "recall": 2, "approve": 4, "publish": 3,
    "too late": 3, "after all": 3, "wavers": 2, "look": 2, "time": 3, "night": 2, "scan": 1,
}  # fmt: skip
ACTS = tuple(act for act, often in OFTEN.items() for _ in range(often))
# what comes next in a state: pressed as often as anything at all, so that examples come to every state
NEXT = {
    "draft": ("offer",),
    "offered": ("answer", "enter", "approve"),
    "agreed": ("approve", "answer", "recall"),
    "declined": ("approve", "answer", "enter"),
    "disputed": ("approve", "answer", "answer"),
    "unanswered": ("approve", "answer", "enter"),
    "approved": ("publish", "publish", "answer", "recall"),
    "published": ("again", "draft", "answer"),
    "recalled": ("draft", "answer"),
}  # fmt: skip


@dataclass
class Sheet:
    """A version. turn: how many times its state was written; answers: the latest of each parent."""

    state: str = "draft"
    turn: int = 0
    until: int = 0
    offered_by: str = ""
    reasoned: bool = False
    answers: dict[str, str] = field(default_factory=dict)

    def put(self, state: str) -> None:
        self.state, self.turn = state, self.turn + 1

    def silent_at(self, now: int) -> bool:
        return self.state == "offered" and self.until <= now

    def judged(self, now: int) -> str:
        """By what was said. Nobody's silence is an agreement."""
        said = set(self.answers.values()) - {"withdrawn"}
        if said == {"agreed", "declined"}:
            return "disputed"
        return next(iter(said)) if said else "unanswered" if self.until <= now else "offered"

    @property
    def consented(self) -> bool:
        return "agreed" in self.answers.values() and "declined" not in self.answers.values()


class Paper:
    """All versions of the case by id, and the hour. An act tells whether it is lawful; if so, it is done."""

    def __init__(self) -> None:
        self.now = 0
        self.sheets: dict[str, Sheet] = {}

    def draft(self, version_id: str) -> None:
        """A new draft takes the place of an older one."""
        self.sheets = {key: sheet for key, sheet in self.sheets.items() if sheet.state != "draft"}
        self.sheets[version_id] = Sheet()

    def offer(self, version_id: str, turn: int, who: str, hours: int) -> bool:
        sheet = self.sheets.get(version_id)
        if sheet is None or (sheet.state, sheet.turn) != ("draft", turn):
            return False
        for other in self.sheets.values():
            if other.state in (*WAITS, "approved"):
                other.put("superseded")
        sheet.offered_by, sheet.until = who, self.now + hours
        sheet.put("offered")
        return True

    def answer(self, version_id: str, who: str, answer: str) -> bool:
        sheet = self.sheets.get(version_id)
        if sheet is None or sheet.state == "draft":
            return False
        last = sheet.answers.get(who)
        if last == answer:
            return True  # said again: nothing more is written
        if sheet.state not in WAITS or (answer == "withdrawn" and last is None):
            return False
        sheet.answers[who] = answer
        sheet.put(sheet.judged(self.now))
        return True

    def lapse(self, version_id: str) -> bool:
        sheet = self.sheets.get(version_id)
        if sheet is None or not sheet.silent_at(self.now):
            return False
        sheet.put("unanswered")
        return True

    def recall(self, version_id: str, turn: int) -> bool:
        sheet = self.sheets.get(version_id)
        if sheet is None or sheet.state not in WAITS or sheet.turn != turn:
            return False
        sheet.put("recalled")
        return True

    def approve(self, version_id: str, turn: int, who: str, reason: bool) -> bool:
        sheet = self.sheets.get(version_id)
        if sheet is None or sheet.turn != turn or sheet.offered_by == who:
            return False
        silent = sheet.silent_at(self.now)
        if not (sheet.state == "agreed" or ((silent or sheet.state in BY_REASON) and reason)):
            return False
        if silent:
            sheet.put("unanswered")
        sheet.reasoned = reason
        sheet.put("approved")
        return True

    def publish(self, version_id: str, turn: int) -> bool:
        sheet = self.sheets.get(version_id)
        if sheet is None or (sheet.state, sheet.turn) != ("approved", turn):
            return False
        for other in self.sheets.values():
            if other.state == "published":
                other.put("superseded")
        sheet.put("published")
        return True
