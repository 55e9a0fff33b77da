"""Forms of the programme office about designs as a whole, and what courses ask for."""

from collections.abc import Sequence

from wtforms import BooleanField, SelectChoice, SelectField, StringField
from wtforms.validators import NumberRange
from wtforms.validators import Optional as MayBeEmpty

from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from certificates.designs.forms import NAME_GIVEN
from certificates.designs.models import LONGEST_VALIDITY, CertificateDesign, CourseCertificates

_MONTHS = _l("Bitte geben Sie eine Zahl von 1 bis %(most)s ein.", most=LONGEST_VALIDITY)


class NewDesignForm(Form):
    """A copy of a design under a name of its own."""

    source = SelectField(_l("Ausgehen von"))
    name = StringField(_l("Name der neuen Vorlage"), validators=NAME_GIVEN)

    @classmethod
    def copying(cls, designs: Sequence[CertificateDesign]) -> "NewDesignForm":
        """The form with the designs to choose from."""
        form = cls()
        form.source.choices = [SelectChoice(each.public_id, each.name) for each in designs]
        return form


class CourseCertificatesForm(Form):
    """What a course asks of its certificates."""

    design = SelectField(_l("Vorlage"))
    automatic = BooleanField(
        _l("Von selbst ausstellen"),
        description=_l(
            "Jede Person bekommt ihre Bescheinigung, sobald sie den Kurs abgeschlossen hat. Ohne "
            "Haken stellt die Kursleitung sie aus."
        ),
    )
    valid_months = WholeNumberField(
        _l("So viele Monate gültig"),
        description=_l("Leer: Sie gilt immer."),
        validators=[MayBeEmpty(), NumberRange(1, LONGEST_VALIDITY, _MONTHS)],
    )


def course_certificates_form(
    wishes: CourseCertificates | None,
    designs: Sequence[CertificateDesign],
    of_programme: CertificateDesign,
) -> CourseCertificatesForm:
    """The form filled with what counts now. An archived design can stay where it was chosen."""
    chosen = wishes.design if wishes else None
    form = CourseCertificatesForm(
        data={
            "design": chosen.public_id if chosen else "",
            "automatic": wishes.automatic if wishes else False,
            "valid_months": wishes.valid_months if wishes else None,
        }
    )
    offered = [*designs, *([chosen] if chosen and chosen not in designs else [])]
    form.design.choices = [
        SelectChoice("", _l("Vorlage des Programms (%(name)s)", name=of_programme.name)),
        *(SelectChoice(each.public_id, each.name) for each in offered),
    ]
    return form
