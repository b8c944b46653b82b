"""Records of a case by JSON: what was entered on pages is read in the order of its days."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from api.services.records.journal import BookDraft, ControlDraft, lend_book, note_control
from models.engines import writing
from models.record import RowResult
from tests.api.rest.site import site
from tests.api.services.world import START


def test_records_are_read_by_the_desk(database: Engine) -> None:
    school = site(database)
    case_id = school.world.running()
    with school.world.acting(START) as unit:
        for title, on in (("Вторая", START), ("Первая", date(2026, 8, 31))):
            lend_book(unit, case_id, BookDraft(title=title, lent_on=on))
        note_control(unit, case_id, ControlDraft(on_date=START, fine=False, note="Не все уроки."))
    with writing(school.engine) as session:
        told = {"subject": "Математика", "period": "term", "number": 1, "mark": "5", "given_on": START}
        session.add(RowResult(case_id=case_id, row_key="math", account_id=school.world.deputy_id, **told))
    deputy = school.asker()
    assert [book["title"] for book in deputy.got(f"/cases/{case_id}/books")["items"]] == ["Первая", "Вторая"]
    (note,) = deputy.got(f"/cases/{case_id}/control-notes")["items"]
    assert (note["part"], note["fine"], note["note"]) == ("plan", False, "Не все уроки.")
    (result,) = deputy.got(f"/cases/{case_id}/results")["items"]
    assert (result["row_key"], result["period"], result["mark"], result["words"]) == (
        "math",
        "term",
        "5",
        None,
    )
    assert result["_links"]["case"] == {"href": f"/api/v1/cases/{case_id}"}
    for name in ("events", "consultations"):
        assert deputy.got(f"/cases/{case_id}/{name}")["total"] == 0
    stranger = school.asker(school_id=school.other_school().school_id)
    assert stranger.got(f"/cases/{case_id}/books", 404)["code"] == "not_found"
