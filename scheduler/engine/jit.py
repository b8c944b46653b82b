"""One decorator for compiled functions, and a cache that never serves code of an older source.

numba's own cache looks at the file of the function called first, not at the files of the functions it calls; so
the cache folder is named after a digest of all sources of this package.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])


def _digest() -> str:
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    """Beside the package where that can be written, else the user's cache, else the temporary folder."""
    name = f"engine-{_digest()}"
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "homelessons"
    for parent in (Path(__file__).parent / "__pycache__", home):
        folder = parent / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return Path(tempfile.gettempdir()) / name


os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder()))

import numba  # noqa: E402  (the cache folder must be named before numba reads its settings)


def compiled(function: Function) -> Function:
    """The function compiled at first call, releasing the interpreter's lock while it runs."""
    return cast("Function", numba.njit(cache=True, nogil=True)(function))
