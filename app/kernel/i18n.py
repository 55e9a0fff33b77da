"""Two languages: German is the source of every text, English its translation.

Texts that a person reads are `_("…")` in code that runs in a request and `_l("…")` where they are
declared. Catalogues live in `<package>/translations/en/LC_MESSAGES/messages.po`.

Times are shown by the clock of whoever reads them; rules and documents of the programme go by
`programme_zone`.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeAlias
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import (
    Babel,
    LazyString,
    force_locale,
    format_date,
    format_decimal,
    get_locale,
    gettext,
    lazy_gettext,
    ngettext,
)

from app.kernel.bilingual import Bilingual

__all__ = [
    "LANGUAGES",
    "Bilingual",
    "Message",
    "current_language",
    "force_locale",
    "gettext",
    "lazy_gettext",
    "ngettext",
]

LANGUAGES = ("de", "en")
PACKAGES_WITH_TEXTS = (
    "app",
    "organisations",
    "notifications",
    "scheduling",
    "assessments",
    "courses",
    "certificates",
    "exchange",
)

Message: TypeAlias = str | LazyString

babel = Babel()


class Reader(Protocol):
    """Whom a text is for. `time_zone` is an IANA name, None for the programme's zone."""

    @property
    def language(self) -> str: ...

    @property
    def time_zone(self) -> str | None: ...


@dataclass(frozen=True)
class Stranger:
    """A reader of whom no more than the language is known."""

    language: str
    time_zone: str | None = None


# For whom texts are written now, where that is not the one who looks at a page.
_addressed: ContextVar[Reader | None] = ContextVar("addressed", default=None)


def init_i18n(app: Flask, project_root: Path) -> None:
    """Set up languages, translation catalogues and the filters that templates use."""
    directories = [project_root / name / "translations" for name in PACKAGES_WITH_TEXTS]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, directories))
    app.config["BABEL_DEFAULT_LOCALE"] = "de"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "UTC"
    babel.init_app(app, locale_selector=_select_language)
    app.jinja_env.filters.update(
        localised=localised,
        local_datetime=local_datetime,
        local_date=local_date,
        local_month=local_month,
        local_weekday=local_weekday,
        short_date=short_date,
        local_time=local_time,
        clock_elsewhere=clock_elsewhere,
        duration=duration,
        level=level,
        file_size=file_size,
    )
    app.jinja_env.globals.update(
        current_language=current_language,
        local_span=local_span,
        zone_note=zone_note,
        zone_of=zone_of,
        zone_note_is_missing=zone_note_is_missing,
    )


def _select_language() -> str:
    if not has_request_context():
        return "de"
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or "de"


def current_language() -> str:
    """`de` or `en`, as chosen, else as the browser asks, else German."""
    locale = get_locale()
    return locale.language if locale else "de"


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Write in the language of the person addressed, whatever the request's language is."""
    with force_locale(language):
        yield


@contextmanager
def as_read_by(reader: Reader) -> Iterator[None]:
    """Write in the language and by the clock of `reader`, whoever the request is of.

    Times name their zone where it is not the programme's.
    """
    token = _addressed.set(reader)
    try:
        with in_language(reader.language):
            yield
    finally:
        _addressed.reset(token)


def by_programme_clock() -> AbstractContextManager[None]:
    """Write in the language of the moment and by the programme's clock, as its documents are."""
    return as_read_by(Stranger(current_language()))


def localised(text: Bilingual) -> str:
    return text.in_language(current_language())


def programme_zone() -> ZoneInfo:
    """The wall clock of the programme: of its rules and documents, and of who chose no other."""
    return ZoneInfo(current_app.extensions["komma"].settings.time_zone)


def zone_of(reader: Reader) -> ZoneInfo:
    """The wall clock that `reader` goes by: of their own zone, else of the programme's."""
    return ZoneInfo(reader.time_zone) if reader.time_zone else programme_zone()


def viewer_zone() -> ZoneInfo:
    """The wall clock that is shown and typed: of whom a text is for, else of who is signed in."""
    reader = _addressed.get()
    return zone_of(reader) if reader else _zone_signed_in()


