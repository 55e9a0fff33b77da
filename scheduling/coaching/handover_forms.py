"""Forms for handing appointments over: the coach's for one, the office's for a span of days."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import request
from wtforms import BooleanField, DateField, Field, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Person
from scheduling.coaching.hours_forms import FARTHEST_DAY, today
from scheduling.coaching.models import CoachingOffer

USUAL_SPAN, LONGEST_SPAN = timedelta(days=13), timedelta(days=92)
_DAY_FAULT = _l("Bitte geben Sie einen Tag an.")


class HandOverForm(Form):
    """Who takes over, by their offer. `of` gives the choices."""

    offer = RadioField(
        _l("Wer übernimmt?"),
        description=_l(
            "Zuerst steht, wer sicher Zeit hat und in den letzten 90 Tagen am seltensten gebucht "
            "wurde."
        ),
        validate_choice=False,
        validators=[InputRequired(_l("Bitte wählen Sie jemanden aus."))],
    )
    and_following = BooleanField(_l("Auch alle folgenden Termine dieser Reihe"))

    @classmethod
    def of(cls, offers: Sequence[CoachingOffer], *, following: int) -> "HandOverForm":
        """The form with `offers` to choose among; `following` is how many come after."""
        form = cls()
        form.offers = {one.public_id: one for one in offers}
        form.offer.choices = [SelectChoice(one.public_id, one.coach.name) for one in offers]
        if not following:
            del form.and_following
        return form

    def validate_offer(self, field: Field) -> None:
        if field.data not in self.offers:
            raise ValidationError(
                _l("Wer gewählt war, hat dann keine Zeit mehr. Bitte wählen Sie noch einmal.")
            )

    @property
    def chosen(self) -> CoachingOffer:
        """What was chosen, once the form is valid."""
        return self.offers[self.offer.data]

    @property
    def all_following(self) -> bool:
        """Whether the later ones go along."""
        return "and_following" in self and bool(self.and_following.data)


class AbsenceForm(Form):
    """Which coach is away, and when. Changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        csrf = False

    coach = SelectField(_l("Wer fällt aus?"))
    first = DateField(_l("Erster Tag"), validators=[InputRequired(_DAY_FAULT)])
    last = DateField(_l("Letzter Tag"), validators=[InputRequired(_DAY_FAULT)])

    @classmethod
    def of(cls, coaches: Sequence[Person]) -> "AbsenceForm":
        """The form as it was sent, or for the two weeks from today on."""
        if request.args:
            form = cls(request.args)
        else:
            form = cls(formdata=None, first=today(), last=today() + USUAL_SPAN)
        form.coach.choices = [SelectChoice(one.public_id, one.name) for one in coaches]
        return form

    def span(self) -> dict[str, str]:
        """What was asked for, as the page's address says it."""
        days = {"first": self.first.data.isoformat(), "last": self.last.data.isoformat()}
        return {"coach": self.coach.data} | days

    def validate_first(self, field: Field) -> None:
        if field.data is not None and abs(field.data - today()) > FARTHEST_DAY:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in den nächsten zwei Jahren."))

    def validate_last(self, field: Field) -> None:
        first: date | None = self.first.data
        if first is None or field.data is None:
            return
        if field.data < first:
            raise ValidationError(_l("Der letzte Tag darf nicht vor dem ersten liegen."))
        if field.data - first > LONGEST_SPAN:
            raise ValidationError(_l("Bitte wählen Sie höchstens drei Monate."))
