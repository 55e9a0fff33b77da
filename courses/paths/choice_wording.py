"""Choices in words: what cannot be kept and why, what a change comes to, what somebody has said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.i18n import (
    Message,
    duration,
    local_date,
    local_weekday,
    localised,
    ngettext,
    short_date,
)
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import Course
from courses.paths.choices import PathChoices
from courses.paths.effects import Figures
from courses.paths.settling import CannotKeep, Clash
from courses.paths.standstill import Standstill
from courses.paths.wording import Advice

#: A Monday, to name the days of the week by.
MONDAY = date(2024, 1, 1)

LEFT_OUT_BY_CHOICE = Advice(
    _l("Den Kurs dafür haben Sie weggelassen."),
    _l("Sie können ihn jederzeit wieder aufnehmen: siehe „Das haben Sie weggelassen“."),
)


def weekday_name(weekday: int) -> str:
    """The name of a day of the week; Monday is 0."""
    return local_weekday(MONDAY.replace(day=1 + weekday))


def refusal_of(clash: CannotKeep, titles: Sequence[str]) -> str:
    """Why the courses of these titles cannot be kept, and what can be done. Names all of them."""
    names = joined(_("„%(title)s“", title=title) for title in titles)
    if len(titles) == 1:
        return _refusal_of_one(clash, names)
    if clash.clash is Clash.TIME_IS_SHORT:
        return _(
            "%(courses)s brauchen zusammen %(minutes)s, und frei sind %(budget)s. Es bleibt alles, "
            "wie es war. Planen Sie mehr Zeit ein, oder behalten Sie nur einen davon.",
            courses=names,
            minutes=duration(clash.minutes),
            budget=duration(clash.budget),
        )
    if clash.clash is Clash.SAME_TIME:
        return _(
            "%(courses)s finden zur selben Zeit statt. Es bleibt alles, wie es war. Behalten Sie "
            "nur einen davon, oder wählen Sie einen anderen Termin.",
            courses=names,
        )
    return _(
        "%(courses)s passen nicht zusammen in einen Lernpfad. Es bleibt alles, wie es war. "
        "Behalten Sie nur einen davon, oder ändern Sie, was zu Ihnen passt.",
        courses=names,
    )


def _refusal_of_one(clash: CannotKeep, name: str) -> str:
    if clash.clash is Clash.TIME_IS_SHORT:
        return _(
            "%(course)s braucht %(minutes)s, und frei sind %(budget)s. Es bleibt alles, wie es "
            "war. Planen Sie mehr Zeit ein, oder behalten Sie diesen Kurs nicht.",
            course=name,
            minutes=duration(clash.minutes),
            budget=duration(clash.budget),
        )
    if clash.clash is Clash.OUT_OF_REACH:
        return _(
            "%(course)s setzt etwas voraus, das Ihnen dann fehlt. Es bleibt alles, wie es war.",
            course=name,
        )
    if clash.clash is Clash.NO_DATE:
        return _(
            "Für %(course)s gibt es dann keinen Termin, der frei ist und zu Ihnen passt. Es bleibt "
            "alles, wie es war. Wählen Sie einen anderen Termin, oder behalten Sie diesen Kurs "
            "nicht.",
            course=name,
        )
    return _(
        "%(course)s passt mit dem, was er voraussetzt, nicht in Ihre Zeit oder zu Ihren Terminen. "
        "Es bleibt alles, wie es war. Planen Sie mehr Zeit ein, oder behalten Sie diesen Kurs "
        "nicht.",
        course=name,
    )


def joined(names: Iterator[str] | Sequence[str]) -> str:
    """Names as a person lists them: „A, B und C“."""
    *others, last = names
    return _("%(others)s und %(last)s", others=", ".join(others), last=last) if others else last


def titles_of(courses: Sequence[Course]) -> str:
    """The titles of courses, listed."""
    return joined([localised(course.title) for course in courses]) if courses else ""


def costs_of(now: Figures, then: Figures) -> list[str]:
    """What changes from one plan to the other, in the order in which it matters: levels, time,
    end. What is the same is said, too, so that nobody has to wonder.
    """
    return [_levels(now, then), *_important(now, then), _minutes(now, then), *_end(now, then)]


def _levels(now: Figures, then: Figures) -> str:
    more = then.levels - now.levels
    if more == 0:
        return _("Schließt gleich viele Stufen.")
    if more > 0:
        return ngettext("Schließt %(num)s Stufe mehr.", "Schließt %(num)s Stufen mehr.", more)
    return ngettext("Schließt %(num)s Stufe weniger.", "Schließt %(num)s Stufen weniger.", -more)


def _important(now: Figures, then: Figures) -> Iterator[str]:
    """Levels of what helps in situations that were met count double, so they are told apart."""
    more = then.important - now.important
    if more > 0:
        yield ngettext(
            "Bei dem, was zu Ihren Erlebnissen passt: %(num)s Stufe mehr.",
            "Bei dem, was zu Ihren Erlebnissen passt: %(num)s Stufen mehr.",
            more,
        )
    elif more < 0:
        yield ngettext(
            "Bei dem, was zu Ihren Erlebnissen passt: %(num)s Stufe weniger.",
            "Bei dem, was zu Ihren Erlebnissen passt: %(num)s Stufen weniger.",
            -more,
        )


def _minutes(now: Figures, then: Figures) -> str:
    more = then.minutes - now.minutes
    if more == 0:
        return _("Braucht gleich viel Zeit.")
    if more > 0:
        return _("Braucht %(duration)s mehr.", duration=duration(more))
    return _("Braucht %(duration)s weniger.", duration=duration(-more))


def _end(now: Figures, then: Figures) -> Iterator[str]:
    if then.last_end == now.last_end:
        return
    if then.last_end is None:
        yield _("Sie brauchen dann keinen Termin.")
    elif now.last_end is not None:
        yield _("Der letzte Termin ist dann am %(day)s.", day=local_date(then.last_end))


def figures_table(now: Figures, then: Figures) -> list[tuple[str, str, str]]:
    """What both plans come to, line by line: what it is, now, and then."""
    return [
        (_("Schritte"), str(now.steps), str(then.steps)),
        (_("Geschlossene Stufen"), str(now.levels), str(then.levels)),
        (_("Erreichte Ziele"), _reached(now), _reached(then)),
        (_("Kurszeit"), duration(now.minutes), duration(then.minutes)),
        (_("Letzter Termin"), _last_day(now), _last_day(then)),
    ]


def _reached(figures: Figures) -> str:
    return _(
        "%(reached)s von %(targets)s", reached=figures.targets_reached, targets=figures.targets
    )


def _last_day(figures: Figures) -> str:
    return short_date(figures.last_end) if figures.last_end else "–"


def said(choices: PathChoices, budget_minutes: int) -> list[str]:
    """What the person has said of time, days and place, for a line of the path's page."""
    parts = [
        _("%(time)s Kurszeit", time=duration(budget_minutes))
        if budget_minutes
        else _("zurzeit keine Zeit")
    ]
    if choices.deadline:
        parts.append(_("bis %(day)s", day=local_date(choices.deadline)))
    if choices.weekdays_off:
        days = joined([weekday_name(day) for day in sorted(choices.weekdays_off)])
        parts.append(_("nicht: %(days)s", days=days))
    if choices.online_only:
        parts.append(_("nur online"))
    return parts


