"""The form about mails, discretion and the own calendar."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from notifications.kinds import NotificationKind
from notifications.wishes import LONGEST_CALENDAR_WORD, CalendarBy, Reminder, Timing, Wishes

TIMINGS: dict[str, Message] = {
    Timing.AT_ONCE: _l("sofort"),
    Timing.DAILY: _l("gesammelt, einmal am Tag"),
    Timing.NEVER: _l("gar nicht"),
}
REMINDERS: dict[str, Message] = {
    Reminder.NONE: _l("keine"),
    Reminder.HOUR: _l("1 Stunde vorher"),
    Reminder.DAY: _l("1 Tag vorher"),
}
CALENDARS: dict[str, Message] = {
    CalendarBy.FEED: _l("Über mein Kalender-Abo"),
    CalendarBy.MAIL: _l("Über Mails"),
    CalendarBy.BOTH: _l("Über beides"),
}
CALENDAR_HINTS: dict[str, Message] = {
    CalendarBy.FEED: _l("Solange Sie kein Abo haben, bringen Mails die Einträge mit."),
    CalendarBy.MAIL: _l("Haben Sie ein Abo? Dann beenden Sie es, sonst steht manches doppelt da."),
    CalendarBy.BOTH: _l("Ein Termin kann dann doppelt im Kalender stehen."),
}


class WishesForm(Form):
    """One choice per kind of mail besides, added by `wishes_form`."""

    reminder = RadioField(
        _l("Erinnerung an Coaching-Termine"),
        description=_l("Die Erinnerung kommt auch, wenn Ihre Mails angehalten sind."),
        choices=[SelectChoice(key.value, label) for key, label in REMINDERS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie, wann Sie erinnert werden."))],
    )
    digest_hour = SelectField(
        _l("Uhrzeit der Sammelmail"),
        description=_l("Die Sammelmail kommt nur, wenn es etwas Neues gibt."),
        choices=[SelectChoice(hour, _l("%(hour)s Uhr", hour=hour)) for hour in range(24)],
        coerce=int,
    )
    paused_until = DateField(
        _l("Mails anhalten bis"),
        description=_l(
            "Zum Beispiel bis zum Ende Ihres Urlaubs. Was in der Zeit anfällt, bekommen Sie an "
            "diesem Tag in einer Mail. Was immer sofort kommt, kommt auch dann."
        ),
        validators=[Optional()],
    )
    discreet_everything = BooleanField(
        _l("Alles diskret"),
        description=_l("Gilt für jede Mail und jeden Kalendereintrag, auch für künftige Arten."),
    )
    discreet_trainings = BooleanField(
        _l("Trainings diskret"),
        description=_l(
            "Sonst stehen Thema und Ort in Mails und Kalender, zum Beispiel „Wenn Hass ins Netz "
            "kommt“. Das gilt auch für Ihre bestehenden Kalender-Abos."
        ),
    )
    discreet_coaching = BooleanField(
        _l("Coaching diskret"),
        description=_l("Sonst kann man sehen, dass Sie zu einem Coaching gehen."),
    )
    calendar_word = StringField(
        _l("Titel diskreter Einträge in Ihrem Kalender"),
        description=_l("Ohne Angabe steht dort „KommA-Termin“. Möglich ist auch nur „Termin“."),
        validators=[
            Length(max=LONGEST_CALENDAR_WORD, message=_l("Bitte höchstens 60 Zeichen.")),
        ],
    )
    calendar_by = RadioField(
        _l("Wie kommen Termine in Ihren Kalender?"),
        choices=[SelectChoice(key.value, label) for key, label in CALENDARS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie, wie Termine in Ihren Kalender kommen."))],
    )

    def validate_paused_until(self, field: Field) -> None:
        if field.data and field.data.year > 2100:
            raise ValidationError(_l("Bitte prüfen Sie das Jahr."))

    def field_of(self, kind: NotificationKind) -> Field:
        return self[_name(kind)]

    def wishes(self, kinds: Sequence[NotificationKind], before: Wishes, today: date) -> Wishes:
        """What was chosen. A pause that is over is none; other wishes stay as in `before`."""
        pause = self.paused_until.data
        return replace(
            before,
            timings={kind.key: self.field_of(kind).data for kind in kinds},
            digest_hour=self.digest_hour.data,
            paused_until=pause if pause and pause > today else None,
            discreet_everything=self.discreet_everything.data,
            discreet_trainings=self.discreet_trainings.data,
            discreet_coaching=self.discreet_coaching.data,
            calendar_word=" ".join((self.calendar_word.data or "").split()),
            calendar_by=CalendarBy(self.calendar_by.data),
            reminder=Reminder(self.reminder.data),
        )


def wishes_form(kinds: Sequence[NotificationKind], wishes: Wishes) -> WishesForm:
    """A form with a choice for each of `kinds`, set to what is wished so far."""

    class FormOfKinds(WishesForm):
        pass

    known: dict[str, Any] = {
        "digest_hour": wishes.digest_hour,
        "paused_until": wishes.paused_until,
        "discreet_everything": wishes.discreet_everything,
        "discreet_trainings": wishes.discreet_trainings,
        "discreet_coaching": wishes.discreet_coaching,
        "calendar_word": wishes.calendar_word,
        "calendar_by": wishes.calendar_by.value,
        "reminder": wishes.reminder.value,
    }
    for kind in kinds:
        setattr(FormOfKinds, _name(kind), _choice(kind))
        known[_name(kind)] = kind.timing_for(wishes).value
    return FormOfKinds(data=known)


def _choice(kind: NotificationKind) -> RadioField:
    return RadioField(
        kind.label,
        choices=[SelectChoice(timing.value, TIMINGS[timing]) for timing in kind.choices],
        validators=[InputRequired(_l("Bitte wählen Sie, wann Sie diese Mails bekommen."))],
    )


def _name(kind: NotificationKind) -> str:
    return f"timing_{kind.key}"
