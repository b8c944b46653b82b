"""LibreOffice, the system's or brought by `.ci/office`: it opens a DOCX or XLSX and writes what it saw as PDF.

Without windows it cannot offer to repair a file: one that needs it is refused.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
MISSING = "LibreOffice is missing: install the packages libreoffice-writer and libreoffice-calc"
WALL_S = 180.0


def opened(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """PDF of every file that was opened, by the file's name."""
    assert PROGRAM is not None
    for name, content in files.items():
        (folder / name).write_bytes(content)
    made = folder / "opened"
    command = [
        PROGRAM, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
        "--outdir", str(made), *(str(folder / name) for name in files),
    ]  # fmt: skip
    subprocess.run(command, check=False, capture_output=True, timeout=WALL_S)
    found = {name: made / f"{name.rpartition('.')[0]}.pdf" for name in files}
    return {name: path.read_bytes() for name, path in found.items() if path.exists()}
