"""The form of who would like to be found by groups, and that of whom to invite."""

from collections.abc import Sequence

from wtforms import BooleanField, RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app.kernel.forms import Form
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.peer_consultations.groups.topics import Topic
from exchange.peer_consultations.peers.models import PeerProfile
from exchange.peer_consultations.peers.wording import HOURS


def _many(label: Message, missing: Message) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired(missing)],
    )


class ProfileForm(Form):
    topics = _many(_l("Zu welchen Themen?"), _l("Bitte wählen Sie mindestens ein Thema."))
    hours = _many(_l("Wann haben Sie Zeit?"), _l("Bitte wählen Sie mindestens eine Zeit."))
    reach = RadioField(
        _l("Mit wem?"),
        choices=[
            SelectChoice("others", _l("Nur mit Menschen aus anderen Kommunen")),
            SelectChoice("all", _l("Auch mit Menschen aus meiner Kommune")),
        ],
        default="others",
        validators=[InputRequired(_l("Bitte wählen Sie eine Antwort."))],
    )
    agreed = BooleanField(
        _l("Ich bin einverstanden, dass KommA mich Gruppen so vorschlägt."),
        validators=[InputRequired(_l("Ohne Ihr Einverständnis speichern wir nichts."))],
    )


def profile_form(topics: Sequence[Topic], profile: PeerProfile | None) -> ProfileForm:
    """The form with what the person said before."""
    form = ProfileForm(data=_as_is(profile) if profile else None)
    form.topics.choices = [SelectChoice(topic.key, topic.name) for topic in topics]
    form.hours.choices = [SelectChoice(key, label) for key, label in HOURS.items()]
    return form


def _as_is(profile: PeerProfile) -> dict[str, object]:
    return {
        "topics": profile.topics,
        "hours": profile.hours,
        "reach": "others" if profile.only_others else "all",
        "agreed": True,
    }


class SuggestionsForm(Form):
    """Whom of those suggested to invite, by marks that mean nothing outside this group."""

    chosen = _many(_l("Wen möchten Sie einladen?"), _l("Bitte wählen Sie mindestens eine Person."))
