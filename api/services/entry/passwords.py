"""Passwords: which are refused and why, and how they are kept (argon2id)."""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pwdlib.hashers.argon2 import Argon2Hasher

LEAST, MOST = 10, 128
UNUSABLE = "!"  # of an account whose owner has not set a password yet: nothing matches it
AT_ONCE = 2  # each hash takes its memory; more of them wait
COMMON = frozenset(
    (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").casefold().split()
)


def normal(password: str) -> str:
    """One form for what looks the same: «й» typed as one sign or as two."""
    return unicodedata.normalize("NFKC", password)


def faults_of(password: str, login: str | None, name: str) -> list[str]:
    """Every reason not to take a password, as sentences; none for a good one."""
    told, faults = normal(password), []
    plain = told.casefold()
    if len(told) < LEAST:
        faults.append(f"Пароль короче {LEAST} знаков. Возьмите три-четыре слова подряд.")
    if len(told) > MOST:
        faults.append(f"Пароль длиннее {MOST} знаков. Сократите его.")
    if plain in COMMON or (plain.strip("0123456789!.?*_-") in COMMON) or len(set(plain)) < 4:
        faults.append("Такой пароль подбирают первым. Придумайте другой.")
    own = [word for word in [login or "", *name.split()] if len(word) >= 4]
    if any(normal(word).casefold() in plain for word in own):
        faults.append("В пароле есть ваш логин или имя. Придумайте другой.")
    return faults


@dataclass(frozen=True, kw_only=True)
class Hasher:
    """Argon2id with a cost."""

    time_cost: int = 3
    memory_kib: int = 65_536
    parallelism: int = 4

    @cached_property
    def _argon2(self) -> Argon2Hasher:
        return Argon2Hasher(self.time_cost, self.memory_kib, self.parallelism)

    @cached_property
    def _turnstile(self) -> threading.Semaphore:
        return threading.Semaphore(AT_ONCE)

    @cached_property
    def _nobodys(self) -> str:
        return self._argon2.hash("nobody's password")

    def hash(self, password: str) -> str:
        with self._turnstile:
            return self._argon2.hash(normal(password))

    def verify(self, password: str, kept: str | None) -> bool:
        """Whether the password is the kept one. Nobody's hash costs the same work and never matches."""
        usable = None if kept == UNUSABLE else kept
        with self._turnstile:
            same = self._argon2.verify(normal(password)[: 4 * MOST], usable or self._nobodys)
        return same and usable is not None

    def outdated(self, kept: str) -> bool:
        """True for a hash of another cost than today's."""
        return self._argon2.check_needs_rehash(kept)