@dataclass(frozen=True)
class StandstillWords:
    """Why there is no step, and the button that helps: to what suits the person, or to courses."""

    why: Message
    button: Message
    leads_to: str


_WISHES, _COURSES = "path_choices.wishes", "courses.index"

STANDSTILLS: dict[Standstill, StandstillWords] = {
    Standstill.NO_COURSES: StandstillWords(
        _l(
            "Zurzeit ist kein Kurs im Angebot. Sie brauchen nichts zu tun: Schauen Sie später "
            "wieder vorbei."
        ),
        _l("Zu den Kursen"),
        _COURSES,
    ),
    Standstill.LAST_DAY_IS_OVER: StandstillWords(
        _l(
            "Der letzte Tag, den Sie für Ihren Lernpfad genannt haben, ist vorbei. Nennen Sie "
            "einen späteren."
        ),
        _l("Letzten Tag ändern"),
        _WISHES,
    ),
    Standstill.NO_TIME: StandstillWords(
        _l(
            "Sie haben gesagt, dass Sie zurzeit keine Zeit haben. Ihre Antworten bleiben, und Sie "
            "können jederzeit weitermachen."
        ),
        _l("Zeit einplanen"),
        _WISHES,
    ),
    Standstill.TIME_IS_USED_UP: StandstillWords(
        _l("Die Zeit, die Sie eingeplant haben, ist aufgebraucht. Mit mehr Zeit geht es weiter."),
        _l("Mehr Zeit einplanen"),
        _WISHES,
    ),
    Standstill.NOTHING_FITS: StandstillWords(
        _l("Zu Ihren Zielen gibt es noch keinen Kurs. Neue Kurse kommen laufend dazu."),
        _l("Zu den Kursen"),
        _COURSES,
    ),
    Standstill.ALL_LEFT_OUT: StandstillWords(
        _l(
            "Alle Kurse, die Ihren Zielen dienen, haben Sie weggelassen. Weiter unten können Sie "
            "sie wieder aufnehmen."
        ),
        _l("Ändern, was zu Ihnen passt"),
        _WISHES,
    ),
    Standstill.TIME_IS_SHORT: StandstillWords(
        _l(
            "Die Zeit, die Sie eingeplant haben, reicht für keinen der Kurse. Schon etwas mehr "
            "Zeit kann helfen."
        ),
        _l("Mehr Zeit einplanen"),
        _WISHES,
    ),
    Standstill.NO_DATES_THAT_SUIT: StandstillWords(
        _l(
            "Es gibt keinen Termin, der zu allem passt, was Sie gesagt haben: Tage, Ort oder "
            "letzter Tag. Lassen Sie mehr offen, oder warten Sie auf neue Termine."
        ),
        _l("Ändern, was zu Ihnen passt"),
        _WISHES,
    ),
    Standstill.NO_DATES: StandstillWords(
        _l(
            "Zurzeit gibt es keinen freien Termin, der in Ihren Kalender passt. Neue Termine "
            "kommen laufend dazu. Berechnen Sie Ihren Lernpfad dann neu."
        ),
        _l("Zu den Kursen"),
        _COURSES,
    ),
}
