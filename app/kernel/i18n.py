"""Two languages: German is the source of every text, English its translation.

Texts that a person reads are `_("…")` in code that runs in a request and `_l("…")` where they are
declared. Catalogues live in `<package>/translations/en/LC_MESSAGES/messages.po`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from flask import Flask, current_app, has_request_context, request, session
from flask_babel import (
    Babel,
    LazyString,
    force_locale,
    format_date,
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
        duration=duration,
    )
    app.jinja_env.globals["current_language"] = current_language


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


def localised(text: Bilingual) -> str:
    return text.in_language(current_language())


def programme_zone() -> ZoneInfo:
    """The wall clock that pages show: the programme's zone."""
    return ZoneInfo(current_app.extensions["komma"].settings.time_zone)


def local_datetime(instant: datetime) -> str:
    """Weekday, date and time with the word for o'clock, in the programme's zone."""
    return gettext("%(date)s, %(time)s Uhr", date=local_date(instant), time=local_time(instant))


def local_date(value: datetime | date) -> str:
    """A date with its weekday; an aware instant is read in the programme's zone."""
    day = value.astimezone(programme_zone()).date() if isinstance(value, datetime) else value
    return format_date(day, "EEEE, d. MMMM y" if current_language() == "de" else "EEEE, d MMMM y")


def local_month(day: date) -> str:
    """The month of a date with its year."""
    return format_date(day, "LLLL y")


def local_weekday(day: date) -> str:
    """The name of its weekday."""
    return format_date(day, "cccc")


def short_date(value: datetime | date) -> str:
    """A date in figures, for pictures and where the weekday says nothing."""
    day = value.astimezone(programme_zone()).date() if isinstance(value, datetime) else value
    return format_date(day, "dd.MM.y" if current_language() == "de" else "d MMM y")


def local_time(instant: datetime) -> str:
    return f"{instant.astimezone(programme_zone()):%H:%M}"


def duration(minutes: int) -> str:
    """Minutes as a person says them: `45 Minuten`, `2 Std. 30 Min.`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(num)s Minute", "%(num)s Minuten", rest)
    if not rest:
        return ngettext("%(num)s Stunde", "%(num)s Stunden", hours)
    return gettext("%(hours)s Std. %(minutes)s Min.", hours=hours, minutes=rest)
