"""What stands on a certificate: the data that is stored at issue and never changes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit

DATA_VERSION = 1
LANGUAGES = ("de", "en")
#: The most characters of a text. What is longer was not meant, and would not be read on the page.
LONGEST = {
    "holder_name": 120,
    "course_title": 300,
    "modules.title": 300,
    "issuer": 200,
    "signatory": 165,
    "signatory_function": 200,
    "code": 60,
    "replaces": 60,
    "verify_url": 300,
    "notice": 1000,
}
MOST_MODULES = 200

JsonObject = dict[str, Any]


class InvalidCertificateData(ValueError):
    """The data cannot stand on a certificate; the message names the field and the fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateModule:
    """One part of the course: what it was about and how long it took."""

    title: str
    minutes: int

    def __post_init__(self) -> None:
        _require_text(self.title, "modules.title")
        _require_minutes(self.minutes, "modules.minutes")

    def to_json(self) -> JsonObject:
        """Return the module as a JSON object."""
        return {"title": self.title, "minutes": self.minutes}

    @classmethod
    def from_json(cls, stored: JsonObject) -> Self:
        """Read what `to_json` wrote. Raises InvalidCertificateData."""
        _require_keys(stored, {"title", "minutes"}, "modules")
        return cls(**stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateData:
    """Everything a certificate says, as it was said on the day of issue.

    Texts are in the language of the certificate. `dates` are the local days of the meetings that
    the holder attended, `total_minutes` is what counts for the holder and need not be the sum of
    the modules. `notice` is the line about programme and funder, empty where there is none.
    `valid_until` is the last day it is valid, `replaces` the printed code of the one it supersedes.
    Raises InvalidCertificateData where something is missing, of the wrong kind or longer than
    LONGEST allows.
    """

    holder_name: str
    course_title: str
    modules: tuple[CertificateModule, ...]
    total_minutes: int
    dates: tuple[date, ...]
    issuer: str
    signatory: str
    signatory_function: str = ""
    issued_on: date
    code: str
    verify_url: str
    language: str
    notice: str = ""
    valid_until: date | None = None
    replaces: str = ""

    def __post_init__(self) -> None:
        for field in ("holder_name", "course_title", "issuer", "signatory", "code"):
            _require_text(getattr(self, field), field)
        for field in ("signatory_function", "notice", "replaces"):
            _require(isinstance(getattr(self, field), str), field, "must be text")
            _require_length(getattr(self, field), field)
        _require_minutes(self.total_minutes, "total_minutes")
        _require(
            isinstance(self.modules, tuple)
            and all(isinstance(module, CertificateModule) for module in self.modules),
            "modules",
            "must be a tuple of modules",
        )
        _require(len(self.modules) <= MOST_MODULES, "modules", f"at most {MOST_MODULES}")
        _require(
            isinstance(self.dates, tuple) and bool(self.dates),
            "dates",
            "must name at least one day",
        )
        for day in (*self.dates, self.issued_on, self.valid_until or self.issued_on):
            _require(type(day) is date, "dates", "must be local days without a time")
        _require(list(self.dates) == sorted(set(self.dates)), "dates", "must ascend, each day once")
        _require(self.language in LANGUAGES, "language", f"must be one of {', '.join(LANGUAGES)}")
        _require_web_address(self.verify_url, "verify_url")

    @property
    def holder_initials(self) -> str:
        """The first letter of every part of the holder's name: `A.-M. Y.` for Ada-Maria Yildiz."""
        return _initials(self.holder_name)

    def to_json(self) -> JsonObject:
        """Return everything as one JSON object that says which version of the format it is in."""
        return {
            "version": DATA_VERSION,
            "holder_name": self.holder_name,
            "course_title": self.course_title,
            "modules": [module.to_json() for module in self.modules],
            "total_minutes": self.total_minutes,
            "dates": [day.isoformat() for day in self.dates],
            "issuer": self.issuer,
            "signatory": self.signatory,
            "signatory_function": self.signatory_function,
            "issued_on": self.issued_on.isoformat(),
            "code": self.code,
            "verify_url": self.verify_url,
            "language": self.language,
            "notice": self.notice,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "replaces": self.replaces,
        }

    @classmethod
    def from_json(cls, stored: JsonObject) -> Self:
        """Read what `to_json` wrote.

        Raises InvalidCertificateData for another version, a missing or an unknown key, or a value
        of the wrong kind.
        """
        _require(isinstance(stored, dict), "certificate", "must be an object")
        _require(
            stored.get("version") == DATA_VERSION,
            "version",
            f"must be {DATA_VERSION}, the only one",
        )
        _require_keys(stored, set(cls.__dataclass_fields__) | {"version"}, "certificate")
        fields = {name: value for name, value in stored.items() if name != "version"}
        _require(isinstance(fields["modules"], list), "modules", "must be a list")
        _require(isinstance(fields["dates"], list), "dates", "must be a list")
        fields["modules"] = tuple(CertificateModule.from_json(part) for part in fields["modules"])
        fields["dates"] = tuple(_day(day, "dates") for day in fields["dates"])
        fields["issued_on"] = _day(fields["issued_on"], "issued_on")
        if fields["valid_until"] is not None:
            fields["valid_until"] = _day(fields["valid_until"], "valid_until")
        return cls(**fields)


def _initials(name: str) -> str:
    parts = ("-".join(f"{half[0]}." for half in part.split("-") if half) for part in name.split())
    return " ".join(part for part in parts if part)


def _require(holds: bool, field: str, fault: str) -> None:
    if not holds:
        raise InvalidCertificateData(f"{field}: {fault}")


def _require_text(value: object, field: str) -> None:
    _require(isinstance(value, str) and bool(value.strip()), field, "must be text, not empty")
    _require_length(str(value), field)


def _require_length(text: str, field: str) -> None:
    longest = LONGEST[field]
    _require(len(text) <= longest, field, f"at most {longest} characters")


def _require_minutes(value: object, field: str) -> None:
    # `type`, since True is an int for isinstance and would pass as one minute.
    _require(type(value) is int and value > 0, field, "must be a positive number of minutes")


def _require_keys(stored: object, expected: set[str], field: str) -> None:
    _require(isinstance(stored, dict), field, "must be an object")
    for key in sorted(expected ^ set(stored)):
        _require(False, f"{field}.{key}", "is missing" if key in expected else "is unknown")


def _require_web_address(value: object, field: str) -> None:
    _require_text(value, field)
    address = urlsplit(str(value))
    _require(
        address.scheme in {"http", "https"} and bool(address.hostname),
        field,
        "must be a complete web address",
    )


def _day(value: object, field: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InvalidCertificateData(f"{field}: must be a day like 2026-11-23") from None
