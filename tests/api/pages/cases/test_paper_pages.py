"""Papers: filed, annulled, with files; medical ones open only with a purpose, which is written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.services.papers.uploads import MAX_BYTES
from api.services.papers.uploads.apart import FAILED
from models.document import Paper, PaperKind
from models.engines import reading
from tests.api.pages.cases.office import END, START, Office, faults_in, office_of
from tests.api.services.papers.hostile import jpeg, pdf

CANARY = "КАНАРЕЙКА-G40"
MEDICAL = {
    "kind": "medical", "number": CANARY, "issuer": f"{CANARY} поликлиника", "issued_on": START,
    "valid_from": START, "valid_to": END, "max_day_min": 90, "ends_by_min": "13:30",
    "limits": f"{CANARY}: перерыв после каждых 20 минут",
}  # fmt: skip


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path, medical_scans=True) as made:
        yield made


def paper(office: Office, paper_id: str) -> Paper:
    with reading(office.where.engine) as session:
        return session.get_one(Paper, paper_id)


def filed(office: Office) -> tuple[str, str]:
    """A case and its medical paper, full of canaries."""
    case_id = office.world.case()
    office.desk().done(f"/cases/{case_id}/medical", MEDICAL)
    return case_id, office.world.paper(case_id, PaperKind.MEDICAL)


def test_a_paper_is_filed_and_annulled(office: Office) -> None:
    desk, case_id = office.desk(), office.world.case()
    form = {"kind": "application", "number": "7", "issued_on": START, "valid_from": START}
    assert desk.done(f"/cases/{case_id}/papers", form) == f"/cases/{case_id}"
    paper_id = office.world.paper(case_id, PaperKind.APPLICATION)
    assert ">Заявление родителя</a>" in desk.get(f"/cases/{case_id}")
    assert "<dd>7</dd>" in desk.get(f"/papers/{paper_id}")
    assert desk.done(f"/papers/{paper_id}/annul", {"rev": 1}) == f"/cases/{case_id}"
    assert "аннулирован" in desk.get(f"/cases/{case_id}")
    assert "уже аннулирован 01.09.2026" in desk.refused(f"/papers/{paper_id}/annul", 409, {"rev": 2})


def test_a_refused_paper_keeps_what_was_typed(office: Office) -> None:
    desk, case_id = office.desk(), office.world.case()
    form = {"kind": "other", "number": "№ 5", "valid_from": END, "valid_to": START, "issued_on": END}
    page = desk.refused(f"/cases/{case_id}/papers", 422, form)
    assert set(faults_in(page)[1:]) == {
        "Последний день раньше первого.", "Дата ещё не наступила. Сегодня 01.09.2026."
    }  # fmt: skip
    assert 'value="№ 5"' in page
    medical = desk.refused(f"/cases/{case_id}/papers", 422, form | {"kind": "medical"})
    assert "Выберите вид документа." in medical


def test_a_medical_paper_opens_with_a_purpose_and_each_opening_is_in_the_log(office: Office) -> None:
    case_id, paper_id = filed(office)
    desk = office.desk()
    pages = [desk.get(path) for path in (f"/cases/{case_id}", f"/papers/{paper_id}", "/cases", "/")]
    assert [CANARY in page for page in pages] == [False] * 4
    before = len(office.world.log())
    refused = desk.refused(f"/papers/{paper_id}/medical", 422, {"why": ""})
    assert "Выберите, зачем открываете документ." in refused
    assert CANARY not in refused
    assert office.world.log(before) == []
    opened = desk.send(f"/papers/{paper_id}/medical", {"why": "order"})
    assert opened.status_code == 200
    assert opened.text.count(CANARY) == 3
    assert 'value="13:30"' in opened.text
    assert "Цель: подготовить приказ или договор." in opened.text
    assert opened.headers["cache-control"] == "no-store"
    ((action, _, facts),) = office.world.log(before)
    assert (action, facts["why"]) == ("medical.read", "order")


def test_what_a_medical_paper_says_is_corrected(office: Office) -> None:
    _, paper_id = filed(office)
    desk = office.desk()
    right = {"number": "18", "issuer": "Поликлиника", "issued_on": START, "why": "check", "rev": 1}
    assert desk.done(f"/papers/{paper_id}/medical/change", right) == f"/papers/{paper_id}"
    opened = desk.send(f"/papers/{paper_id}/medical", {"why": "check"}).text
    assert 'value="18"' in opened
    assert CANARY not in opened
    stale = desk.refused(f"/papers/{paper_id}/medical/change", 409, right | {"issuer": "Больница"})
    assert 'value="Больница"' in stale
    wrong = right | {"rev": 2, "number": "", "ends_by_min": "полдень"}
    assert "Укажите время, например 09:30." in desk.refused(f"/papers/{paper_id}/medical/change", 422, wrong)


def test_faults_of_a_medical_paper_stand_beside_its_fields(office: Office) -> None:
    desk, case_id = office.desk(), office.world.case()
    wrong = MEDICAL | {"number": " ", "valid_to": "", "max_day_min": 5000, "issued_on": START}
    page = desk.refused(f"/cases/{case_id}/medical", 422, wrong)
    assert set(faults_in(page)[1:]) == {
        "Укажите номер документа, не длиннее 60 знаков.",
        "Укажите, до какого дня действует медицинское заключение.",
        "Укажите минуты от 1 до 1440 или оставьте поле пустым.",
    }
    assert f'value="{CANARY} поликлиника"' in page


def sent(content: bytes, name: str = "Заявление № 1.exe") -> dict[str, object]:
    return {"files": {"file": (name, content, "text/html")}}


def application(office: Office) -> str:
    case_id = office.world.case()
    office.world.package(case_id, START)
    return office.world.paper(case_id, PaperKind.APPLICATION)


def test_a_file_comes_back_as_an_attachment_and_nothing_else(office: Office) -> None:
    paper_id, desk = application(office), office.desk()
    assert desk.client.get(f"/papers/{paper_id}/file").status_code == 404
    assert desk.done(f"/papers/{paper_id}/file", {"rev": 1}, **sent(pdf())) == f"/papers/{paper_id}"
    got = desk.client.get(f"/papers/{paper_id}/file")
    assert (got.content, got.headers["content-type"]) == (pdf(), "application/pdf")
    assert got.headers["content-disposition"] == (
        'attachment; filename="file.pdf"; '
        "filename*=UTF-8''%D0%97%D0%B0%D1%8F%D0%B2%D0%BB%D0%B5%D0%BD%D0%B8%D0%B5%20%E2%84%96%201.pdf"
    )
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert got.headers["cache-control"] == "no-store"
    assert office.world.actions()[-1] == "file.read"


def test_a_file_that_may_not_be_kept_is_refused_beside_its_field(office: Office) -> None:
    paper_id, desk = application(office), office.desk()
    for files, sentence in (
        (sent(b"MZ program"), "Такой файл приложить нельзя."),
        (sent(pdf("/JavaScript")), "есть сценарий или вложение"),
        ({}, "Выберите файл."),
    ):
        page = desk.refused(f"/papers/{paper_id}/file", 422, {"rev": 1}, **files)
        assert sentence in faults_in(page)[-1]
    assert paper(office, paper_id).file_id is None
    stale = desk.refused(f"/papers/{paper_id}/file", 409, {"rev": 9}, **sent(pdf()))
    assert "изменили, пока вы её смотрели" in stale


def test_a_file_is_judged_by_the_child_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    paper_id, desk = application(office), office.desk()
    monkeypatch.setattr("exports.limited.ask", lambda *_: None)  # the child dies over it
    page = desk.refused(f"/papers/{paper_id}/file", 422, {"rev": 1}, **sent(pdf()))
    assert FAILED in faults_in(page)[-1]
    assert paper(office, paper_id).file_id is None


@pytest.mark.parametrize("size", [MAX_BYTES + 1, MAX_BYTES + 100_000])
def test_a_file_that_is_too_big_is_answered_413_with_a_sentence(office: Office, size: int) -> None:
    paper_id, desk = application(office), office.desk()
    page = desk.refused(f"/papers/{paper_id}/file", 413, {"rev": 1}, **sent(pdf() + b" " * size))
    assert "Файл больше 5 МБ, он не сохранён." in page
    assert paper(office, paper_id).file_id is None


def test_a_medical_scan_is_handed_out_with_a_purpose_only(office: Office) -> None:
    _, paper_id = filed(office)
    desk = office.desk()
    desk.done(f"/papers/{paper_id}/file", {"rev": 1}, **sent(jpeg(), f"{CANARY}.jpg"))
    assert desk.client.get(f"/papers/{paper_id}/file").headers["location"] == f"/papers/{paper_id}"
    assert "Выберите, зачем" in desk.refused(f"/papers/{paper_id}/medical/file", 422)
    before = len(office.world.log())
    got = desk.send(f"/papers/{paper_id}/medical/file", {"why": "check"})
    assert (got.status_code, got.content) == (200, jpeg())
    assert got.headers["content-disposition"].startswith("attachment; ")
    assert CANARY not in str(got.headers)
    ((action, _, facts),) = office.world.log(before)
    assert (action, facts["why"]) == ("medical.file_read", "check")


def test_where_a_school_keeps_no_scans_there_is_no_field_for_them(database: Engine, tmp_path: Path) -> None:
    with office_of(database, tmp_path) as office:
        _, paper_id = filed(office)
        desk = office.desk()
        page = desk.get(f"/papers/{paper_id}")
        assert "Сканы медицинских документов ваша школа не хранит" in page
        assert 'type="file"' not in page
        desk.refused(f"/papers/{paper_id}/file", 403, {"rev": 1}, **sent(jpeg()))


def test_papers_of_another_school_are_like_missing_ones(office: Office, tmp_path: Path) -> None:
    desk = office.desk()
    with office_of(office.where.engine, tmp_path, "s200") as other:
        _, foreign = filed(other)
        plain = application(other)
        for key in (foreign, plain):
            told = [desk.get(f"/papers/{one}", 404) for one in (key, "0" * 32)]
            assert told[0] == told[1]
            for path in ("annul", "file", "medical", "medical/change", "medical/file"):
                answer = desk.send(f"/papers/{key}/{path}", {"rev": 1, "why": "check"})
                assert answer.status_code == 404
            assert desk.client.get(f"/papers/{key}/file").status_code == 404
