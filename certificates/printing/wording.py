"""The words of the document itself, in both languages.

They stand here and not in the translation catalogues: a certificate is written in the language of
the course for the person, whatever language the request that makes it happens to speak, and a job
makes it outside any request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The texts of one language. Templates in braces are filled by the functions below."""

    contents: str
    length: str
    total: str
    issued_on: str
    verify: str
    code: str
    valid_until: str
    replaces: str
    page: str
    page_of: str
    conjunction: str
    on_day: str
    on_days_of_month: str
    on_days: str
    from_to_in_month: str
    number_of_days: str
    hour: str
    hours: str
    minute: str
    minutes: str
    short_hours: str
    short_minutes: str


GERMAN = Wording(
    contents="Inhalte",
    length="Dauer",
    total="Gesamtumfang",
    issued_on="Ausgestellt am {day}",
    verify="Echtheit online prüfen",
    code="Prüfcode",
    valid_until="Gültig bis {day}",
    replaces="Ersetzt die Bescheinigung {code}",
    page="Seite",
    page_of="von",
    conjunction="und",
    on_day="am {day}",
    on_days_of_month="am {days} {month}",
    on_days="am {days}",
    from_to_in_month="vom {first} bis {last}",
    number_of_days="an {count} Tagen vom {first} bis {last}",
    hour="Stunde",
    hours="Stunden",
    minute="Minute",
    minutes="Minuten",
    short_hours="Std.",
    short_minutes="Min.",
)

ENGLISH = Wording(
    contents="Contents",
    length="Duration",
    total="Total",
    issued_on="Issued on {day}",
    verify="Verify online",
    code="Code",
    valid_until="Valid until {day}",
    replaces="Replaces the certificate {code}",
    page="Page",
    page_of="of",
    conjunction="and",
    on_day="on {day}",
    on_days_of_month="on {days} {month}",
    on_days="on {days}",
    from_to_in_month="from {first} to {last}",
    number_of_days="on {count} days from {first} to {last}",
    hour="hour",
    hours="hours",
    minute="minute",
    minutes="minutes",
    short_hours="h",
    short_minutes="min",
)

WORDINGS = {"de": GERMAN, "en": ENGLISH}

# British order of day and month: the readers are in Europe.
_LOCALES = {"de": "de_DE", "en": "en_GB"}
_LONG_PATTERNS = {"de": "d. MMMM y", "en": "d MMMM y"}
_DAY_PATTERNS = {"de": "d.", "en": "d"}

# So many days are named one by one; more are given as a count and a period.
_DAYS_LISTED = 4


def day_in_words(day: date, language: str) -> str:
    """Return a day as `3. März 2026` or `3 March 2026`."""
    return format_date(day, _LONG_PATTERNS[language], locale=_LOCALES[language])


def dates_in_words(dates: Sequence[date], language: str) -> str:
    """Return ascending days as a phrase, such as `am 3., 10. und 17. März 2026`.

    Three or more days in a row become a period; many scattered days become their number and the
    period that they fall into.
    """
    wording = WORDINGS[language]
    first, last = dates[0], dates[-1]
    one_month = (first.year, first.month) == (last.year, last.month)
    if len(dates) == 1:
        return wording.on_day.format(day=day_in_words(first, language))
    if len(dates) > 2 and (last - first).days == len(dates) - 1:
        start = _day_of_month(first, language) if one_month else day_in_words(first, language)
        return wording.from_to_in_month.format(first=start, last=day_in_words(last, language))
    if len(dates) > _DAYS_LISTED:
        return wording.number_of_days.format(
            count=len(dates),
            first=day_in_words(first, language),
            last=day_in_words(last, language),
        )
    if one_month:
        days = [_day_of_month(day, language) for day in dates]
        month = format_date(first, "MMMM y", locale=_LOCALES[language])
        return wording.on_days_of_month.format(days=_enumerated(days, wording), month=month)
    return wording.on_days.format(
        days=_enumerated([day_in_words(day, language) for day in dates], wording)
    )


def duration_in_words(total_minutes: int, language: str) -> str:
    """Return minutes as `6 Stunden 30 Minuten`."""
    wording = WORDINGS[language]
    hours, minutes = divmod(total_minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} {wording.hour if hours == 1 else wording.hours}")
    if minutes:
        parts.append(f"{minutes} {wording.minute if minutes == 1 else wording.minutes}")
    return " ".join(parts)


def short_duration(total_minutes: int, language: str) -> str:
    """Return minutes as `1 Std. 30 Min.`, for a column of a table."""
    wording = WORDINGS[language]
    hours, minutes = divmod(total_minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} {wording.short_hours}")
    if minutes:
        parts.append(f"{minutes} {wording.short_minutes}")
    return " ".join(parts)


def _day_of_month(day: date, language: str) -> str:
    return format_date(day, _DAY_PATTERNS[language], locale=_LOCALES[language])


def _enumerated(words: Sequence[str], wording: Wording) -> str:
    return f"{', '.join(words[:-1])} {wording.conjunction} {words[-1]}"
