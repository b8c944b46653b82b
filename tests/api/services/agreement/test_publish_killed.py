"""kill -9 in the middle of publishing two timetables together, again and again: nothing half done, nothing lost.

The moment is drawn between the first word of the act and a little after its end, by how long it takes on the
machine. TORTURE=1: thirty times on each database, else four.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from models.agreement import Publication, TimetableVersion
from models.audit import AuditRow, verify
from models.engines import reading
from models.message import Message
from tests.api.services.agreement.households import PLAIN, Families, families
from tests.api.services.agreement.publisher import packed
from tests.api.services.world import KEY
from tests.conftest import TORTURE

KILLS = 30 if TORTURE else 4
TOLD = 3  # mother and father of one child, mother of the other
Pair = tuple[str, str]


@dataclass
class Nursery:
    """The process that lets programs loose. pairs: begun ones; done: those that were told to be published.

    takes_s: how long publishing took when nobody disturbed it.
    """

    process: subprocess.Popen[str]
    pairs: list[Pair] = field(default_factory=list)
    done: list[Pair] = field(default_factory=list)
    takes_s: float = 0.0

    def line(self) -> list[str]:
        assert self.process.stdout is not None
        words = self.process.stdout.readline().split()
        assert words, "the nursery has ended"
        if words[0] in ("publishing", "published"):
            (self.pairs if words[0] == "publishing" else self.done).append((words[1], words[2]))
        return words

    def until(self, word: str) -> list[str]:
        while (words := self.line())[0] != word:
            pass
        return words

    def lives_and_dies(self, whose: str, rounds: int, part: float) -> None:
        """A program that is killed when a part of the time publishing takes has gone, in the last of some rounds."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{whose}\n")
        self.process.stdin.flush()
        pid = int(self.until("born")[1])
        for _ in range(rounds - 1):
            self.until("publishing")
            began = time.monotonic()
            self.until("published")
            self.takes_s = time.monotonic() - began
        self.until("publishing")
        time.sleep(part * self.takes_s)
        os.kill(pid, signal.SIGKILL)
        self.until("gone")


@contextmanager
def _nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.api.services.agreement.publisher"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        yield Nursery(process)
        process.kill()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """One for both databases: loading it is what takes long."""
    with _nursery() as made:
        yield made


def states(made: Families) -> dict[str, str]:
    with reading(made.world.engine) as session:
        return dict(session.exec(select(TimetableVersion.id, TimetableVersion.state)).all())


def whole(made: Families, nursery: Nursery) -> None:
    """Both of a pair or none, with their letters and their rows of the log; one in force per case; log unbroken."""
    now = states(made)
    with reading(made.world.engine) as session:
        public = set(session.exec(select(Publication.version_id)))
        told = session.exec(select(Message.about_id).where(Message.topic == "timetable.publish")).all()
        acts = session.exec(select(func.count()).where(AuditRow.action == "timetable.publish")).one()
        cases = dict(session.exec(select(TimetableVersion.id, TimetableVersion.case_id)).all())
        assert verify(session, KEY) == ()
    in_force = [cases[key] for key, state in now.items() if state == "published"]
    assert sorted(in_force) == sorted(made.cases if public else ())
    for one, two in nursery.pairs:
        assert (one in public) == (two in public), "half of it was published"
        over = {now[one], now[two]}
        assert over <= ({"published", "superseded"} if one in public else {"approved", "superseded"})
        assert sum(key in (one, two) for key in told) == (TOLD if one in public else 0)
    assert {key for pair in nursery.done for key in pair} <= public, "what was told to be done is lost"
    assert acts == len(public)


def test_killed_while_publishing_nothing_is_half_done(database: Engine, nursery: Nursery) -> None:
    made = families(database)
    moved = made.variant_of(*[words.replace("tue 11:00", "wed 11:00") for words in PLAIN])
    nursery.pairs.clear()
    nursery.done.clear()
    draw = random.Random(7)
    whose = packed(made, (made.variant, moved))
    for kill in range(KILLS):
        # the first one ends a round in peace, so that it is known how long that takes and how what is done looks
        nursery.lives_and_dies(whose, 2 if kill == 0 else 1, draw.uniform(0.1, 1.1))
        whole(made, nursery)
    assert nursery.done
