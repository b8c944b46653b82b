"""Settings: a start that would not be safe is refused with sentences that say what to set."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from api import keys
from api.settings import Settings, UnsafeSettingsError, keys_of, load_settings, loopback

SAFE = {"mode": "production", "origin": "https://school.example"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir(mode=0o700)
    return made


def settings(folder: Path, **given: object) -> Settings:
    return load_settings(**(SAFE | {"data_folder": folder} | given))


def sentences(made: Settings) -> list[str]:
    """Why it does not start; none when it does."""
    try:
        keys_of(made)
    except UnsafeSettingsError as error:
        return list(error.sentences)
    return []


def words(found: list[str]) -> list[str]:
    """The variable or command each sentence names."""
    named = ("ORIGIN", "PLAIN_HTTP", "HASH_MEMORY_KIB", "TOTP_REQUIRED", "TIMEZONE", "chmod 600", "chmod 700")
    return [next((word for word in (*named, "homelessons keys") if word in told), told) for told in found]


def test_safe_settings_start(folder: Path) -> None:
    made = keys.create(folder / "keys.json")
    assert keys_of(settings(folder)) == made
    assert settings(folder).database == f"sqlite:///{folder / 'homelessons.db'}"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"origin": None}, ["ORIGIN"]),
        ({"origin": "http://school.example"}, ["ORIGIN"]),
        ({"origin": "https://school.example/path"}, ["ORIGIN"]),
        ({"origin": None, "plain_http": True}, []),
        ({"origin": "http://127.0.0.1:8000", "plain_http": True}, []),
        ({"origin": None, "plain_http": True, "host": "0.0.0.0"}, ["PLAIN_HTTP"]),
        ({"origin": "http://school.example", "plain_http": True}, ["PLAIN_HTTP"]),
        ({"hash_memory_kib": 8}, ["HASH_MEMORY_KIB"]),
        ({"totp_required": False}, ["TOTP_REQUIRED"]),
        ({"timezone": "Ural"}, ["TIMEZONE"]),
        (
            {"totp_required": False, "hash_memory_kib": 12_000, "origin": None},
            ["ORIGIN", "HASH_MEMORY_KIB", "TOTP_REQUIRED"],
        ),
    ],
)
def test_production_tells_every_unsafe_setting(
    folder: Path, given: dict[str, object], named: list[str]
) -> None:
    keys.create(folder / "keys.json")
    assert words(sentences(settings(folder, **given))) == named


def test_production_makes_no_keys_by_itself(folder: Path) -> None:
    assert words(sentences(settings(folder))) == ["homelessons keys"]
    assert list(folder.iterdir()) == []


def test_production_takes_no_keys_others_can_read(folder: Path) -> None:
    keys.create(folder / "keys.json")
    (folder / "keys.json").chmod(0o640)
    folder.chmod(0o755)
    assert words(sentences(settings(folder))) == ["chmod 600", "chmod 700"]


def test_production_takes_no_keys_of_a_demo(folder: Path) -> None:
    demo = {"mode": "demo", "plain_http": True, "origin": None}
    made = keys_of(settings(folder, **demo))
    assert made.demo
    assert (folder / "keys.json").stat().st_mode & 0o777 == 0o600
    assert keys_of(settings(folder, **demo)) == made
    assert words(sentences(settings(folder))) == ["homelessons keys"]


def test_a_demo_without_codes_stays_on_this_computer(folder: Path) -> None:
    demo = {"mode": "demo", "totp_required": False}
    assert sentences(settings(folder, **demo, plain_http=True, origin=None)) == []
    assert len(sentences(settings(folder, **demo, host="0.0.0.0"))) == 1


@pytest.mark.parametrize("fault", ["weak", "equal", "short", "no file", "not json", "no key"])
def test_a_bad_key_file_is_refused_without_showing_it(folder: Path, fault: str) -> None:
    path = folder / "keys.json"
    keys.create(path)
    told = json.loads(path.read_text())
    if fault in ("weak", "short"):
        told["tokens"] = base64.b64encode(bytes(32) if fault == "weak" else b"abcdefgh" * 2).decode()
    if fault == "equal":
        told["tokens"] = told["audit"]
    if fault == "no key":
        del told["files"]
    path.write_text("{" if fault == "not json" else json.dumps(told))
    if fault == "no file":
        path.unlink()
    found = sentences(settings(folder))
    assert len(found) == 1
    assert not any(str(value) in found[0] for name, value in told.items() if name != "demo")


def test_a_key_file_is_never_replaced(folder: Path) -> None:
    made = keys.create(folder / "keys.json")
    with pytest.raises(FileExistsError):
        keys.create(folder / "keys.json")
    assert keys.load(folder / "keys.json") == made


def test_words_no_setting_takes_are_told_by_their_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMELESSONS_PORT", "many")
    monkeypatch.setenv("HOMELESSONS_STAFF_IDLE_MIN", "500")
    with pytest.raises(UnsafeSettingsError) as caught:
        load_settings()
    assert [told.split(":")[0] for told in caught.value.sentences] == [
        "Исправьте HOMELESSONS_PORT", "Исправьте HOMELESSONS_STAFF_IDLE_MIN",
    ]  # fmt: skip


def test_settings_and_keys_do_not_show_secrets(folder: Path) -> None:
    made = settings(folder, database_url="postgresql://homelessons:КАНАРЕЙКА@db/school")
    assert made.database == "postgresql://homelessons:КАНАРЕЙКА@db/school"
    assert "КАНАРЕЙКА" not in repr(made) + str(made)
    fresh = keys.fresh()
    assert repr(fresh) == "Keys(demo=False)"


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True), ("0.0.0.0", False), ("10.0.0.5", False),
     ("localhost.example", False)],
)  # fmt: skip
def test_loopback_is_what_others_do_not_reach(host: str, own: bool) -> None:
    assert loopback(host) == own
