"""Forms that plan meetings. Times go by the clock of whoever plans."""

from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import (
    BooleanField,
    DateField,
    SelectChoice,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import viewer_zone
from courses.cohorts.planning.fields import link_field, place_field
from courses.cohorts.planning.forms import SessionTimes
from courses.cohorts.wall_time import NoSuchTime, instant_of
from exchange.meetings.bodies.models import Body
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.dates.rhythm import MOST_DATES, Rhythm, list_days
from exchange.meetings.dates.series import SeriesChange
from exchange.meetings.dates.services import MeetingDetails
from organisations.models import Municipality

MISSING = _l("Bitte füllen Sie dieses Feld aus.")
_DAY, _TIME = _l("Bitte geben Sie einen Tag ein."), _l("Bitte geben Sie eine Uhrzeit ein.")

RHYTHMS = {
    Rhythm.HALF_YEARLY: _l("Jedes halbe Jahr"),
    Rhythm.QUARTERLY: _l("Jedes Vierteljahr"),
    Rhythm.MONTHLY: _l("Jeden Monat"),
}


class MeetingForm(SessionTimes, Form):
    title = StringField(
        _l("Titel"),
        description=_l("So heißt der Termin auch in Kalendern, die alles zeigen."),
        validators=[
            DataRequired(MISSING),
            Length(max=120, message=_l("Bitte höchstens 120 Zeichen.")),
        ],
    )
    date = DateField(_l("Tag"), validators=[InputRequired(_DAY)])
    start = TimeField(_l("Beginn"), validators=[InputRequired(_TIME)])
    end = TimeField(_l("Ende"), validators=[InputRequired(_TIME)])
    place = place_field()
    online_link = link_field()
    host = SelectField(
        _l("Gastgebende Kommune"),
        description=_l("Ihre Koordination sieht den Besuch und das Programm."),
        default="",
    )
    protected = BooleanField(
        _l("Geschützter Besuch: In Kalendern steht nicht, was und wo, bis Sie es freigeben.")
    )

    def details(self, municipalities: Sequence[Municipality]) -> MeetingDetails | None:
        """What was typed; None, with the reason at its field, where there are no such times."""
        dates = self.dates()
        if dates is None:
            return None
        chosen = self.host.data if self.host else ""
        return MeetingDetails(
            title=self.title.data or "",
            starts_at=dates.starts_at,
            ends_at=dates.ends_at,
            zone=viewer_zone().key,
            place=self.place.data or "",
            online_link=(self.online_link.data or "") if self.online_link else "",
            host=next((one for one in municipalities if one.public_id == chosen), None),
            protected=bool(self.protected and self.protected.data),
        )


def meeting_form(
    body: Body, municipalities: Sequence[Municipality], meeting: BodyMeeting | None = None
) -> MeetingForm:
    """A form about `meeting`, else about a new one. Visits have a host, others a way in online."""
    form = MeetingForm(data=_as_is(meeting) if meeting else {"title": body.name})
    if body.has_visits:
        form.host.choices = [
            SelectChoice("", _l("keine")),
            *(SelectChoice(one.public_id, one.name) for one in municipalities),
        ]
        del form.online_link
    else:
        del form.host, form.protected
    return form


class SeriesForm(MeetingForm):
    rhythm = SelectField(_l("Wie oft?"), choices=[SelectChoice(*one) for one in RHYTHMS.items()])
    number = WholeNumberField(
        _l("Wie viele Termine?"),
        description=_l("Jeder lässt sich danach einzeln verschieben oder absagen."),
        default=4,
        validators=[
            InputRequired(MISSING),
            NumberRange(
                2, MOST_DATES, message=_l("Bitte 2 bis %(most)s Termine.", most=MOST_DATES)
            ),
        ],
    )

    def list_details(self) -> list[MeetingDetails]:
        """Every date; none, with the reason at its field, where there is one that cannot be."""
        first = self.details(())
        if first is None:
            return []
        days = list_days(self.date.data, Rhythm(self.rhythm.data), self.number.data)
        try:
            return [self._on(day, first) for day in days]
        except NoSuchTime:
            self.start.errors = [
                _l("Diese Uhrzeit gibt es an einem der Tage nicht: Die Uhr wird umgestellt.")
            ]
            return []

    def _on(self, day: date, first: MeetingDetails) -> MeetingDetails:
        zone = viewer_zone()
        return MeetingDetails(
            title=first.title,
            starts_at=instant_of(day, self.start.data, zone),
            ends_at=instant_of(day, self.end.data, zone),
            zone=zone.key,
            place=first.place,
            online_link=first.online_link,
        )


def series_form(body: Body) -> SeriesForm:
    """A form about dates of `body`: twice a year, unless something else is chosen."""
    form = SeriesForm(data={"title": body.name, "rhythm": Rhythm.HALF_YEARLY, "number": 4})
    del form.host, form.protected
    return form


class SeriesChangeForm(Form):
    days = WholeNumberField(
        _l("Um wie viele Tage verschieben?"),
        description=_l("0 lässt den Tag, wie er ist. Eine negative Zahl verschiebt nach vorn."),
        default=0,
        validators=[
            InputRequired(MISSING),
            NumberRange(-90, 90, message=_l("Bitte höchstens 90 Tage.")),
        ],
    )
    start = TimeField(_l("Beginn"), validators=[InputRequired(_TIME)])
    end = TimeField(_l("Ende"), validators=[InputRequired(_TIME)])
    place = place_field()
    online_link = link_field()

    def change(self) -> SeriesChange:
        """What was typed."""
        return SeriesChange(
            days=self.days.data,
            start=self.start.data,
            end=self.end.data,
            place=self.place.data or "",
            online_link=self.online_link.data or "",
        )


def series_change_form(meeting: BodyMeeting) -> SeriesChangeForm:
    """A form about the series of `meeting`, with its times and place."""
    known = _as_is(meeting)
    return SeriesChangeForm(
        data={name: known[name] for name in ("start", "end", "place", "online_link")}
    )


class InviteForm(Form):
    reply_by = DateField(
        _l("Antwort bis"),
        description=_l("Drei Tage vorher erinnern wir alle, die noch nicht geantwortet haben."),
        validators=[InputRequired(_DAY)],
    )


def invite_form(meeting: BodyMeeting) -> InviteForm:
    """A form with the last day to answer; a week before the meeting, where none is set."""
    day = meeting.event.starts_at.astimezone(viewer_zone()).date()
    return InviteForm(data={"reply_by": meeting.reply_by or day - timedelta(days=7)})


def _as_is(meeting: BodyMeeting) -> dict[str, object]:
    event, zone = meeting.event, viewer_zone()
    starts_at, ends_at = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    return {
        "title": meeting.title,
        "date": starts_at.date(),
        "start": starts_at.time(),
        "end": ends_at.time(),
        "place": meeting.place,
        "online_link": event.online_link,
        "host": meeting.host.public_id if meeting.host else "",
        "protected": meeting.is_discreet,
    }
