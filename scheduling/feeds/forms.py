"""Forms of the calendar page."""

from collections.abc import Iterable
from datetime import timedelta

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length

from app.kernel.forms import Form
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised, short_date
from app.kernel.tokens import new_token
from notifications.wishes import CalendarBy, Wishes
from scheduling.feeds.choices import Contents, Detail, FeedChoice
from scheduling.queries import EventGroup


class SubscriptionForm(Form):
    """`key` is random for each form that is handed out; the same one again is the same form."""

    label = StringField(
        _l("Name des Abos"),
        description=_l("Woran Sie das Abo später erkennen, zum Beispiel „Diensthandy“."),
        validators=[
            DataRequired(_l("Bitte geben Sie dem Abo einen Namen.")),
            Length(max=80, message=_l("Bitte kürzen Sie den Namen auf höchstens 80 Zeichen.")),
        ],
    )
    contents = SelectField(_l("Welche Termine?"), default=Contents.ALL)
    detail = RadioField(
        _l("Was soll im Kalender stehen?"),
        description=_l(
            "Je weniger dort steht, desto besser sind Sie geschützt, wenn andere Ihren Kalender "
            "sehen. Coaching ist auch mit Thema und Ort diskret, solange Sie es in den "
            "Einstellungen nicht ändern."
        ),
        choices=[
            SelectChoice(Detail.APPOINTMENT, _l("Nur „KommA-Termin“ und ein Link")),
            SelectChoice(Detail.FULL, _l("Thema und Ort")),
            SelectChoice(Detail.BUSY, _l("Nur „Beschäftigt“, sonst nichts")),
        ],
        default=Detail.APPOINTMENT,
    )
    remind = SelectField(
        _l("Erinnerung vor jedem Termin"),
        description=_l("Manche Kalender überlesen sie und erinnern, wie Sie es dort einstellen."),
        choices=[
            SelectChoice("", _l("Keine")),
            SelectChoice("15", _l("15 Minuten vorher")),
            SelectChoice("60", _l("1 Stunde vorher")),
            SelectChoice("1440", _l("1 Tag vorher")),
        ],
        default="",
    )
    also_by_mail = BooleanField(
        _l("Mails sollen Termine weiter in meinen Kalender bringen"),
        description=_l(
            "Mit einem Abo brauchen Sie das nicht: Ein Termin kann dann doppelt im Kalender "
            "stehen. Frühere Einträge aus Mails bleiben in jedem Fall dort."
        ),
    )
    key = HiddenField(
        default=new_token,
        validators=[
            Length(min=32, max=64, message=_l("Bitte laden Sie die Seite neu.")),
        ],
    )

    @property
    def choice(self) -> FeedChoice:
        """What the person has chosen."""
        contents, _colon, group_key = self.contents.data.partition(":")
        return FeedChoice(
            label=self.label.data,
            contents=Contents(contents),
            group_key=group_key or None,
            detail=Detail(self.detail.data),
            remind_before=timedelta(minutes=int(self.remind.data)) if self.remind.data else None,
        )

    @property
    def calendar_by(self) -> CalendarBy:
        """What brings dates into the calendar from now on."""
        return CalendarBy.BOTH if self.also_by_mail.data else CalendarBy.FEED


def subscription_form(
    wishes: Wishes, groups: Iterable[EventGroup], *, is_coach: bool, contents: str
) -> SubscriptionForm:
    """The form that was sent; a new one proposes `contents` and what the settings say.

    Only what is the person's own can be chosen.
    """
    discreet = wishes.discreet_everything or wishes.discreet_trainings
    form = SubscriptionForm(
        data={
            "contents": contents,
            "detail": Detail.APPOINTMENT if discreet else Detail.FULL,
            "also_by_mail": wishes.calendar_by is CalendarBy.BOTH,
        }
    )
    form.contents.choices = [
        SelectChoice(Contents.ALL, _("Alle meine Termine")),
        SelectChoice(Contents.TRAININGS, _("Nur Trainings")),
        SelectChoice(Contents.COACHING, _("Nur Coaching")),
        *(
            SelectChoice(
                f"{Contents.GROUP}:{group.key}",
                _(
                    "Nur „%(title)s“ ab %(day)s",
                    title=localised(group.title),
                    day=short_date(group.starts_at),
                ),
            )
            for group in groups
        ),
    ]
    if is_coach:
        form.contents.choices += [
            SelectChoice(Contents.COACH, _("Als Coach: Coaching-Termine und meine Arbeitszeiten")),
            SelectChoice(Contents.FREE_BUSY, _("Als Coach: nur, wann ich belegt bin")),
        ]
    return form
