"""The words for calendars from outside: how they stand, why, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import format_timedelta

from app.kernel.i18n import Message, local_date, local_datetime, ngettext
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from scheduling.busy_calendars.models import BusyCalendar, Source
from scheduling.busy_calendars.problems import Problem
from scheduling.fetching.addresses import RefusedBecause

#: A file says nothing of what changes after it was saved; from this age on we say so louder.
FILE_IS_OLD_AFTER = timedelta(days=30)

TOO_LARGE_A_FILE = _l(
    "Diese Datei ist größer als 10 MB. Speichern Sie im Kalender einen kürzeren Zeitraum."
)

#: Why an address that was typed is refused, and what to do.
REFUSALS: Mapping[RefusedBecause, Message] = {
    RefusedBecause.EMPTY: _l("Bitte geben Sie die Adresse des Kalenders ein."),
    RefusedBecause.UNREADABLE: _l(
        "Das ist keine vollständige Adresse. Kopieren Sie sie noch einmal ganz, zum Beispiel "
        "https://kalender.example.org/frei.ics."
    ),
    RefusedBecause.TOO_LONG: _l(
        "Die Adresse ist zu lang: höchstens 2.000 Zeichen. Kopieren Sie nur die Adresse selbst."
    ),
    RefusedBecause.SCHEME: _l("Die Adresse muss mit https://, http:// oder webcal:// beginnen."),
    RefusedBecause.CREDENTIALS: _l(
        "In der Adresse steht ein Benutzername oder ein Passwort. Nehmen Sie einen Freigabe-Link, "
        "der ohne Anmeldung gilt."
    ),
    RefusedBecause.PORT: _l(
        "Die Adresse nennt einen ungewöhnlichen Anschluss (die Zahl nach dem Doppelpunkt). Wir "
        "rufen nur die üblichen auf, 80 und 443. Sonst laden Sie eine Datei hoch."
    ),
    RefusedBecause.NOT_PUBLIC: _l(
        "Diese Adresse liegt in einem internen Netz. Wir rufen nur Adressen auf, die aus dem "
        "Internet erreichbar sind. Laden Sie stattdessen eine Datei hoch."
    ),
}

_BROKEN_SHARE = _l(
    "Vielleicht fehlt ein Stück der Adresse, oder die Freigabe ist beendet. Kopieren Sie die "
    "Adresse dort neu und tragen Sie sie unter „Ändern“ ein."
)
_WE_TRY_AGAIN = _l("Meist ist das bald vorbei. Wir versuchen es weiter; Sie müssen nichts tun.")

#: Why the newest attempt brought nothing, and what its owner can do.
PROBLEMS: Mapping[Problem, tuple[Message, Message]] = {
    Problem.UNREACHABLE: (
        _l("Wir erreichen den Server des Kalenders nicht."),
        _l(
            "Wir versuchen es weiter. Wenn es länger dauert: Prüfen Sie, ob sich die Adresse im "
            "Browser öffnen lässt."
        ),
    ),
    Problem.FORBIDDEN_ADDRESS: (
        _l("Die Adresse führt in ein Netz, in dem wir nichts aufrufen dürfen."),
        _l(
            "Nehmen Sie eine Adresse, die aus dem Internet erreichbar ist, oder laden Sie eine "
            "Datei hoch."
        ),
    ),
    Problem.TOO_MANY_REDIRECTS: (
        _l("Die Adresse leitet immer weiter und kommt bei keinem Kalender an."),
        _l("Kopieren Sie die Adresse neu und tragen Sie sie unter „Ändern“ ein."),
    ),
    Problem.TOO_LARGE: (
        _l("Der Kalender ist größer als 5 MB."),
        _l("Geben Sie dort nur frei, wann Sie belegt sind, oder einen kleineren Kalender."),
    ),
    Problem.REFUSED: (_l("Der Server gibt den Kalender nicht heraus."), _BROKEN_SHARE),
    Problem.GONE: (_l("Unter der Adresse gibt es keinen Kalender."), _BROKEN_SHARE),
    Problem.BUSY: (_l("Der Server bittet uns, später wiederzukommen."), _WE_TRY_AGAIN),
    Problem.SERVER_FAULT: (_l("Der Server des Kalenders meldet einen Fehler."), _WE_TRY_AGAIN),
    Problem.NO_CALENDAR: (
        _l("Unter der Adresse kommt kein Kalender, vielleicht eine Seite zum Anmelden."),
        _l(
            "Kopieren Sie die Adresse, die „ICS“ oder „iCal“ heißt, und tragen Sie sie unter "
            "„Ändern“ ein."
        ),
    ),
    Problem.EMPTY: (
        _l("Der Kalender kommt auf einmal ganz leer an."),
        _l(
            "Ist er wirklich leer, übernehmen wir das nach einem Tag. Sonst prüfen Sie dort die "
            "Freigabe."
        ),
    ),
    Problem.TOO_LONG_TO_READ: (
        _l("Der Kalender ist zu umfangreich, um ihn zu lesen."),
        _l("Geben Sie dort nur frei, wann Sie belegt sind, oder einen kleineren Kalender."),
    ),
    Problem.ADDRESS_LOST: (
        _l("Wir können die gespeicherte Adresse nicht mehr öffnen."),
        _l("Bitte tragen Sie sie unter „Ändern“ noch einmal ein."),
    ),
}


@dataclass(frozen=True)
class Standing:
    """How a calendar stands: a badge, and in sentences why and what to do."""

    badge: str
    kind: str
    sentences: list[str]
    #: Whether an answer is on the way, so that it is worth looking again.
    is_awaited: bool = False
    #: The last day of which we know something.
    last_day: str | None = None
    #: When it is fetched next, relative to now; None for a file.
    next_fetch: str | None = None


def standing_of(calendar: BusyCalendar, now: datetime, *, coaches: bool) -> Standing:
    """How `calendar` stands at `now`, for its owner, who gives coaching or only books it."""
    is_file = calendar.source == Source.FILE
    standing = _of_file(calendar, now) if is_file else _of_address(calendar, now, coaches=coaches)
    return replace(
        standing,
        is_awaited=calendar.is_being_fetched(now),
        last_day=_last_day(calendar),
        next_fetch=_next_fetch(calendar, now),
    )


def removal_text(calendar: BusyCalendar) -> str:
    """What its end means, for the question before it."""
    if calendar.source == Source.FILE:
        forgotten = _("Wir löschen alle Zeiten aus „%(label)s“.", label=calendar.label)
    else:
        forgotten = _(
            "Wir löschen die Adresse von „%(label)s“ und alle Zeiten daraus.", label=calendar.label
        )
    stays = _("Was dort steht, hält dann keine Zeiten mehr frei. Gebuchte Termine bleiben.")
    return f"{forgotten} {stays}"


def _of_address(calendar: BusyCalendar, now: datetime, *, coaches: bool) -> Standing:
    problem = calendar.shown_problem(now)
    if problem is None and calendar.good_at is not None and not calendar.is_stale(now):
        sentences = [_last_read(calendar.good_at, now), *_unreadable(calendar)]
        return Standing(_("Aktuell"), "success", sentences)
    if problem is None and calendar.good_at is None and calendar.is_being_fetched(now):
        waiting = _("Wir holen den Kalender zum ersten Mal. Das dauert bis zu einer Minute.")
        return Standing(_("Wird abgerufen"), "info", [waiting])
    return _of_trouble(calendar, now, problem, coaches=coaches)


def _of_file(calendar: BusyCalendar, now: datetime) -> Standing:
    unreadable = _unreadable(calendar)
    stand = _("Stand vom %(day)s.", day=local_date(calendar.good_at))
    if calendar.known_until <= now:
        over = _("Die Datei reicht nicht weiter. Laden Sie eine neuere hoch.")
        return Standing(_("Abgelaufen"), "warning", [stand, over, *unreadable])
    later = _("Was Sie danach im Kalender ändern, wissen wir erst aus einer neueren Datei.")
    if now - calendar.good_at > FILE_IS_OLD_AFTER:
        return Standing(_("Ältere Datei"), "warning", [stand, later, *unreadable])
    return Standing(_("Datei gelesen"), "success", [stand, later, *unreadable])


def _of_trouble(
    calendar: BusyCalendar, now: datetime, problem: Problem | None, *, coaches: bool
) -> Standing:
    stale = calendar.is_stale(now)
    why = " ".join(map(str, PROBLEMS[problem])) if problem else _("Wir versuchen es gerade.")
    if calendar.good_at is None:
        badge, since = _("Noch nie gelesen"), _("Wir kennen noch keine Zeiten aus diesem Kalender.")
    else:
        badge = _("Veraltet") if stale else _("Zuletzt nicht abgerufen")
        since = _(
            "Wir kennen den Stand vom %(when)s. Er gilt, bis ein neuer da ist.",
            when=local_datetime(calendar.good_at),
        )
    sentences = [since, why]
    if stale and coaches:
        sentences.append(
            _(
                "Bis er wieder aktuell ist, bestätigen Sie neue Buchungen selbst. Krisengespräche "
                "gelten sofort."
            )
        )
    return Standing(badge, "danger" if stale else "warning", [*sentences, *_unreadable(calendar)])


def _last_read(read_at: datetime, now: datetime) -> str:
    if now - read_at < timedelta(minutes=1):
        return _("Gerade eben gelesen.")
    ago = format_timedelta(read_at - now, add_direction=True, threshold=1)
    return _("Zuletzt gelesen %(ago)s.", ago=ago)


def _last_day(calendar: BusyCalendar) -> str | None:
    """What we know ends at a midnight."""
    end = calendar.known_until
    return local_date(end - timedelta(seconds=1)) if end else None


def _next_fetch(calendar: BusyCalendar, now: datetime) -> str | None:
    if calendar.next_at is None:
        return None
    if calendar.is_being_fetched(now):
        return _("jetzt")
    return format_timedelta(calendar.next_at - now, add_direction=True, threshold=1)


def _unreadable(calendar: BusyCalendar) -> list[str]:
    if not calendar.unreadable_events:
        return []
    return [
        ngettext(
            "Einen Eintrag konnten wir nicht lesen. Seine Zeit gilt als belegt, soweit wir sie "
            "kennen.",
            "%(num)s Einträge konnten wir nicht lesen. Ihre Zeiten gelten als belegt, soweit wir "
            "sie kennen.",
            calendar.unreadable_events,
        )
    ]
