"""What is different in a plan, and why, as sentences."""

from collections.abc import Mapping
from datetime import datetime

from app.kernel.i18n import Bilingual, Message, local_date, local_datetime, localised, ngettext
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from courses.paths.changes import Change, Changes, Fate, Kind
from courses.paths.plan import OutReason
from courses.paths.request_models import PlanningReason
from courses.paths.wording import OUT_REASONS

#: What made the job plan anew; where a date is the reason, its sentence says it.
OCCASIONS: dict[PlanningReason, Message] = {
    PlanningReason.IMPROVE: _l("Wir haben noch einmal gründlicher gerechnet."),
    PlanningReason.OWN_CHANGE: _l("Ihre Anmeldungen oder abgeschlossenen Kurse sind andere."),
}

_GONE = _l("Dieser Schritt fällt weg.")
_NOT_OFFERED = _l("Der Kurs wird zurzeit nicht angeboten.")


def sentences_of(changes: Changes, titles: Mapping[str, Bilingual]) -> list[str]:
    """One sentence or two for each change, the most important first, and what stays.

    `titles` by the slug of the course. A course that is gone for good has none, and no sentence.
    """
    told = [
        _sentence(change, localised(titles[change.unit]))
        for change in changes.steps
        if change.unit in titles
    ]
    if changes.reordered:
        told.append(_("Die Reihenfolge Ihrer Schritte ist eine andere."))
    if changes.more_open > 0:
        told.append(
            ngettext(
                "Am Ende bleibt %(num)s Stufe mehr offen als vorher.",
                "Am Ende bleiben %(num)s Stufen mehr offen als vorher.",
                changes.more_open,
            )
        )
    if changes.more_open < 0:
        told.append(
            ngettext(
                "Am Ende bleibt %(num)s Stufe weniger offen als vorher.",
                "Am Ende bleiben %(num)s Stufen weniger offen als vorher.",
                -changes.more_open,
            )
        )
    if told and changes.rest_stays and not changes.reordered:
        told.append(_("Alles andere bleibt."))
    return told


def occasion_of(why: str) -> Message | None:
    """What made the job plan anew; None where the sentences say it."""
    return OCCASIONS.get(PlanningReason(why))


def _sentence(change: Change, title: str) -> str:
    if change.kind is Kind.NEW:
        return _new(change, title)
    if change.kind is Kind.MOVED:
        return _(
            "‚%(course)s‘ ist verlegt: bisher %(before)s, jetzt %(after)s.",
            course=title,
            before=_moment(change.before),
            after=_moment(change.after),
        )
    if change.kind is Kind.OTHER_DATE:
        return _other_date(change, title)
    return _gone(change, title)


def _new(change: Change, title: str) -> str:
    if change.after is None:
        return _("Neu dabei ist ‚%(course)s‘.", course=title)
    if change.own_seat:
        return _(
            "Neu dabei ist ‚%(course)s‘ ab %(after)s: Dort sind Sie angemeldet.",
            course=title,
            after=local_date(change.after),
        )
    return _("Neu dabei ist ‚%(course)s‘ ab %(after)s.", course=title, after=_day(change.after))


def _other_date(change: Change, title: str) -> str:
    after = _day(change.after)
    if change.own_seat:
        return _(
            "Für ‚%(course)s‘ gilt jetzt der Termin, zu dem Sie angemeldet sind: %(after)s.",
            course=title,
            after=after,
        )
    cause = _cause(change, title)
    if cause is None:
        return _(
            "Für ‚%(course)s‘ schlägt Ihr Lernpfad jetzt %(after)s vor, bisher %(before)s.",
            course=title,
            after=after,
            before=_day(change.before),
        )
    instead = _("Stattdessen schlägt Ihr Lernpfad %(after)s vor.", after=after)
    return f"{cause} {instead}"


def _gone(change: Change, title: str) -> str:
    if change.left_out == OutReason.DONE:
        return _("‚%(course)s‘ haben Sie abgeschlossen.", course=title)
    why = OUT_REASONS[OutReason(change.left_out)] if change.left_out else _NOT_OFFERED
    cause = _cause(change, title)
    if cause is None:
        cause = _("‚%(course)s‘ gehört nicht mehr zu Ihrem Lernpfad.", course=title)
        return f"{cause} {why}"
    return f"{cause} {_GONE} {why}"


def _cause(change: Change, title: str) -> str | None:
    """What has become of the former date."""
    if change.fate is None or change.before is None:
        return None
    told = {"course": title, "before": _day(change.before)}
    if change.fate is Fate.CANCELLED:
        return _("‚%(course)s‘ am %(before)s ist abgesagt.", **told)
    if change.fate is Fate.FULL:
        return _("‚%(course)s‘ am %(before)s ist ausgebucht.", **told)
    if change.fate is Fate.MOVED:
        return _("‚%(course)s‘ am %(before)s ist verlegt.", **told)
    return _("‚%(course)s‘ am %(before)s hat schon begonnen.", **told)


def _day(instant: datetime | None) -> str:
    return local_date(instant) if instant else ""


def _moment(instant: datetime | None) -> str:
    return local_datetime(instant) if instant else ""
