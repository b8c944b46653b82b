"""Commands that keep a service: serve, migrate, keys, outbox, rounds, verify, backup, restore, user."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from api.commands.calls import BAD_CALL, WRONG, print_lines

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.installation import Installation
    from api.settings import Settings
    from models.audit import Anchor

app = typer.Typer()

Archive = Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The sealed backup.")]


@app.command()
def serve() -> None:
    """Serve the pages. Settings are variables HOMELESSONS_*; unsafe ones are refused with what to set."""
    gc.disable()  # until everything is read: half of the start would go into looking for rubbish among it
    from api import serving
    from api.jobs.queue import QueueBusyError

    place = _place()
    _refuse_old_schema(place.engine)
    settings = place.settings
    address = settings.origin or f"http://{settings.host}:{settings.port}"
    try:
        serving.serve(place, told=lambda: print_lines([f"Сервис открыт: {address}"]))
    except QueueBusyError:
        _refuse(
            "С этой папкой данных уже работает другой сервис. Остановите его; для второго сервера с той же "
            "базой задайте HOMELESSONS_EXECUTOR."
        )


@app.command()
def migrate() -> None:
    """Bring the database up to the program; a change that fails leaves it as it was."""
    from models.migrate import upgrade
    from models.version import current

    engine = _engine(_settings())
    before = current(engine)
    upgrade(engine)
    print_lines([f"База: была {before or 'пуста'}, стала {current(engine)}"])


@app.command(name="keys")
def make_keys() -> None:
    """Write a new key file; one that stands is never replaced."""
    from api import keys

    path = _settings().keys_path
    try:
        keys.create(path)
    except FileExistsError:
        _refuse(f"Файл ключей {path} уже есть. Замена ключей закрыла бы все данные: уберите его сами.")
    print_lines([f"Ключи созданы: {path}. Храните копию отдельно от базы и от резервных копий."])


@app.command()
def outbox(
    once: Annotated[bool, typer.Option("--once", help="Try what is due now and end.")] = False,
) -> None:
    """Send what waits in the outbox. A service that runs does it by itself; messages never go out twice for that."""
    import time

    from api.mail import carrier_of
    from api.posting import LOOK_SECONDS, post_due

    place = _place()
    _refuse_old_schema(place.engine)
    carrier = carrier_of(place.settings)
    if carrier is None:
        _refuse("Почта не настроена. Задайте HOMELESSONS_MAIL_HOST и HOMELESSONS_MAIL_FROM.")
    sent = post_due(place, carrier)
    print_lines([f"Отправлено: {sent}"])
    while not once:
        time.sleep(LOOK_SECONDS)
        post_due(place, carrier)


@app.command()
def rounds() -> None:
    """Do once what a service that runs does by itself: deadlines, reminders, terms of keeping, the log's anchor."""
    from api.jobs.rounds import anchored, go_round

    place = _place()
    _refuse_old_schema(place.engine)
    told = go_round(place)
    anchored(place)
    print_lines(
        [f"Расписаний: {told.settled}. Напоминаний: {told.reminded}. Вышел срок хранения: {told.removed}."]
    )


@app.command()
def verify() -> None:
    """Check the log, the files and where medical data stands; adds an anchor beside the keys when all is well."""
    from api.jobs.rounds import anchored, anchors_of
    from api.services.papers.files import FileStore
    from api.services.soundness import Ground, findings
    from models.engines import reading

    place = _place()
    ground = Ground(
        audit_key=place.keys.audit, anchors=tuple(_read_anchors(anchors_of(place))),
        store=FileStore(place.settings.data_folder / "files", place.keys.files),
    )  # fmt: skip
    with reading(place.engine) as session:
        found = findings(session, ground, datetime.now(UTC))
    if found:
        print_lines([finding.sentence for finding in found])
        raise typer.Exit(WRONG)
    last = anchored(place)
    print_lines(
        [
            "Файлы на месте, медицинские сведения стоят только в своей таблице.",
            f"Журнал цел: записей {last.n if last else 0}",
        ]
    )


@app.command()
def backup(archive: Archive) -> None:
    """Save the running service sealed with the key for files; never copy the database file itself."""
    from models.backup import backup as save

    place = _place()
    about = save(place.engine, place.settings.data_folder / "files", archive, place.keys.files)
    print_lines(
        [f"Сохранено: {archive} ({about.kind}, схема {about.revision}). Без файла ключей копия бесполезна."]
    )


@app.command()
def restore(archive: Archive) -> None:
    """Fill an empty database from a backup."""
    from models.backup import BackupError
    from models.backup import restore as bring_back

    place = _place()
    try:
        about = bring_back(archive, place.engine, place.settings.data_folder / "files", place.keys.files)
    except (BackupError, OSError) as error:
        _refuse(f"Не восстановлено: {error}")
    print_lines([f"Восстановлено: {about.kind}, схема {about.revision}"])


@app.command()
def user(
    login: Annotated[str, typer.Argument(help="Login of the new administrator.")],
    name: Annotated[str, typer.Option(help="Full name as others see it.")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Add the first administrator; everybody else is added in the pages and gets a link."""
    from api.errors import Refusal
    from api.first import add_administrator

    place = _place()
    try:
        add_administrator(place, login, name, password)
    except Refusal as refusal:
        faults = getattr(refusal, "faults", {})
        _refuse(" ".join([refusal.sentence, *(text for told in faults.values() for text in told)]))
    print_lines(
        [f"Администратор {login} добавлен. При первом входе сервис покажет ключ для приложения с кодами."]
    )


def _settings() -> Settings:
    from api.settings import UnsafeSettingsError, load_settings

    try:
        return load_settings()
    except UnsafeSettingsError as unsafe:
        _refuse(str(unsafe))


def _place() -> Installation:
    from api.installation import Installation, hasher_of
    from api.policy import POLICY
    from api.relations import RESOLVERS
    from api.settings import UnsafeSettingsError, keys_of

    settings = _settings()
    try:
        keys = keys_of(settings)
    except UnsafeSettingsError as unsafe:
        _refuse(str(unsafe))
    return Installation(
        engine=_engine(settings), settings=settings, keys=keys, hasher=hasher_of(settings), policy=POLICY,
        resolvers=RESOLVERS,
    )  # fmt: skip


def _engine(settings: Settings) -> Engine:
    from models.engines import make_engine

    settings.data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return make_engine(settings.database)


def _refuse_old_schema(engine: Engine) -> None:
    from models.version import current, newest

    if current(engine) != newest():
        _refuse("База старее программы. Сделайте резервную копию и выполните: homelessons migrate")


def _read_anchors(path: Path) -> list[Anchor]:
    from models.audit import Anchor

    if not path.exists():
        return []
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return [Anchor(int(n), mac) for _, n, mac in lines]


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(BAD_CALL)
