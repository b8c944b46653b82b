"""The limited child: an order as JSON on stdin, papers as JSON on stdout. No database, no keys, no settings.

`{"judge": form, "template"}` → `{"faults": [...]}`. `{"templates": {key: base64}, "papers": [{"form", "template",
"values", "layouts"}]}` → `{"papers": [{layout: base64} or null]}`. `{"print": blocks}` → `{"pdf": base64}`.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from exports import limited

MEMORY = 1024 * 1024 * 1024  # of addresses: threads and fonts of the printer reserve much and use little
SECONDS = 40


def main() -> None:
    """Reads, works, answers."""
    limited.limit(MEMORY, SECONDS)
    json.dump(answer_to(json.load(sys.stdin)), sys.stdout, ensure_ascii=True)


def answer_to(order: dict[str, Any]) -> dict[str, Any]:
    """What no order needs is not loaded for it: a child lives for one, and loading is half of its life."""
    if "judge" in order:
        from exports.document.fields import fields_of
        from exports.document.forms import Form
        from exports.document.judging import faults_of

        return {"faults": faults_of(base64.b64decode(order["template"]), fields_of(Form(order["judge"])))}
    if "print" in order:
        from exports.document.setting import Press

        return {"pdf": base64.b64encode(Press().pdf(order["print"])).decode("ascii")}
    from exports.document.worker import papers

    return {"papers": papers(order)}


if __name__ == "__main__":
    main()
