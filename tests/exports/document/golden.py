"""What every form says of invented people. Written anew by `python -m tests.exports.document.golden`."""

from __future__ import annotations

from pathlib import Path

from exports.document.apart import Ask, Layout, make
from exports.document.forms import Form
from exports.document.samples import made_up
from exports.document.standard import standard
from tests.exports.document.looking import text_of

FOLDER = Path(__file__).parent / "golden"


def golden_of(form: Form) -> str:
    return (FOLDER / f"{form.value}.txt").read_text("utf-8").removesuffix("\n")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    asked = [
        Ask(form=form, template=standard(form), values=made_up(form), layouts=(Layout.DOCX,)) for form in Form
    ]
    for form, made in zip(Form, make(asked), strict=True):
        assert made is not None, form
        (FOLDER / f"{form.value}.txt").write_text(text_of(made.files[Layout.DOCX]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
