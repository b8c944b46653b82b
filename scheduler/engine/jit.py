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
import numpy as np  # noqa: E402
from numba.core import types  # noqa: E402

from scheduler.engine.linking import TakenIn  # noqa: E402

_njit: Any = numba.njit
_unliteral: Any = types.unliteral
_plain: bool = cast("Any", numba.config).DISABLE_JIT


def _one_body_for_all_numbers(dispatcher: Any) -> Any:
    """Keeps numba from compiling a function anew for every constant it is called with: 0 and 1 are whole numbers.

    Without it `at(lay, R_DUR, r)` has one body for each field, and compiling takes five times as long.
    """
    by_type = dispatcher.get_call_template

    def get_call_template(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return by_type(tuple(_unliteral(kind) for kind in args), kws)

    dispatcher.get_call_template = get_call_template
    return dispatcher


def compiled(function: Function) -> Function:
    """A function that Python calls: compiled at its first call or read from the cache; frees the interpreter."""
    if _plain:
        return function
    made = _njit(cache=True, nogil=True, no_cfunc_wrapper=True, _nrt=False)(function)
    return cast("Function", _one_body_for_all_numbers(made))


def inner(function: Function) -> Function:
    """A function that only compiled functions call: it becomes part of them, and Python cannot reach it."""
    if _plain:
        return function
    options = {"nogil": True, "no_cfunc_wrapper": True, "no_cpython_wrapper": True, "_nrt": False}
    made = _njit(**options, pipeline_class=TakenIn)(function)
    return cast("Function", _one_body_for_all_numbers(made))


# A place in an array that is never negative: compiled code need not ask whether it counts from the end.
unsigned: Callable[[int], int] = int if _plain else cast("Any", np.uint64)
