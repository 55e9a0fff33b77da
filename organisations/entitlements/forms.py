"""Forms about what municipalities may use."""

from typing import Any

from wtforms import Form as PlainForm
from wtforms import (
    FormField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import NUMBER_FAULT, Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Benefit
from organisations.entitlements import queries
from organisations.entitlements.models import CoachingException
from organisations.entitlements.wording import BENEFITS, MEMBERSHIPS_PLURAL
from organisations.models import Membership

MOST_PER_YEAR = 10_000

LIKE_MEMBERSHIP, OWN_NUMBER, UNLIMITED = "like_membership", "own_number", "unlimited"


def _per_year(label: object, description: object) -> WholeNumberField:
    fault = _l("Bitte geben Sie eine Zahl von %(min)s bis %(max)s ein.")
    return WholeNumberField(
        label,
        description=description,
        validators=[Optional(), NumberRange(0, MOST_PER_YEAR, fault)],
    )


class TermsForm(PlainForm):
    """What one membership includes. A part of EntitlementsForm, which carries the token."""

    benefits = SelectMultipleField(
        _l("Inbegriffen"),
        choices=[SelectChoice(key, label) for key, label in BENEFITS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    per_year = _per_year(
        _l("Coaching-Termine je Kommune und Jahr"),
        _l("Leer heißt: unbegrenzt. Krisengespräche zählen nicht mit."),
    )


class EntitlementsForm(Form):
    model = FormField(TermsForm, MEMBERSHIPS_PLURAL[Membership.MODEL])
    platform = FormField(TermsForm, MEMBERSHIPS_PLURAL[Membership.PLATFORM])

    def terms(self) -> list[dict[str, Any]]:
        """What was entered for each membership, as the command takes it."""
        parts = {membership: self[membership.value].form for membership in Membership}
        return [
            {
                "membership": membership,
                "benefits": frozenset(map(Benefit, part.benefits.data)),
                "per_year": part.per_year.data,
            }
            for membership, part in parts.items()
        ]


def entitlements_form() -> EntitlementsForm:
    """A form with what holds now. Its parts bear the names of the memberships."""
    limits = queries.list_limits()
    return EntitlementsForm(
        data={
            membership.value: {
                "benefits": set(Benefit) - queries.list_withheld(membership),
                "per_year": limits[membership],
            }
            for membership in Membership
        }
    )


class ExceptionForm(Form):
    kind = RadioField(
        _l("Kontingent"),
        choices=[
            SelectChoice(LIKE_MEMBERSHIP, _l("Wie bei ihrer Art der Teilnahme")),
            SelectChoice(OWN_NUMBER, _l("Eigene Zahl")),
            SelectChoice(UNLIMITED, _l("Unbegrenzt")),
        ],
        validators=[InputRequired(_l("Bitte wählen Sie das Kontingent."))],
    )
    per_year = _per_year(_l("Coaching-Termine im Jahr"), _l("Nur nötig bei einer eigenen Zahl."))

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field by itself: a number of its own needs to be said."""
        valid = super().validate(extra_validators)
        missing = self.kind.data == OWN_NUMBER and self.per_year.data is None
        if missing and not self.per_year.errors:
            self.per_year.errors = [NUMBER_FAULT]
            return False
        return valid

    @property
    def number(self) -> int | None:
        """What was entered where the municipality is to have its own; None: any number."""
        return self.per_year.data if self.kind.data == OWN_NUMBER else None


def exception_form(exception: CoachingException | None) -> ExceptionForm:
    """A form with what holds for the municipality now."""
    shown: dict[str, Any] = {"kind": LIKE_MEMBERSHIP}
    if exception is not None:
        kind = UNLIMITED if exception.per_year is None else OWN_NUMBER
        shown = {"kind": kind, "per_year": exception.per_year}
    return ExceptionForm(data=shown)
