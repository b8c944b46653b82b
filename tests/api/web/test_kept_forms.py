"""What is typed about health is never kept in the browser for later."""

from __future__ import annotations

import re
from pathlib import Path

import api

TEMPLATES = Path(api.__file__).parent / "templates"
FORM = re.compile(r'<form[^>]*action="([^"]*medical[^"]*)"[^>]*>')


def test_forms_of_medical_papers_are_not_kept_by_the_script_of_the_session() -> None:
    found = {
        (path.name, form[1]): 'data-keep="no"' in form[0]
        for path in TEMPLATES.rglob("*.html")
        for form in FORM.finditer(path.read_text("utf-8"))
    }
    assert len(found) >= 3
    assert [name for name, kept_out in found.items() if not kept_out] == []
