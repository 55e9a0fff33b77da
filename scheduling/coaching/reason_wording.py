"""Why a time is not offered, in sentences for the coach."""

from datetime import datetime
from functools import singledispatch

from app.kernel.i18n import (
    duration,
    local_date,
    local_datetime,
    local_time,
    localised,
    viewer_zone,
)
from app.kernel.i18n import gettext as _
from scheduling import slot_reasons as reasons
from scheduling.slots import OutsideCalendar
from scheduling.working_hours import Window


@singledispatch
def sentence(reason: reasons.Reason) -> str:
    """The reason in a whole sentence. Raises TypeError for what is none."""
    raise TypeError(reason)


@sentence.register
def _too_soon(reason: reasons.TooSoon) -> str:
    return _(
        "Das ist zu kurzfristig: Mit Ihrem Vorlauf kann man zurzeit ab %(time)s buchen.",
        time=local_datetime(reason.earliest),
    )


@sentence.register
def _too_far_ahead(reason: reasons.TooFarAhead) -> str:
    return _(
        "Das ist zu weit im Voraus: Zurzeit kann man Termine vor %(time)s buchen.",
        time=local_datetime(reason.latest),
    )


@sentence.register
def _on_vacation(reason: reasons.OnVacation) -> str:
    return _(
        "Sie haben Urlaub eingetragen, von %(first)s bis %(last)s.",
        first=local_date(reason.first),
        last=local_date(reason.last),
    )


@sentence.register
def _day_off(_reason: reasons.DayOff) -> str:
    return _("Sie haben für diesen Tag eingetragen, dass Sie nicht arbeiten.")


@sentence.register
def _on_holiday(reason: reasons.OnHoliday) -> str:
    return _("Es ist ein Feiertag: %(name)s.", name=localised(reason.name))


@sentence.register
def _outside_working_time(reason: reasons.OutsideWorkingTime) -> str:
    if not reason.windows:
        return _("An diesem Tag haben Sie keine Arbeitszeit.")
    hours = ", ".join(map(_hours, reason.windows))
    if reason.by_override:
        return _("Für diesen Tag haben Sie andere Zeiten eingetragen: %(hours)s.", hours=hours)
    return _("An diesem Tag arbeiten Sie nur zu diesen Zeiten: %(hours)s.", hours=hours)


@sentence.register
def _work_ends_too_soon(reason: reasons.WorkEndsTooSoon) -> str:
    return _(
        "Der Termin würde länger dauern als Ihre Arbeitszeit, die um %(time)s Uhr endet.",
        time=local_time(reason.work_ends),
    )


@sentence.register
def _off_grid(reason: reasons.OffGrid) -> str:
    return _(
        "Termine beginnen im Abstand, den das Angebot nennt: um %(before)s und %(after)s Uhr, "
        "nicht dazwischen.",
        before=local_time(reason.before),
        after=local_time(reason.after),
    )


@sentence.register
def _taken(reason: reasons.Taken) -> str:
    if reason.calendar is not None:
        return busy_outside(reason.calendar, reason.start, reason.end)
    return _(
        "Sie sind von %(start)s bis %(end)s Uhr belegt, Pausen eingerechnet: %(title)s.",
        **_clash(reason),
    )


@sentence.register
def _buffer_missing(reason: reasons.BufferMissing) -> str:
    if reason.calendar is not None:
        says = busy_outside(reason.calendar, reason.start, reason.end)
        return _("Für die Pausen des Angebots ist kein Platz. %(says)s", says=says)
    return _(
        "Für die Pausen des Angebots ist kein Platz: Von %(start)s bis %(end)s Uhr sind Sie "
        "belegt (%(title)s).",
        **_clash(reason),
    )


@sentence.register
def _travel_missing(reason: reasons.TravelMissing) -> str:
    return _(
        "Für den Weg von %(minutes)s ist kein Platz: Von %(start)s bis %(end)s Uhr sind Sie an "
        "einem anderen Ort (%(title)s).",
        minutes=duration(reason.minutes),
        **_clash(reason),
    )


@sentence.register
def _day_full(reason: reasons.DayFull) -> str:
    return _(
        "Der Tag ist voll: Es sind so viele Termine gebucht, wie Sie an einem Tag annehmen "
        "(%(limit)s).",
        limit=reason.limit,
    )


@sentence.register
def _week_full(reason: reasons.WeekFull) -> str:
    return _(
        "Die Woche ist voll: Es sind so viele Termine gebucht, wie Sie in einer Woche annehmen "
        "(%(limit)s).",
        limit=reason.limit,
    )


def busy_outside(calendar: OutsideCalendar, start: datetime, end: datetime) -> str:
    """What a calendar from outside says of [start, end), in a sentence for its owner alone."""
    when = _from_until(start, end)
    if calendar.certain:
        return _(
            "Ihr Kalender „%(label)s“ sagt, dass Sie %(when)s belegt sind.",
            label=calendar.label,
            when=when,
        )
    return _(
        "Ihr Kalender „%(label)s“ enthält einen Eintrag, den wir nicht lesen konnten; seine Zeit "
        "gilt als belegt, %(when)s.",
        label=calendar.label,
        when=when,
    )


def _from_until(start: datetime, end: datetime) -> str:
    """With the days, where it ends on another one."""
    zone = viewer_zone()
    if start.astimezone(zone).date() == end.astimezone(zone).date():
        times = {"start": local_time(start), "end": local_time(end)}
        return _("von %(start)s bis %(end)s Uhr", **times)
    days = {"start": local_datetime(start), "end": local_datetime(end)}
    return _("von %(start)s bis %(end)s", **days)


def mark(reason: reasons.Reason | None) -> str:
    """The reason in a word or two, for a day of the month; None is a day that is taken."""
    match reason:
        case None:
            return _("alles belegt")
        case reasons.OnVacation():
            return _("Urlaub")
        case reasons.OnHoliday():
            return localised(reason.name)
        case reasons.DayFull() | reasons.WeekFull():
            return _("voll gebucht")
        case reasons.TooSoon():
            return _("zu kurzfristig")
        case reasons.TooFarAhead():
            return _("noch nicht buchbar")
        case _other:
            return _("keine Arbeitszeit")


def _clash(reason: reasons.Taken | reasons.BufferMissing | reasons.TravelMissing) -> dict[str, str]:
    title = localised(reason.title) if reason.title else _("ein Eintrag in Ihrem Kalender")
    return {"start": local_time(reason.start), "end": local_time(reason.end), "title": title}


def _hours(window: Window) -> str:
    return _("%(start)s–%(end)s Uhr", start=_clock(window.start), end=_clock(window.end))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
