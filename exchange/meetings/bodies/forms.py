"""Forms about bodies and who belongs to them."""

from wtforms import EmailField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Email, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from exchange.meetings.bodies.models import Body, BodyKind, Circle, Part
from exchange.meetings.bodies.services import BodyDetails
from exchange.meetings.bodies.wording import CIRCLES, KINDS, PARTS
from organisations.wording import STATES

_MISSING = _l("Bitte füllen Sie dieses Feld aus.")


class BodyForm(Form):
    kind = SelectField(_l("Art"), choices=[SelectChoice(*one) for one in KINDS.items()])
    name = StringField(
        _l("Name"),
        validators=[
            DataRequired(_MISSING),
            Length(max=120, message=_l("Bitte höchstens 120 Zeichen.")),
        ],
    )
    state = SelectField(
        _l("Land"),
        description=_l("Nur für eine Regionalgruppe: Ihre Mitglieder kommen aus diesem Land."),
        choices=[SelectChoice("", _l("keines")), *(SelectChoice(*one) for one in STATES.items())],
    )
    circles = SelectMultipleField(
        _l("Wer gehört dazu?"),
        description=_l(
            "Wer die Aufgabe übernimmt, bekommt alle kommenden Termine. Wer sie abgibt, verliert "
            "sie. Einzelne Personen benennen Sie danach."
        ),
        choices=[SelectChoice(*one) for one in CIRCLES.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field by itself: a regional group has a Land."""
        valid = super().validate(extra_validators)
        if self.kind and self.kind.data == BodyKind.REGIONAL_GROUP and not self.state.data:
            self.state.errors = [*self.state.errors, _l("Bitte wählen Sie ein Land.")]
            return False
        return valid

    def details(self, body: Body | None = None) -> BodyDetails:
        """What was typed, for `body`, whose kind and Land stay, or for a new one."""
        return BodyDetails(
            name=self.name.data or "",
            kind=BodyKind(body.kind if body else self.kind.data),
            state=body.state if body else self.state.data or None,
            circles=[Circle(one) for one in self.circles.data or ()],
        )


def body_form(body: Body | None = None) -> BodyForm:
    """A form about `body`, without its kind and Land; else about a new one."""
    if body is None:
        return BodyForm()
    form = BodyForm(data={"name": body.name, "circles": [one.circle for one in body.circles]})
    del form.kind, form.state
    return form


class MemberForm(Form):
    email = EmailField(
        _l("Dienstliche E-Mail-Adresse"),
        description=_l("Die Adresse, mit der sich die Person bei KommA anmeldet."),
        validators=[
            DataRequired(_l("Bitte geben Sie die E-Mail-Adresse ein.")),
            Email(_l("Bitte geben Sie eine vollständige E-Mail-Adresse ein.")),
            Length(max=320),
        ],
    )
    part = SelectField(
        _l("Aufgabe"), choices=[SelectChoice(*one) for one in PARTS.items()], default=Part.MEMBER
    )
