"""Forms around an appointment: who comes along, calling it off, several at once, the office's."""

from collections.abc import Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, Field, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Person
from scheduling.coaching.companions import Companions
from scheduling.coaching.models import CoachingOffer


class CompanionsForm(Form):
    """Who comes along to an appointment. `of` gives the choices."""

    colleagues = SelectMultipleField(
        _l("Aus Ihrem Team"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    guests = TextAreaField(
        _l("Gäste ohne Konto"),
        description=_l("Mailadressen, in jeder Zeile eine. Sie bekommen eine Einladung per Mail."),
        validators=[
            Optional(),
            Length(max=2000, message=_l("Bitte kürzen Sie auf %(max)d Zeichen.")),
        ],
    )

    @classmethod
    def of(cls, offer: CoachingOffer, colleagues: Sequence[Person]) -> "CompanionsForm":
        """The form for `offer`; without any choice where it is for one alone."""
        form = cls()
        form.people = {person.public_id: person for person in colleagues}
        form.colleagues.choices = [(key, person.name) for key, person in form.people.items()]
        if offer.most_people == 1 or not colleagues:
            del form.colleagues
        if offer.most_people == 1:
            del form.guests
        return form

    def validate_guests(self, field: Field) -> None:
        for address in self._addresses():
            try:
                validate_email(address, check_deliverability=False)
            except EmailNotValidError as error:
                fault = _l("Das ist keine Mailadresse: %(text)s", text=address)
                raise ValidationError(fault) from error

    def companions(self) -> Companions:
        """What was chosen, as the command takes it."""
        chosen = self.colleagues.data if "colleagues" in self else []
        return Companions(
            people=tuple(self.people[key] for key in chosen), guests=tuple(self._addresses())
        )

    def _addresses(self) -> list[str]:
        lines = (self.guests.data or "").splitlines() if "guests" in self else []
        return [line.strip().lower() for line in lines if line.strip()]


class DeclineForm(Form):
    """Nobody has to say why."""

    reason = StringField(
        _l("Möchten Sie etwas dazu sagen?"),
        description=_l("Die andere Seite liest es bei dem Termin. In der Mail steht es nicht."),
        validators=[
            Optional(),
            Length(max=300, message=_l("Bitte kürzen Sie auf %(max)d Zeichen.")),
        ],
    )


class CancellationForm(DeclineForm):
    """As for a request; of a series, all that follow can go with it."""

    and_following = BooleanField(_l("Auch alle folgenden Termine dieser Reihe"))

    def wish(self) -> dict[str, Any]:
        """What was entered, as the command takes it."""
        following = "and_following" in self and self.and_following.data
        return {"reason": self.reason.data or "", "and_following": bool(following)}
