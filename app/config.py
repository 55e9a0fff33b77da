"""Typed settings, read once from the environment (12-factor).

Every variable is listed for operators in docs/configuration.md.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.kernel.clock import SystemClock
from app.kernel.errors import ConfigurationError
from app.kernel.hosts import AllowedHosts
from app.kernel.permissions import Role
from app.kernel.vault import WrappingKey, new_wrapping_key, read_wrapping_keys
from certificates.signing.key_file import read_key_file, require_valid

PROJECT_ROOT = Path(__file__).resolve().parent.parent
MODES = ("production", "demo", "test")
MINIMUM_SECRET_LENGTH = 32
SHORTEST_IDLE_MINUTES = 10  # last use is noted every five minutes
DEFAULT_FILES = {"DATABASE_URL": "komma.sqlite3", "KEYS_URL": "keys.sqlite3"}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator decides. `mode` is production unless the environment says otherwise."""

    mode: str = "production"
    instance_folder: Path = PROJECT_ROOT / "instance"
    database_url: str = ""
    jobs_url: str = ""
    mail_url: str = ""
    mail_sender: str = "KommA <komma@example.org>"
    reply_address: str = ""
    base_url: str = "http://localhost:8000"
    secret_key: str = field(default="", repr=False)
    keys_url: str = ""
    vault_keys: tuple[WrappingKey, ...] = ()
    certificate_key: Path | None = None
    certificate_key_password: str = field(default="", repr=False)
    time_stamp_url: str = ""
    time_zone: str = "Europe/Berlin"
    trusted_proxies: int = 0
    session_lifetime: timedelta = timedelta(hours=12)
    session_idle: timedelta = timedelta(hours=8)
    second_factor_roles: frozenset[Role] = frozenset()
    #: Hosts inside that calendars may be fetched from, each as `AllowedHosts.parse` reads it.
    calendar_allowed_hosts: tuple[str, ...] = ()
    quick_exit_url: str = "https://www.wetter.de/"
    operator_name: str = "Programmbüro KommA (Beispiel)"
    operator_address: str = "Musterstraße 1, 10115 Berlin"
    operator_email: str = "buero@example.org"
    security_contact: str = "mailto:buero@example.org"
    show_official_line: bool = False
    funder_notice: str = ""
    funder_logo: str = ""

    @property
    def demo(self) -> bool:
        """True where invented data, demo accounts and the mail page are shown."""
        return self.mode == "demo"

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    def require_serving(self) -> None:
        """Raise ConfigurationError unless these settings are safe to serve requests with."""
        if self.certificate_key is not None:
            material = read_key_file(self.certificate_key, self.certificate_key_password)
            require_valid(material, now=SystemClock().now())
        if self.mode != "production":
            return
        if len(self.secret_key) < MINIMUM_SECRET_LENGTH:
            raise ConfigurationError(
                "SECRET_KEY",
                f"must be set to at least {MINIMUM_SECRET_LENGTH} random characters in production",
            )
        if not self.vault_keys:
            raise ConfigurationError(
                "VAULT_KEY", "must be set to base64 of 32 random bytes in production"
            )
        if not self.base_url.startswith("https://"):
            raise ConfigurationError("BASE_URL", "must start with https:// in production")
        if not self.mail_url:
            raise ConfigurationError("MAIL_URL", "must name the mail server in production")


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings as the environment gives them, with the defaults filled in.

    Raises ConfigurationError naming the variable that cannot be used.
    """
    given = os.environ if environment is None else environment
    mode = given.get("KOMMA_MODE", "production")
    if mode not in MODES:
        raise ConfigurationError("KOMMA_MODE", f"must be one of {', '.join(MODES)}")
    folder = Path(given.get("INSTANCE_FOLDER", str(PROJECT_ROOT / "instance"))).resolve()
    known: dict[str, object] = {
        name: given[name.upper()]
        for name in (
            "mail_url",
            "mail_sender",
            "base_url",
            "quick_exit_url",
            "operator_name",
            "operator_address",
            "operator_email",
            "security_contact",
            "funder_notice",
            "funder_logo",
        )
        if given.get(name.upper())
    }
    if "base_url" in known:
        known["base_url"] = str(known["base_url"]).rstrip("/")

    database_url = _database_url("DATABASE_URL", given.get("DATABASE_URL", ""), folder)
    keys_url = _database_url("KEYS_URL", given.get("KEYS_URL", ""), folder)
    if keys_url == database_url:
        raise ConfigurationError("KEYS_URL", "must not be the database that the keys open")

    def made(name: str, make: Callable[[], str]) -> str:
        return _kept_secret(folder / name, make) if mode == "demo" else ""

    def made_vault_key() -> str:
        keys, is_kept = folder / DEFAULT_FILES["KEYS_URL"], (folder / "vault_key").exists()
        if mode == "demo" and not given.get("KEYS_URL") and keys.exists() and not is_kept:
            raise ConfigurationError("VAULT_KEY", f"must be set: {keys} holds keys of another one")
        return made("vault_key", new_wrapping_key)

    return Settings(
        mode=mode,
        instance_folder=folder,
        database_url=database_url,
        jobs_url=given.get("JOBS_URL") or f"sqlite:///{folder / 'jobs.sqlite3'}",
        secret_key=given.get("SECRET_KEY") or made("secret_key", new_secret_key),
        keys_url=keys_url,
        vault_keys=read_wrapping_keys(given.get("VAULT_KEY") or made_vault_key()),
        certificate_key=Path(path) if (path := given.get("CERTIFICATE_KEY")) else None,
        certificate_key_password=given.get("CERTIFICATE_KEY_PASSWORD", ""),
        time_stamp_url=_web_address("TIME_STAMP_URL", given.get("TIME_STAMP_URL", "")),
        time_zone=_time_zone(given.get("TIME_ZONE", "Europe/Berlin")),
        reply_address=_reply_address(given.get("REPLY_ADDRESS", "")),
        trusted_proxies=_number("TRUSTED_PROXIES", given, "0"),
        session_lifetime=timedelta(hours=_number("SESSION_HOURS", given, "12", least=1)),
        session_idle=timedelta(
            minutes=_number("SESSION_IDLE_MINUTES", given, "480", least=SHORTEST_IDLE_MINUTES)
        ),
        second_factor_roles=_roles("SECOND_FACTOR_ROLES", given.get("SECOND_FACTOR_ROLES", "")),
        calendar_allowed_hosts=_hosts(
            "CALENDAR_ALLOWED_HOSTS", given.get("CALENDAR_ALLOWED_HOSTS", "")
        ),
        show_official_line=given.get("SHOW_OFFICIAL_LINE", "") == "1",
        **known,  # type: ignore[arg-type]
    )


def _database_url(variable: str, given: str, folder: Path) -> str:
    """The SQLAlchemy URL; the short forms operators know from elsewhere are understood."""
    if not given:
        return f"sqlite:///{folder / DEFAULT_FILES[variable]}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    if not given.startswith(("sqlite:", "postgresql+psycopg:")):
        raise ConfigurationError(variable, "must start with sqlite: or postgresql:")
    return given


def _web_address(variable: str, given: str) -> str:
    if given and not given.startswith(("http://", "https://")):
        raise ConfigurationError(variable, "must start with http:// or https://")
    return given


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigurationError("TIME_ZONE", "must be an IANA zone name") from error
    return name


def _reply_address(form: str) -> str:
    if form and (form.count("{secret}") != 1 or "{secret}" not in form.partition("@")[0]):
        raise ConfigurationError(
            "REPLY_ADDRESS", "must be an address with {secret} before its @, or empty"
        )
    return form


def _number(variable: str, given: Mapping[str, str], default: str, *, least: int = 0) -> int:
    text = given.get(variable) or default
    if not text.isdecimal():
        raise ConfigurationError(variable, "must be a whole number")
    if int(text) < least:
        raise ConfigurationError(variable, f"must be at least {least}")
    return int(text)


def _roles(variable: str, text: str) -> frozenset[Role]:
    """Role names, parted by commas."""
    names = list(filter(None, (name.strip() for name in text.split(","))))
    try:
        return frozenset(map(Role, names))
    except ValueError as error:
        raise ConfigurationError(
            variable, f"must name roles by comma: {', '.join(Role)}"
        ) from error


def _hosts(variable: str, text: str) -> tuple[str, ...]:
    """Hosts and networks, parted by commas or spaces."""
    words = tuple(text.replace(",", " ").split())
    try:
        AllowedHosts.parse(words)
    except ValueError as error:
        raise ConfigurationError(variable, str(error)) from error
    return words


def new_secret_key() -> str:
    """A random SECRET_KEY."""
    return secrets.token_urlsafe(48)


def _kept_secret(path: Path, make: Callable[[], str]) -> str:
    """What `make` gave once, kept at `path`, so that a demo needs no set-up."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written aside and then linked: processes that start together never read half a secret.
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
            file.write(make())
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()
