"""What the list of gaps says, and where one closes each of them."""

from dataclasses import dataclass

from flask import url_for

from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from exchange.alliances.overview.completeness import Gap, GapKind
from exchange.alliances.partners.wording import KINDS
from exchange.alliances.reach import Alliance


@dataclass(frozen=True)
class GapLine:
    """A gap in words, with what to do and where; no address for those who only look."""

    what: str
    todo: str
    url: str | None


def gap_line(gap: Gap, alliance: Alliance) -> GapLine:
    """The line about `gap`, in the language of the moment."""
    what, todo = _words(gap)
    return GapLine(what, todo, _url(gap, alliance) if alliance.manages else None)


def _words(gap: Gap) -> tuple[str, str]:
    match gap.kind:
        case GapKind.SITUATION:
            return (
                _("„%(name)s“: Kein Partner hilft.", name=gap.name),
                _("Partner aufnehmen oder einem Partner die Situation zuordnen"),
            )
        case GapKind.DUTY:
            return (
                _("„%(name)s“: Niemand ist verantwortlich.", name=gap.name),
                _("Zuständigkeit festlegen"),
            )
        case GapKind.KIND:
            return (
                _("%(kind)s: noch kein Partner.", kind=KINDS[gap.key]),
                _("Partner dieser Art aufnehmen"),
            )
        case GapKind.UNREACHABLE:
            return (
                _("%(name)s: Niemand weiß, wie man sie erreicht.", name=gap.name),
                _("Nummer, Adresse oder Ansprechperson eintragen"),
            )
        case GapKind.NO_CONTACT:
            return (
                _("%(name)s: noch keine Ansprechperson.", name=gap.name),
                _("Ansprechperson eintragen"),
            )
        case GapKind.COMMITMENT:
            return (
                ngettext(
                    "%(name)s: %(num)s Zusage ist überfällig.",
                    "%(name)s: %(num)s Zusagen sind überfällig.",
                    gap.count,
                    name=gap.name,
                ),
                _("Nachfragen und den Status ändern"),
            )
        case _:
            return (
                ngettext(
                    "%(name)s: %(num)s Ansprechperson ist seit über einem Jahr nicht bestätigt.",
                    "%(name)s: %(num)s Ansprechpersonen sind seit über einem Jahr nicht bestätigt.",
                    gap.count,
                    name=gap.name,
                ),
                _("Anrufen und bestätigen"),
            )


def _url(gap: Gap, alliance: Alliance) -> str:
    at = alliance.municipality.public_id
    match gap.kind:
        case GapKind.SITUATION:
            return url_for("alliance_partners.new", municipality=at, situation=gap.key)
        case GapKind.KIND:
            return url_for("alliance_partners.new", municipality=at, kind=gap.key)
        case GapKind.DUTY:
            return url_for("alliance_duties.assign", municipality=at, public_id=gap.key)
        case GapKind.UNREACHABLE:
            return url_for("alliance_partners.edit", municipality=at, public_id=gap.key)
        case GapKind.NO_CONTACT:
            return url_for("alliance_people.new_contact", municipality=at, public_id=gap.key)
        case _:
            return url_for("alliance_partners.show", municipality=at, public_id=gap.key)
