"""What arithmetic finds before solving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["blocks", "warns"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding for people at a school.

    code: kind of the arithmetic (`row.teacher`, `row.start`, `row.room`, `pupil.room`, `teacher.room`,
    `teacher.minutes`, `pin` and so on). severity: `blocks` is a proof that not every lesson can be placed.
    who: whom it is about. needed, available: the two numbers that do not meet, in lessons unless the code
    ends in `.minutes`. rows: ids of the rows that take part. fields: paths in the problem file to mend.
    """

    code: str
    severity: Severity
    who: str
    text: str
    needed: int
    available: int
    rows: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def missing(self) -> int:
        return self.needed - self.available