def _zone_signed_in() -> ZoneInfo:
    """As the features know it; the programme's where nobody is signed in."""
    features = current_app.extensions["komma"].features if has_request_context() else []
    readers = (feature.viewer() for feature in features if feature.viewer)
    reader = next((one for one in readers if one), None)
    return zone_of(reader) if reader else programme_zone()


def zone_label(name: str) -> str:
    """A zone by its city in the language of the moment, and by its name in the IANA database."""
    locale = get_locale()
    known = locale.time_zones.get(name, {}) if locale else {}
    city = known.get("city") or name.rpartition("/")[2].replace("_", " ")
    return f"{city} ({name})"


def zone_note() -> str:
    """Which clock a page's times go by; empty where everybody expects the programme's."""
    own, shown = _zone_signed_in().key, viewer_zone().key
    if has_request_context():
        g.zone_is_noted = True
    if own == programme_zone().key:
        return ""
    if shown == own:
        return gettext("Zeiten in Ihrer Zeitzone: %(zone)s", zone=shown)
    return gettext("Zeiten in der Zeitzone des Programms: %(zone)s", zone=shown)


def zone_note_is_missing() -> bool:
    """Whether the page so far has shown a time and not said by which clock."""
    return "shows_time" in g and "zone_is_noted" not in g


def local_datetime(instant: datetime) -> str:
    """Weekday, date and time with the word for o'clock, by the reader's clock."""
    text = gettext("%(date)s, %(time)s Uhr", date=local_date(instant), time=local_time(instant))
    return text + _zone_beside()


def local_span(starts_at: datetime, ends_at: datetime) -> str:
    """Weekday, date, and from when until when, by the reader's clock."""
    text = gettext(
        "%(day)s, %(start)s–%(end)s Uhr",
        day=local_date(starts_at),
        start=local_time(starts_at),
        end=local_time(ends_at),
    )
    return text + _zone_beside()


def clock_elsewhere(instant: datetime, other: Reader) -> str:
    """What the clock of `other` shows then, with the date where it is another one.

    Empty where the reader's clock shows the same.
    """
    here, there = instant.astimezone(viewer_zone()), instant.astimezone(zone_of(other))
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return ""
    time = f"{there:%H:%M}"
    if here.date() == there.date():
        return gettext("%(time)s Uhr", time=time)
    return gettext("%(date)s, %(time)s Uhr", date=local_date(there.date()), time=time)


def _zone_beside() -> str:
    zone = viewer_zone().key
    return "" if _addressed.get() is None or zone == programme_zone().key else f" ({zone})"


def local_date(value: datetime | date) -> str:
    """A date with its weekday; an aware instant is read by the reader's clock."""
    day = value.astimezone(viewer_zone()).date() if isinstance(value, datetime) else value
    return format_date(day, "EEEE, d. MMMM y" if current_language() == "de" else "EEEE, d MMMM y")


def local_month(day: date) -> str:
    """The month of a date with its year."""
    return format_date(day, "LLLL y")


def local_weekday(day: date) -> str:
    """The name of its weekday."""
    return format_date(day, "cccc")


def short_date(value: datetime | date) -> str:
    """A date in figures, for pictures and where the weekday says nothing."""
    day = value.astimezone(viewer_zone()).date() if isinstance(value, datetime) else value
    return format_date(day, "dd.MM.y" if current_language() == "de" else "d MMM y")


def local_time(instant: datetime) -> str:
    if has_request_context():
        g.shows_time = True
    return f"{instant.astimezone(viewer_zone()):%H:%M}"


def level(value: float) -> str:
    """A level as a figure; the mean of several with its decimal."""
    return str(value) if isinstance(value, int) else str(format_decimal(value, format="0.0"))


def file_size(octets: int) -> str:
    """How large a file is, as a person reads it: `257,8 kB`, `1,2 MB`."""
    unit, factor = ("kB", 1_000) if octets < 1_000_000 else ("MB", 1_000_000)
    number = format_decimal(octets / factor, format="0.#")
    return f"{number} {unit}"


def duration(minutes: int) -> str:
    """Minutes as a person says them: `45 Minuten`, `2 Std. 30 Min.`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(num)s Minute", "%(num)s Minuten", rest)
    if not rest:
        return ngettext("%(num)s Stunde", "%(num)s Stunden", hours)
    return gettext("%(hours)s Std. %(minutes)s Min.", hours=hours, minutes=rest)
