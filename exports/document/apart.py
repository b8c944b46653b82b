"""Papers made by a child process with limits and without secrets: a template is code of strangers.

The child reads one order (JSON) and answers once; it has an empty environment, writes no file and reaches nothing.
What takes too much dies there, and is a refusal here.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from exports import limited
from exports.document.forms import Form
from exports.words import printable

COMMAND = limited.command("exports.document.child")
WALL_S = 60.0
AT_ONCE = 20  # papers of one child
CHILDREN = 2


class Layout(StrEnum):
    """What is made of a paper; PNG: a picture of its first page."""

    DOCX = "docx"
    PDF = "pdf"
    PNG = "png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One paper. template: DOCX; values: of the form's class."""

    form: Form
    template: bytes = field(repr=False)
    values: Any = field(repr=False)
    layouts: tuple[Layout, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Made:
    """Files of a paper by layout; none where it failed: the template cannot be used with these values."""

    files: dict[Layout, bytes]


def make(asked: Sequence[Ask]) -> tuple[Made | None, ...]:
    """Papers in their order; None for what failed. Many are shared out among a few children."""
    parts = [asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE)]
    with ThreadPoolExecutor(max_workers=min(CHILDREN, len(parts) or 1)) as pool:
        return tuple(made for part in pool.map(_made, parts) for made in part)


def make_one(asked: Ask) -> Made | None:
    return _made([asked])[0]


def judge(form: Form, template: bytes) -> list[str] | None:
    """Faults of a template of a form; None when the judge died of it."""
    told = _ask({"judge": form.value, "template": _text(template)})
    return None if told is None else [str(fault) for fault in told["faults"]]


def printed(blocks: dict[str, Any]) -> bytes | None:
    """A PDF of blocks that no template is behind (`exports.reports.printed`); None when the printer died of it."""
    told = _ask({"print": blocks})
    return None if told is None else base64.b64decode(told["pdf"])


def _made(asked: Sequence[Ask]) -> list[Made | None]:
    templates = {ask.template: f"{number}" for number, ask in enumerate(asked)}
    order = {
        "templates": {key: _text(template) for template, key in templates.items()},
        "papers": [
            {
                "form": ask.form.value, "template": templates[ask.template], "values": plain(asdict(ask.values)),
                "layouts": [layout.value for layout in ask.layouts],
            }
            for ask in asked
        ],
    }  # fmt: skip
    told = _ask(order)
    if told is None:
        return [None] * len(asked)
    return [_files(paper) for paper in told["papers"]]


def _files(paper: dict[str, str] | None) -> Made | None:
    if paper is None:
        return None
    return Made(files={Layout(name): base64.b64decode(content) for name, content in paper.items()})


def _ask(order: dict[str, Any]) -> Any:
    answer = limited.ask(COMMAND, json.dumps(order, ensure_ascii=False).encode("utf-8"), WALL_S)
    return None if answer is None else json.loads(answer)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def plain(value: Any) -> Any:
    """The value without signs that no paper can show."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    return [plain(entry) for entry in value] if isinstance(value, list | tuple) else value
