"""The files of the project as git sees them: what is tracked, and what is new and not ignored."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is or would be committed, sorted."""
    asked = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
    return tuple(path for name in sorted(set(listed)) if name and (path := ROOT / name).is_file())


def python_files(*folders: str) -> tuple[Path, ...]:
    """Python files of the project below the folders, or all."""
    files = (path for path in project_files() if path.suffix == ".py")
    return tuple(path for path in files if not folders or path.relative_to(ROOT).parts[0] in folders)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
