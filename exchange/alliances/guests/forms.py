"""Forms of guests: ask for a link, confirm the entry, say how a commitment stands."""

from wtforms import EmailField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.guests.models import CommitmentReport, ReportedState
from exchange.alliances.guests.reporting import Entry
from exchange.alliances.partners.forms import PartnerForm
from exchange.alliances.partners.models import Commitment, Partner
from exchange.alliances.partners.wording import STATES

LONGEST_NOTE = 500


class AskForLinkForm(Form):
    email = EmailField(
        _l("E-Mail-Adresse"),
        description=_l("Die Adresse, an die Ihre Einladung ging."),
        validators=[
            DataRequired(_l("Bitte geben Sie Ihre E-Mail-Adresse ein.")),
            Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
            Length(max=320),
        ],
        render_kw={"autocomplete": "username"},
    )


class EntryForm(PartnerForm):
    """What a guest may put right of their organisation: what people in need rely on."""

    name = kind = situations = round_the_clock = email = website = None

    @property
    def entry(self) -> Entry:
        return Entry(
            remit=self.remit.data or "",
            phone=self.phone.data or "",
            reachability=self.reachability.data or "",
        )


def entry_form(partner: Partner) -> EntryForm:
    """A form with what stands of `partner`."""
    form = EntryForm(
        data={
            "remit": partner.remit,
            "phone": partner.phone,
            "reachability": partner.reachability,
        }
    )
    # The coordination asks about a partner, a guest about their own organisation.
    form.remit.label.text = _l("Wofür ist Ihre Organisation da?")
    return form


class ReportForm(Form):
    state = RadioField(
        _l("Wie steht es um die Zusage?"),
        choices=[SelectChoice(key.value, STATES[key]) for key in ReportedState],
        validators=[InputRequired(_l("Bitte wählen Sie den Status."))],
    )
    note = TextAreaField(
        _l("Anmerkung"),
        description=_l(
            "Zum Beispiel, was noch fehlt. Die Koordination liest es. Bitte nichts, woran man "
            "Betroffene erkennt."
        ),
        validators=[
            Length(
                max=LONGEST_NOTE,
                message=_l("Bitte höchstens %(most)s Zeichen.", most=LONGEST_NOTE),
            )
        ],
    )


def report_form(commitment: Commitment, last: CommitmentReport | None) -> ReportForm:
    """A form about `commitment`, with what was `last` said where that still holds."""
    stands = commitment.state if commitment.state in set(ReportedState) else None
    note = last.note if last and last.state == commitment.state else ""
    return ReportForm(data={"state": stands, "note": note})
