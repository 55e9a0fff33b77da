"""Forms around an appointment: who comes along, calling it off, several at once, the office's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import request
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Person
from scheduling.coaching.companions import Companions
from scheduling.coaching.finding import DayTime, Place, Search
from scheduling.coaching.models import CoachingOffer, OfferKind
from scheduling.coaching.notes import LONGEST_NOTE
from scheduling.coaching.offer_rules import LANGUAGES
from scheduling.coaching.presenting import parse_instant
from scheduling.coaching.series import MOST_IN_SERIES

KINDS = {
    OfferKind.INDIVIDUAL: _l("Gespräch unter vier Augen"),
    OfferKind.TEAM: _l("Gespräch zu mehreren oder im Team"),
    OfferKind.CRISIS: _l("Krisengespräch"),
}
PLACES = {Place.ONLINE: _l("online"), Place.ON_SITE: _l("vor Ort")}
DAY_TIMES = {
    DayTime.MORNING: _l("vormittags"),
    DayTime.AFTERNOON: _l("nachmittags"),
    DayTime.EVENING: _l("ab 17 Uhr"),
}

ANY = SelectChoice("", _l("egal"))


def _choices(labels: Mapping[str, Message]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]


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
        form.colleagues.choices = _choices(
            {key: person.name for key, person in form.people.items()}
        )
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


class NoteForm(Form):
    """What a coach writes down for themselves."""

    text = TextAreaField(
        _l("Notiz"),
        description=_l("Wenn Sie das Feld leeren und speichern, ist die Notiz gelöscht."),
        validators=[
            Length(max=LONGEST_NOTE, message=_l("Bitte kürzen Sie auf %(max)d Zeichen.")),
        ],
        render_kw={"rows": 10},
    )


class CancellationForm(DeclineForm):
    """As for a request; of a series, all that follow can go with it."""

    and_following = BooleanField(_l("Auch alle folgenden Termine dieser Reihe"))

    def wish(self) -> dict[str, Any]:
        """What was entered, as the command takes it."""
        following = "and_following" in self and self.and_following.data
        return {"reason": self.reason.data or "", "and_following": bool(following)}


class SearchForm(Form):
    """Looks for something and changes nothing, so it needs no token. `of` gives the choices."""

    class Meta(Form.Meta):
        csrf = False

    kind = SelectField(_l("Was"), choices=_choices(KINDS))
    coach = SelectField(_l("Mit wem"))
    language = SelectField(_l("Sprache"))
    place = SelectField(_l("Wo"), choices=[ANY, *_choices(PLACES)])
    day_time = SelectField(_l("Tageszeit"), choices=[ANY, *_choices(DAY_TIMES)])

    @classmethod
    def of(cls, offers: Sequence[CoachingOffer]) -> "SearchForm":
        """The form with what there is to choose among `offers`; what nobody offers is left out."""
        form = cls(request.args)
        kinds = {offer.kind for offer in offers}
        coaches = {offer.coach.public_id: offer.coach.name for offer in offers}
        spoken = {code for offer in offers for code in offer.languages}
        form.kind.choices = [one for one in _choices(KINDS) if one.value in kinds]
        form.coach.choices = [ANY, *_choices(coaches)]
        form.language.choices = [ANY, *(one for one in _choices(LANGUAGES) if one.value in spoken)]
        for field in (form.coach, form.language):
            if len(field.choices) <= 2:  # with anybody or the only one: nothing to choose
                del form[field.short_name]
        return form

    def chosen(self) -> dict[str, str]:
        """What was chosen by field; what cannot be chosen does not matter."""
        return {
            field.short_name: field.data
            for field in self
            if field.data and field.data in {choice.value for choice in field.choices}
        }

    def search(self) -> Search:
        """What is looked for."""
        chosen = self.chosen()
        return Search(
            kind=OfferKind(chosen.get("kind", self.kind.choices[0].value)),
            coach=chosen.get("coach"),
            language=chosen.get("language"),
            place=Place(chosen["place"]) if "place" in chosen else None,
            day_time=DayTime(chosen["day_time"]) if "day_time" in chosen else None,
        )


class SeriesForm(Form):
    """What a series is to be, and for each of its dates what was chosen in the end.

    The dates are `start-0`, `start-1` …; one that is left out is empty.
    """

    class Meta(Form.Meta):
        csrf = False  # the page looks first; what is posted carries the token of every form

    start = HiddenField()
    count = IntegerField(validators=[NumberRange(2, MOST_IN_SERIES)])
    every_weeks = IntegerField(validators=[NumberRange(1, 8)])

    def validate_start(self, field: Field) -> None:
        if parse_instant(field.data or "") is None:
            raise ValidationError

    @property
    def starts_at(self) -> datetime:
        """The first date, once the form is valid."""
        instant = parse_instant(self.start.data)
        if instant is None:
            raise ValueError("the form was not validated")
        return instant

    def wanted(self, sent: Mapping[str, str]) -> list[datetime]:
        """The dates as they were shown last."""
        given = (sent.get(f"wanted-{number}", "") for number in range(MOST_IN_SERIES))
        return [instant for text in given if (instant := parse_instant(text))]

    def chosen_starts(self, sent: Mapping[str, str]) -> list[datetime]:
        """What was chosen; empty where a date has no choice yet or too few are left."""
        names = [f"start-{number}" for number in range(self.count.data)]
        given = [sent[name] for name in names if name in sent]
        starts = sorted({instant for text in given if (instant := parse_instant(text))})
        if len(given) < len(names):
            self.form_errors.append(_l("Wählen Sie zu jedem Termin etwas aus, der nicht frei ist."))
            return []
        if not starts:
            self.form_errors.append(_l("Wählen Sie mindestens einen Termin."))
        return starts
