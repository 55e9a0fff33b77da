"""Forms about partners, their people and their commitments."""

from collections.abc import Sequence

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised
from exchange.alliances.partners.contacts import ContactDetails
from exchange.alliances.partners.models import Commitment, CommitmentState, Contact, PartnerKind
from exchange.alliances.partners.models import Partner as PartnerRow
from exchange.alliances.partners.services import PartnerDetails
from exchange.alliances.partners.wording import KINDS, STATES
from organisations.topics.models import Situation

#: As people write numbers: blanks, strokes and brackets between digits, a plus in front.
_PHONE = r"\+?[0-9(][0-9 ()/\-]*[0-9]\Z"

_MISSING = _l("Bitte füllen Sie dieses Feld aus.")


def _at_most(length: int) -> Length:
    return Length(max=length, message=_l("Bitte höchstens %(most)s Zeichen.", most=length))


def _phone_field() -> TelField:
    return TelField(
        _l("Telefon"),
        description=_l("Nur Ziffern und Leerzeichen, zum Beispiel 0123 456789."),
        validators=[
            Optional(),
            _at_most(40),
            Regexp(_PHONE, message=_l("Bitte geben Sie eine Telefonnummer aus Ziffern ein.")),
        ],
    )


def _email_field() -> EmailField:
    return EmailField(
        _l("E-Mail-Adresse"),
        validators=[
            Optional(),
            Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
            _at_most(320),
        ],
    )


def _reachability_field() -> StringField:
    return StringField(
        _l("Erreichbar"),
        description=_l("In Worten, zum Beispiel „Mo–Fr 9–16 Uhr, sonst Anrufbeantworter“."),
        validators=[_at_most(200)],
    )


class PartnerForm(Form):
    name = StringField(
        _l("Name der Organisation"), validators=[DataRequired(_MISSING), _at_most(160)]
    )
    kind = RadioField(
        _l("Art"),
        choices=[SelectChoice(key, label) for key, label in KINDS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie die Art."))],
    )
    remit = TextAreaField(
        _l("Wofür ist der Partner da?"),
        description=_l("Ein Satz in einfachen Worten. Ihn lesen Menschen, die Hilfe suchen."),
        validators=[DataRequired(_MISSING), _at_most(300)],
    )
    situations = SelectMultipleField(
        _l("In welchen Situationen hilft der Partner?"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    phone = _phone_field()
    round_the_clock = BooleanField(
        _l("Unter dieser Nummer hilft rund um die Uhr jemand"),
        description=_l("Der Partner steht dann auf der Seite „Wer hilft jetzt?“ ganz oben."),
    )
    email = _email_field()
    website = URLField(
        _l("Website"),
        description=_l("Beginnt mit https://."),
        validators=[
            Optional(),
            _at_most(300),
            Regexp(
                r"https://[^\s/]+\.[^\s]+\Z",
                message=_l("Bitte geben Sie eine Adresse ein, die mit https:// beginnt."),
            ),
        ],
    )
    reachability = _reachability_field()

    def details(self, situations: Sequence[Situation]) -> PartnerDetails:
        """What was typed; of `situations` those that were ticked."""
        return PartnerDetails(
            name=self.name.data or "",
            kind=PartnerKind(self.kind.data),
            remit=self.remit.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
            website=self.website.data or "",
            reachability=self.reachability.data or "",
            round_the_clock=self.round_the_clock.data,
            situations=[one for one in situations if one.key in (self.situations.data or ())],
        )


def partner_form(
    situations: Sequence[Situation], partner: PartnerRow | None = None, *, chosen: str = ""
) -> PartnerForm:
    """A form about `partner`, else a new one that helps in the situation `chosen`."""
    ticked = [one.key for one in partner.situations] if partner else [chosen]
    form = PartnerForm(obj=partner, data={"situations": ticked})
    form.situations.choices = [SelectChoice(one.key, localised(one.text)) for one in situations]
    if not form.is_submitted():
        form.situations.data = ticked
    return form


class ContactForm(Form):
    name = StringField(_l("Name"), validators=[DataRequired(_MISSING), _at_most(120)])
    function = StringField(
        _l("Funktion"),
        description=_l("Zum Beispiel „Leitung der Opferberatung“."),
        validators=[_at_most(120)],
    )
    phone = _phone_field()
    email = _email_field()
    reachability = _reachability_field()
    emergency = BooleanField(_l("Im Notfall auch außerhalb dieser Zeiten erreichbar"))
    released = BooleanField(
        _l("Für Betroffene sichtbar"),
        description=_l(
            "Alle Menschen der Kommune mit einem Konto sehen dann Name und Kontaktdaten. Fragen "
            "Sie die Person vorher. Ohne Haken sehen nur Koordination und Vertretung sie."
        ),
    )

    @property
    def details(self) -> ContactDetails:
        return ContactDetails(
            name=self.name.data or "",
            function=self.function.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
            reachability=self.reachability.data or "",
            emergency=self.emergency.data,
            released=self.released.data,
        )


def contact_form(contact: Contact | None = None) -> ContactForm:
    """A form about `contact`, else about a new one."""
    return ContactForm(obj=contact)


class CommitmentForm(Form):
    text = TextAreaField(
        _l("Was sagt der Partner zu?"),
        description=_l("Zum Beispiel „Ruft Betroffene binnen eines Werktags zurück“."),
        validators=[DataRequired(_MISSING), _at_most(300)],
    )
    due_on = DateField(
        _l("Bis wann?"),
        description=_l("Ohne Tag gilt die Zusage auf Dauer."),
        validators=[Optional()],
    )
    state = RadioField(
        _l("Status"),
        choices=[SelectChoice(key, label) for key, label in STATES.items()],
        default=CommitmentState.AGREED.value,
        validators=[InputRequired(_l("Bitte wählen Sie den Status."))],
    )


def commitment_form(commitment: Commitment | None = None) -> CommitmentForm:
    """A form about `commitment`; a new one has no state but that it is agreed."""
    form = CommitmentForm(obj=commitment)
    if commitment is None:
        del form.state
    return form
