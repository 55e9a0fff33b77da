"""Why somebody gets no certificate (yet): kept as a kind with details, said as its reader reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from certificates.printing.fonts import UncoveredCharacters
from certificates.register.errors import AlreadyIssued, NotEntitled
from certificates.signing.errors import TimeStampMissing
from courses.cohorts.attendance.words import still_missing
from courses.cohorts.fulfilment import Fulfilment
from courses.cohorts.models import Enrolment
from courses.cohorts.queries import fulfilment


class ReasonKind(StrEnum):
    """What stands in the way."""

    ALREADY_ISSUED = "already_issued"
    NOT_TAKING_PART = "not_taking_part"
    NOT_RECORDED = "not_recorded"
    RULE_NOT_KEPT = "rule_not_kept"
    REOPENED = "reopened"
    NO_TRAINER = "no_trainer"
    NOT_IN_CHARGE = "not_in_charge"
    UNPRINTABLE = "unprintable"
    NAME_TOO_LONG = "name_too_long"
    NO_TIME_STAMP = "no_time_stamp"
    NOT_MADE = "not_made"


@dataclass(frozen=True)
class Reason:
    """Why there is no certificate. `details` are what JSON can hold: numbers, letters."""

    kind: ReasonKind
    details: Mapping[str, Any] = field(default_factory=dict)

    def in_words(self) -> str:
        """The reason as whole sentences, in the language of who reads."""
        match self.kind:
            case ReasonKind.ALREADY_ISSUED:
                return _("Diese Bescheinigung ist bereits ausgestellt.")
            case ReasonKind.NOT_TAKING_PART:
                return _("Diese Person nimmt an dem Durchgang nicht mehr teil.")
            case ReasonKind.REOPENED:
                return _("Die Anwesenheit wurde geändert, bevor die Bescheinigung fertig war.")
            case ReasonKind.NO_TRAINER:
                return _("Der Durchgang hat keine Kursleitung, die unterschreiben kann.")
            case ReasonKind.NOT_IN_CHARGE:
                return _("Wer den Auftrag gab, leitet den Durchgang nicht mehr.")
            case ReasonKind.UNPRINTABLE:
                return _(
                    "Für diese Zeichen fehlt die Schrift: %(characters)s. "
                    "Bitte wenden Sie sich an das Programmbüro.",
                    characters=" ".join(map(_visible, self.details["characters"])),
                )
            case ReasonKind.NAME_TOO_LONG:
                return _(
                    "Der Name ist zu lang für das Papier: höchstens %(most)s Zeichen. Die Person "
                    "kann unter „Bescheinigungen“ einen kürzeren wünschen.",
                    most=self.details["most"],
                )
            case ReasonKind.NO_TIME_STAMP:
                return str(TimeStampMissing.MESSAGE)
            case ReasonKind.NOT_MADE:
                return _(
                    "Das Dokument ließ sich nicht herstellen. Versuchen Sie es noch einmal. "
                    "Bleibt es dabei, wenden Sie sich bitte an das Programmbüro."
                )
        return self._of_attendance()

    def _of_attendance(self) -> str:
        progress = Fulfilment(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in self.details.items()
            }
        )
        if self.kind is ReasonKind.NOT_RECORDED:
            return _(
                "Die Anwesenheit ist erst an %(recorded)s von %(sessions)s Terminen erfasst.",
                recorded=progress.recorded_sessions,
                sessions=progress.sessions,
            )
        return _(
            "Es fehlt noch: %(what)s. Anwesend: %(attended)s von %(total)s Minuten, "
            "nötig sind %(required)s.",
            what=", ".join(still_missing(progress)),
            attended=progress.attended_minutes,
            total=progress.total_minutes,
            required=progress.required_minutes,
        )


class Refused(NotEntitled):
    """No certificate for this person, or not yet."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(_("%(reason)s Ausgestellt wurde nichts.", reason=reason.in_words()))
        self.reason = reason


def find_reason(enrolment: Enrolment) -> Reason | None:
    """Why the person has no claim to a certificate (yet); None where they have."""
    progress = fulfilment(enrolment)
    if not enrolment.takes_part:
        return Reason(ReasonKind.NOT_TAKING_PART)
    if not progress.all_recorded:
        return Reason(ReasonKind.NOT_RECORDED, asdict(progress))
    if not progress.fulfilled:
        return Reason(ReasonKind.RULE_NOT_KEPT, asdict(progress))
    return None


def reason_of(error: Exception) -> Reason:
    """The reason that an error stands for; of one that nobody expected, that there is nothing."""
    match error:
        case Refused():
            return error.reason
        case AlreadyIssued():
            return Reason(ReasonKind.ALREADY_ISSUED)
        case UncoveredCharacters():
            return Reason(ReasonKind.UNPRINTABLE, {"characters": list(error.characters)})
        case NotFound():
            return Reason(ReasonKind.NOT_IN_CHARGE)
        case _:
            return Reason(ReasonKind.NOT_MADE)


def _visible(character: str) -> str:
    """The character itself, or its number where it would not be seen."""
    if character.isprintable():
        return character
    return " ".join(f"U+{ord(point):04X}" for point in character)
