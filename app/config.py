"""Typed settings, read once from the environment (12-factor).

Every variable is listed for operators in docs/configuration.md.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.kernel.errors import ConfigurationError

PROJECT_ROOT = Path(__file__).resolve().parent.parent
MODES = ("production", "demo", "test")
MINIMUM_SECRET_LENGTH = 32


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator decides. `mode` is production unless the environment says otherwise."""

    mode: str = "production"
    instance_folder: Path = PROJECT_ROOT / "instance"
    database_url: str = ""
    jobs_url: str = ""
    mail_url: str = ""
    mail_sender: str = "KommA <komma@example.org>"
    base_url: str = "http://localhost:8000"
    secret_key: str = field(default="", repr=False)
    time_zone: str = "Europe/Berlin"
    trusted_proxies: int = 0
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
        if self.mode != "production":
            return
        if len(self.secret_key) < MINIMUM_SECRET_LENGTH:
            raise ConfigurationError(
                "SECRET_KEY",
                f"must be set to at least {MINIMUM_SECRET_LENGTH} random characters in production",
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
    return Settings(
        mode=mode,
        instance_folder=folder,
        database_url=_database_url(given.get("DATABASE_URL", ""), folder),
        jobs_url=given.get("JOBS_URL") or f"sqlite:///{folder / 'jobs.sqlite3'}",
        secret_key=given.get("SECRET_KEY") or (_kept_secret(folder) if mode == "demo" else ""),
        time_zone=_time_zone(given.get("TIME_ZONE", "Europe/Berlin")),
        trusted_proxies=_number("TRUSTED_PROXIES", given.get("TRUSTED_PROXIES", "0")),
        show_official_line=given.get("SHOW_OFFICIAL_LINE", "") == "1",
        **known,  # type: ignore[arg-type]
    )


def _database_url(given: str, folder: Path) -> str:
    """The SQLAlchemy URL; the short forms operators know from elsewhere are understood."""
    if not given:
        return f"sqlite:///{folder / 'komma.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    if not given.startswith(("sqlite:", "postgresql+psycopg:")):
        raise ConfigurationError("DATABASE_URL", "must start with sqlite: or postgresql:")
    return given


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigurationError("TIME_ZONE", "must be an IANA zone name") from error
    return name


def _number(variable: str, text: str) -> int:
    if not text.isdecimal():
        raise ConfigurationError(variable, "must be a whole number")
    return int(text)


def _kept_secret(folder: Path) -> str:
    """A random secret made once and kept in the instance folder, so a demo needs no set-up."""
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
