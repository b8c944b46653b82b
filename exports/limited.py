"""Strangers' bytes are judged by a child process that cannot take more than it is given.

The child is started with -I and an empty environment (no secrets, no settings); it limits itself with `limit`
before it reads. A crash there is `None` here.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence

MEMORY = 512 * 1024 * 1024
SECONDS = 10  # of the processor


def command(module: str) -> list[str]:
    """How a module is started as such a child."""
    return [sys.executable, "-I", "-m", module]


def limit(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """For the child, before the first byte is read: memory in bytes, seconds of the processor, no files."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def ask(started: Sequence[str], data: bytes, wall_s: float) -> bytes | None:
    """What the child answers to the bytes; None when it died or did not answer in time."""
    try:
        done = subprocess.run(started, input=data, capture_output=True, check=False, timeout=wall_s, env={})
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode else done.stdout
