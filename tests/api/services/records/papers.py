"""A paper of the council for tests that want one."""

from __future__ import annotations

from api.services.records.council import CouncilDraft, file_council
from api.services.unit import Unit
from models.record import CouncilKind, CouncilPaper
from tests.api.services.world import START


def council_paper(unit: Unit, case_id: str) -> CouncilPaper:
    """Recommendations that teachers may read."""
    draft = CouncilDraft(kind=CouncilKind.ADVICE, issued_on=START, advice="Писать крупно.", released=True)
    return file_council(unit, case_id, draft)
