"""Passwords: what is refused, with which sentences."""

from __future__ import annotations

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from api.services.entry.passwords import COMMON, faults_of
from tests.api.place import CountingHasher

SHORT = "Пароль короче 10 знаков. Возьмите три-четыре слова подряд."
COMMONEST = "Такой пароль подбирают первым. Придумайте другой."
OWN = "В пароле есть ваш логин или имя. Придумайте другой."


@pytest.mark.parametrize(
    ("password", "faults"),
    [
        ("три ежа под снегом", []),
        ("correct horse", []),
        ("ёж-под-ёлкой", []),
        ("короткий", [SHORT]),
        ("", [SHORT, COMMONEST]),
        ("qwertyuiop", [COMMONEST]),
        ("QwertyUiop2026!", [COMMONEST]),
        ("йцукен2026!!!", [COMMONEST]),
        ("аааааааааааа", [COMMONEST]),
        ("lebedeva-forever", [OWN]),
        ("самая Ольга на свете", [OWN]),
        ("х" * 20 + "абвг" * 28, ["Пароль длиннее 128 знаков. Сократите его."]),
    ],
)
def test_a_weak_password_is_refused_with_every_reason(password: str, faults: list[str]) -> None:
    assert faults_of(password, "lebedeva", "Лебедева Ольга Игоревна") == faults


def test_the_list_of_commonest_passwords_is_there() -> None:
    assert len(COMMON) > 150
    assert {"пароль", "gfhjkm", "1q2w3e4r"} - COMMON == set()


def test_a_letter_typed_as_two_signs_is_the_same_letter() -> None:
    hasher = CountingHasher()
    assert hasher.verify("и\u0306ога под ёлкой", hasher.hash("йога под ёлкой"))


def test_a_hasher_tells_no_secret_of_its_own() -> None:
    hasher = CountingHasher()
    assert "argon2" not in repr(hasher)


@pytest.mark.parametrize(
    "kept", [None, "!", CountingHasher().hash("чей-то пароль")], ids=["nobody", "unusable", "somebody"]
)
def test_every_judgement_is_one_argon2_of_the_same_cost(
    kept: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []

    def recorded(_self: object, _password: str, kept: str) -> bool:
        judged.append(kept)
        return True

    monkeypatch.setattr(Argon2Hasher, "verify", recorded)
    assert CountingHasher().verify("чей-то пароль", kept) is (kept not in (None, "!"))
    assert [told.rpartition("$")[0].rpartition("$")[0] for told in judged] == ["$argon2id$v=19$m=8,t=1,p=1"]
