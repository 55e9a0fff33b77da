"""The words of `explaining`, as they are said to the person whose path it is.

Titles and competencies stand in quotation marks, since many of them have an "and" of their own.
"""

import re
from collections.abc import Sequence

from app.kernel.i18n import Message, duration, ngettext
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from courses.paths.explaining import Closed, Open, Raised, Shortage
from courses.paths.plan import OpenReason, OutReason
from courses.paths.wording import OPEN_REASONS

_QUOTATION = re.compile(r"[„“\"»«](.+?)[“”\"«»]")


def quoted(title: str) -> str:
    """A title in quotation marks; those within it become single ones."""
    inner = _QUOTATION.sub(lambda found: _("‚%(title)s‘", title=found[1]), title)
    return _("„%(title)s“", title=inner)


def listed(items: Sequence[str]) -> str:
    """One, two or many in a row, as one says them."""
    *first, last = items
    return _("%(items)s und %(last)s", items=", ".join(first), last=last) if first else last


def steps(numbers: Sequence[int]) -> str:
    """Steps by their numbers."""
    some = listed([str(number) for number in numbers])
    return ngettext("Schritt %(some)s", "die Schritte %(some)s", len(numbers), some=some)


def seat_besides(course: str) -> str:
    """That somebody has a seat in a course that is no step of their path."""
    return _(
        "Für %(course)s sind Sie angemeldet. Ihr Lernpfad kommt ohne diesen Kurs aus.",
        course=quoted(course),
    )


_OUT: dict[OutReason, Message] = {
    OutReason.DONE: _l("%(course)s haben Sie abgeschlossen."),
    OutReason.NOT_FOR_YOU: _l("%(course)s ist für eine andere Funktion gedacht."),
    OutReason.CLOSES_NOTHING: _l("%(course)s bringt Sie Ihren Zielen nicht näher."),
    OutReason.NO_DATE: _l("Für %(course)s gibt es zurzeit keinen Termin, der frei ist und passt."),
    OutReason.REQUIREMENT_OUT_OF_REACH: _l(
        "%(course)s setzt etwas voraus, das Sie zurzeit mit keinem Termin erreichen."
    ),
    OutReason.NOT_NEEDED: _l("Was %(course)s vermittelt, decken Ihre Schritte schon ab."),
    OutReason.CONFLICT: _l(
        "Die Termine von %(course)s überschneiden sich mit anderen Schritten oder mit Ihren "
        "Anmeldungen."
    ),
}


class PersonWords:
    """Said to the person whose path it is."""

    def more_time(self, minutes: int, levels: int) -> str:
        time = duration(minutes)
        if levels < 1:
            return _("Mit %(time)s mehr ließe sich schließen, was am meisten zählt.", time=time)
        return ngettext(
            "Mit %(time)s mehr ließe sich %(num)s weitere Stufe schließen.",
            "Mit %(time)s mehr ließen sich %(num)s weitere Stufen schließen.",
            levels,
            time=time,
        )

    def proven(self) -> str:
        return _("Ein besserer Plan ist nicht möglich, das ist bewiesen.")

    def maybe_better(self, levels: int) -> str:
        return ngettext(
            "Vielleicht gibt es einen besseren Plan: höchstens %(num)s weitere Stufe.",
            "Vielleicht gibt es einen besseren Plan: höchstens %(num)s weitere Stufen.",
            levels,
        )

    def maybe_shorter(self) -> str:
        return _("Mehr Stufen sind nicht möglich. Vielleicht geht es mit weniger Zeit.")

    def _with_gain(self, says: str, shortage: Shortage) -> str:
        """Add to the end of a sentence what time is missing."""
        if shortage.more is None:
            return f"{says}."
        time = duration(shortage.more)
        if shortage.levels < 1:
            return _(
                "%(sentence)s; mit %(time)s mehr käme der Kurs dazu.", sentence=says, time=time
            )
        return ngettext(
            "%(sentence)s; mit %(time)s mehr ließe sich %(num)s weitere Stufe schließen.",
            "%(sentence)s; mit %(time)s mehr ließen sich %(num)s weitere Stufen schließen.",
            shortage.levels,
            sentence=says,
            time=time,
        )

    @staticmethod
    def _raised(levels: Raised) -> dict[str, object]:
        return {"level": levels.from_level, "goal": levels.to_level, "name": levels.level_name}

    def step(self, number: int, closes: Sequence[Closed], enables: Sequence[int]) -> str:
        if closes and enables:
            return _(
                "%(sentence)s Außerdem ist er nötig, damit Sie %(steps)s beginnen können.",
                sentence=self._closes(number, closes),
                steps=steps(enables),
            )
        if closes:
            return self._closes(number, closes)
        if enables:
            return _(
                "Schritt %(number)s ist nötig, damit Sie %(steps)s beginnen können.",
                number=number,
                steps=steps(enables),
            )
        return _("Schritt %(number)s gehört zu Ihrem Lernpfad.", number=number)

    def kept(self, number: int) -> str:
        return _(
            "Schritt %(number)s bringt Sie Ihren Zielen nicht näher. Er bleibt, weil Sie ihn "
            "behalten oder begonnen haben.",
            number=number,
        )

    def gap(self, gap: Open) -> str:
        return _(
            "In %(competency)s stehen Sie am Ende auf Stufe %(level)s, Ihr Ziel ist "
            "Stufe %(target)s.",
            competency=quoted(gap.competency),
            level=gap.level,
            target=gap.target,
        )

    def why_open(self, reason: OpenReason) -> str:
        return str(OPEN_REASONS[reason].why)

    def left_out(self, unit: str, reason: OutReason) -> str:
        return str(_OUT[reason]) % {"course": quoted(unit)}

    def too_long(self, unit: str, shortage: Shortage) -> str:
        course, time = quoted(unit), duration(shortage.minutes)
        if not shortage.minutes:
            says = _("%(course)s fehlt: Von Ihrer Zeit ist nichts mehr frei", course=course)
        elif shortage.nothing_fits:
            says = _(
                "%(course)s fehlt: Ihre Zeit von %(time)s reicht dafür nicht",
                course=course,
                time=time,
            )
        else:
            says = _(
                "%(course)s fehlt: Ihre Zeit von %(time)s ist mit anderen Kursen verplant",
                course=course,
                time=time,
            )
        return self._with_gain(says, shortage)

    def _closes(self, number: int, closes: Sequence[Closed]) -> str:
        if len(closes) > 1:
            return _(
                "Schritt %(number)s bringt Sie weiter: %(pieces)s.",
                number=number,
                pieces=listed([self._piece(closed) for closed in closes]),
            )
        (closed,) = closes
        said = self._raised(closed.levels) | {"competency": quoted(closed.competency)}
        if closed.levels.reaches_target:
            return _(
                "Schritt %(number)s bringt Sie in %(competency)s von Stufe %(level)s auf %(goal)s "
                "(%(name)s) und damit ans Ziel.",
                number=number,
                **said,
            )
        return _(
            "Schritt %(number)s bringt Sie in %(competency)s von Stufe %(level)s auf %(goal)s "
            "(%(name)s).",
            number=number,
            **said,
        )

    def _piece(self, closed: Closed) -> str:
        said = self._raised(closed.levels) | {"competency": quoted(closed.competency)}
        if closed.levels.reaches_target:
            return _(
                "in %(competency)s von Stufe %(level)s auf %(goal)s (%(name)s, Ziel erreicht)",
                **said,
            )
        return _("in %(competency)s von Stufe %(level)s auf %(goal)s (%(name)s)", **said)


PERSON = PersonWords()
