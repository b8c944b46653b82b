"""Serves the demo school: fills an embedded SQLite file at the first start, prints the address and the sign-ins."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from api.demo.service.people import PASSWORD
from api.demo.service.seed import demo_now, seed, seeded, sign_ins
from api.installation import Installation, hasher_of
from api.jobs.queue import QueueBusyError
from api.policy import POLICY
from api.relations import RESOLVERS
from api.serving import free_port, serve
from api.settings import Mode, Settings, keys_of, load_settings
from models.base import now
from models.engines import make_engine
from models.migrate import upgrade

FOLDER = Path("var/demo/service")
LOWER_COST = {"hash_time_cost": 1, "hash_memory_kib": 19_456, "hash_parallelism": 1}  # nobody's real password


def main() -> int:
    """Fills, tells, serves."""
    settings = demo_settings()
    place = installation(settings)
    port = free_port(settings.host, settings.port)
    try:
        serve(place, port, lambda: tell(place, f"http://{settings.host}:{port}"))
    except QueueBusyError:
        print(f"Сервис с папкой {FOLDER} уже открыт. Остановите его (Ctrl-C) и повторите.", file=sys.stderr)
        return 1
    return 0


def demo_settings(folder: Path = FOLDER) -> Settings:
    """On this computer only, without codes beside passwords; HOMELESSONS_PORT chooses another port."""
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True)
    return load_settings(
        mode=Mode.DEMO, data_folder=folder, plain_http=True, totp_required=False, origin=None, **LOWER_COST
    )


def installation(settings: Settings) -> Installation:
    """The demo's installation, its database brought up to the program and filled."""
    engine = make_engine(settings.database)
    upgrade(engine)
    place = Installation(
        engine=engine, settings=settings, keys=keys_of(settings), hasher=hasher_of(settings), policy=POLICY,
        resolvers=RESOLVERS, clock=lambda: demo_now(now()),
    )  # fmt: skip
    if not seeded(place):
        seed(place)
    return place


def tell(place: Installation, address: str) -> None:
    """Address, logins, the password; written at once, whoever reads."""
    told = sign_ins(place)
    width = max(len(entry.login) for entry in told)
    lines = [f"\nСервис открыт: {address}", f"Пароль у всех один: {PASSWORD}", ""]
    lines += [f"  {entry.login:<{width}}  {entry.said}" for entry in told if entry.login]
    lines += [f"  {entry.said}: {address}{entry.link}" for entry in told if entry.link]
    lines += ["", "Остановить: Ctrl-C. Данные лежат в var/demo/service; удалите папку, чтобы начать заново."]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):  # Ctrl-C before the server listens for it itself
        sys.exit(main())
