"""Settings of an installation: variables HOMELESSONS_*, judged all at once before anything starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api import keys
from api.services.entry.doors import Limits
from api.services.runs.limits import RunLimits

PREFIX = "HOMELESSONS_"


class Mode(StrEnum):
    DEMO = "demo"
    PRODUCTION = "production"


class MailSecurity(StrEnum):
    """NONE: in the clear, for a server on this computer only."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A server that takes e-mail. login empty: it asks for none."""

    host: str
    port: int
    security: MailSecurity
    login: str
    password: str = field(repr=False)


class UnsafeSettingsError(Exception):
    """Why the service does not start: sentences that say what to set."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(sentences))


class Settings(BaseSettings):
    """database_url None: a file in the data folder. origin: the address people type, for example
    https://school.example. plain_http: cookies without TLS, for an address on this computer only. run_*: the
    biggest run that is solved here. mail_*: the server that takes messages; without one a demo writes them into a
    folder and a real installation keeps them waiting. executor: names this server where several work with one
    database."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    mode: Mode = Mode.PRODUCTION
    data_folder: Path = Path("var/data")
    database_url: SecretStr | None = None
    key_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    origin: str | None = None
    plain_http: bool = False
    timezone: str = "Asia/Yekaterinburg"
    hash_time_cost: int = Field(default=3, ge=1, le=20)
    hash_memory_kib: int = Field(default=65_536, ge=8, le=1_048_576)
    hash_parallelism: int = Field(default=4, ge=1, le=16)
    totp_required: bool = True
    staff_idle_min: int = Field(default=30, ge=1, le=30)
    staff_absolute_h: int = Field(default=12, ge=1, le=12)
    device_days: int = Field(default=30, ge=1, le=30)
    parent_days: int = Field(default=400, ge=1, le=400)
    invitation_days: int = Field(default=14, ge=1, le=14)
    executor: str = Field(default="local", pattern="^[a-z0-9-]{1,40}$")
    run_pupils: int = Field(default=600, ge=1, le=100_000)
    run_rows: int = Field(default=25, ge=1, le=200)
    run_seconds: int = Field(default=600, ge=10, le=3600)
    run_memory_mb: int = Field(default=1536, ge=512, le=65_536)
    mail_host: str = ""
    mail_port: int = Field(default=587, ge=1, le=65535)
    mail_security: MailSecurity = MailSecurity.STARTTLS
    mail_login: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_from: str = "Уроки дома <school@homelessons.invalid>"

    @property
    def database(self) -> str:
        """The address of the database, a password included: never to be shown."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_folder / 'homelessons.db'}"

    @property
    def keys_path(self) -> Path:
        return self.key_file or self.data_folder / "keys.json"

    @property
    def mail(self) -> Mail | None:
        """The server for messages, if there is one."""
        if not self.mail_host:
            return None
        return Mail(
            host=self.mail_host, port=self.mail_port, security=self.mail_security, login=self.mail_login,
            password=self.mail_password.get_secret_value(),
        )  # fmt: skip

    @property
    def mail_folder(self) -> Path | None:
        """Where a demo puts messages instead of sending them."""
        return self.data_folder / "mail" if self.mode == Mode.DEMO and not self.mail_host else None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def limits(self) -> Limits:
        return Limits(
            idle=timedelta(minutes=self.staff_idle_min), absolute=timedelta(hours=self.staff_absolute_h),
            device=timedelta(days=self.device_days), parent=timedelta(days=self.parent_days),
            invitation=timedelta(days=self.invitation_days), totp_required=self.totp_required,
        )  # fmt: skip

    @property
    def runs(self) -> RunLimits:
        return RunLimits(
            pupils=self.run_pupils, rows_a_pupil=self.run_rows, seconds=self.run_seconds,
            memory_mb=self.run_memory_mb,
        )  # fmt: skip


def load_settings(**given: object) -> Settings:
    """Settings of the environment, `given` before them. Raises UnsafeSettingsError for words no setting takes."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        names = sorted({str(fault["loc"][0]) if fault["loc"] else "?" for fault in error.errors()})
    raise UnsafeSettingsError(
        [f"Исправьте {PREFIX}{name.upper()}: такое значение не подходит." for name in names]
    )


