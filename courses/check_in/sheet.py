"""The list to sign of a session, in the language of its cohort and by the programme's clock."""

from collections.abc import Sequence

from app.kernel.i18n import by_programme_clock, in_language, local_span, localised
from app.kernel.i18n import gettext as _
from courses.check_in.sheet_document import sheet_document
from courses.cohorts.models import Enrolment, Session


def sign_in_sheet(session: Session, roster: Sequence[Enrolment]) -> bytes:
    """A PDF with a line to sign for everyone in `roster`, and some for who comes besides.

    It lies in the room for everybody to read, so it names people and their municipality only:
    nothing of what `organisations.protection` hides.
    """
    cohort, event = session.cohort, session.event
    with in_language(cohort.language), by_programme_clock():
        facts = [
            (_("Wann"), local_span(event.starts_at, event.ends_at)),
            (_("Ort"), event.place or "–"),
            (_("Kursleitung"), ", ".join(one.name for one in cohort.trainers) or "–"),
        ]
        return sheet_document(
            title=localised(cohort.title),
            preline=_("Unterschriftenliste"),
            facts=facts,
            header=("", _("Name"), _("Kommune"), _("Unterschrift")),
            rows=[
                (one.person.name, one.person.municipality.name if one.person.municipality else "")
                for one in roster
            ],
            page_label=_("Seite"),
        )
