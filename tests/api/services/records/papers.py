"""A paper of the council for tests that want one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.services.papers.attachments import attach
from api.services.papers.uploads import inspect
from api.services.records.council import CouncilDraft, file_council
from models.record import CouncilKind
from tests.api.services.papers.hostile import pdf
from tests.api.services.world import START

if TYPE_CHECKING:
    from tests.api.everywhere.cast import Stage
    from tests.api.everywhere.makers import Holder


def council_paper(stage: Stage, holder: Holder) -> str:
    """Recommendations that teachers may read, with a file behind them."""
    draft = CouncilDraft(kind=CouncilKind.ADVICE, issued_on=START, advice="Писать крупно.", released=True)
    with holder.realm.school.acting(START) as unit:
        row = file_council(unit, holder.realm.case_id, draft)
        attach(unit, stage.store, row, row.rev, inspect(pdf(), "Протокол.pdf"))
        return row.id