def keys_of(settings: Settings) -> keys.Keys:
    """The keys, made at the first start of a demo. Raises UnsafeSettingsError with every reason not to start."""
    path = settings.keys_path
    if settings.mode == Mode.DEMO and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        keys.create(path, demo=True)
    faults = _faults_of_address(settings) + _faults_of_cost(settings) + _faults_of_mail(settings)
    found = None
    try:
        found = keys.load(path)
        faults += _faults_of_files(settings, found)
    except keys.BadKeysError as error:
        faults.append(
            str(error) if path.exists() else f"Нет файла ключей {path}. Создайте его: homelessons keys."
        )
    if faults or found is None:
        raise UnsafeSettingsError(faults)
    return found


def loopback(host: str) -> bool:
    """True for an address that other computers do not reach."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _faults_of_address(settings: Settings) -> list[str]:
    faults = []
    origin = urlsplit(settings.origin or "")
    if settings.origin and (origin.scheme not in ("http", "https") or not origin.hostname or origin.path):
        faults.append(f"Укажите {PREFIX}ORIGIN как адрес без пути, например https://school.example.")
    if settings.plain_http and not (loopback(settings.host) and loopback(origin.hostname or "localhost")):
        faults.append(
            f"Без TLS сервис работает только на этом компьютере. Уберите {PREFIX}PLAIN_HTTP "
            f"или оставьте {PREFIX}HOST=127.0.0.1."
        )
    if not settings.plain_http and origin.scheme != "https":
        faults.append(
            f"Задайте {PREFIX}ORIGIN: адрес, который начинается с https://. "
            f"Для пробы на этом компьютере задайте {PREFIX}PLAIN_HTTP=1."
        )
    if settings.timezone not in _zones():
        faults.append(f"Задайте {PREFIX}TIMEZONE, например Asia/Yekaterinburg.")
    return faults


def _faults_of_mail(settings: Settings) -> list[str]:
    faults = []
    if settings.mail_host and settings.mail_from.endswith(".invalid>"):
        faults.append(f"Задайте {PREFIX}MAIL_FROM: адрес, с которого уходят письма школы.")
    if (
        settings.mail_host
        and settings.mail_security == MailSecurity.NONE
        and not loopback(settings.mail_host)
    ):
        faults.append(f"Письма уходили бы открытым текстом. Задайте {PREFIX}MAIL_SECURITY=starttls или tls.")
    return faults


def _zones() -> set[str]:
    from zoneinfo import available_timezones

    return available_timezones()


def _faults_of_cost(settings: Settings) -> list[str]:
    if settings.mode == Mode.DEMO:
        if not settings.totp_required and not loopback(settings.host):
            return [f"Вход без кода возможен только на этом компьютере. Оставьте {PREFIX}HOST=127.0.0.1."]
        return []
    faults = []
    if settings.hash_memory_kib * settings.hash_time_cost < 3 * 12_288:  # what OWASP names: 12 MiB, 3 passes
        faults.append(
            f"Пароли хранились бы слишком слабо. Задайте {PREFIX}HASH_MEMORY_KIB=65536 "
            f"и {PREFIX}HASH_TIME_COST=3."
        )
    if not settings.totp_required:
        faults.append(f"Завуч и директор входят с кодом. Уберите {PREFIX}TOTP_REQUIRED.")
    return faults


def _faults_of_files(settings: Settings, found: keys.Keys) -> list[str]:
    if settings.mode == Mode.DEMO:
        return []
    path, faults = settings.keys_path, []
    if found.demo:
        faults.append(f"Ключи в {path} созданы для пробы. Уберите файл и создайте новый: homelessons keys.")
    if keys.open_to_others(path):
        faults.append(f"Файл ключей {path} доступен другим. Выполните: chmod 600 {path}.")
    if settings.data_folder.exists() and keys.open_to_others(settings.data_folder):
        faults.append(
            f"Папка {settings.data_folder} доступна другим. Выполните: chmod 700 {settings.data_folder}."
        )
    return faults
