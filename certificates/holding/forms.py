"""What holders decide about their certificates."""

from wtforms import RadioField, SelectChoice, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from certificates.register.holder_names import NameFault, read_name
from certificates.register.models import LONGEST_WISH, Certificate, NameShown
from certificates.register.wording import fault_in_words


class NameForm(Form):
    """How much of the holder's name the public check tells."""

    name_shown = RadioField(
        _l("Auf der öffentlichen Prüfseite"),
        choices=[
            SelectChoice(NameShown.NOTHING, _l("wird mein Name nicht gezeigt")),
            SelectChoice(NameShown.INITIALS, _l("stehen nur meine Anfangsbuchstaben")),
            SelectChoice(NameShown.FULL, _l("steht mein ganzer Name")),
        ],
        validators=[InputRequired(_l("Bitte wählen Sie eine Möglichkeit."))],
    )


class PrintedNameForm(Form):
    """The name that is printed on certificates."""

    name = StringField(
        _l("Ihr Name auf Bescheinigungen"),
        description=_l(
            "Zum Beispiel mit Titel, mit allen Vornamen oder in anderer Schrift. Höchstens 120 "
            "Zeichen."
        ),
        validators=[DataRequired(_l("Bitte geben Sie den Namen ein, der gedruckt werden soll."))],
    )

    def validate_name(self, field: StringField) -> None:
        """Say at once what cannot be printed."""
        try:
            read_name(field.data or "")
        except NameFault as fault:
            raise ValidationError(fault_in_words(fault)) from fault


class CorrectionForm(Form):
    """What the holder wishes corrected."""

    wish = TextAreaField(
        _l("Was soll korrigiert werden?"),
        description=_l(
            "Das lesen nur Ihre Kursleitung und das Programmbüro. Höchstens 500 Zeichen."
        ),
        validators=[
            DataRequired(_l("Bitte schreiben Sie, was nicht stimmt.")),
            Length(max=LONGEST_WISH, message=_l("Bitte höchstens 500 Zeichen.")),
        ],
    )


def name_form(certificate: Certificate) -> NameForm:
    """The form of one certificate; several stand on one page, each with ids of its own."""
    return NameForm(prefix=f"certificate-{certificate.public_id}-", obj=certificate)
