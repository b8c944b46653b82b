"""Dependencies that many routes share: read once at the start, not anew for every route and every level."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TypeVar

Dependency = TypeVar("Dependency", bound=Callable[..., object])


def shared(dependency: Dependency) -> Dependency:
    """Keeps the signature with its annotations evaluated: FastAPI evaluates their text for each use otherwise,
    some seven thousand times before the first page."""
    vars(dependency)["__signature__"] = inspect.signature(dependency, eval_str=True)
    return dependency
