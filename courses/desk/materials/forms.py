"""The form that lays out a file or a link."""

from datetime import datetime

from wtforms import (
    DateField,
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from app.kernel.forms import Form
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import short_date, viewer_zone
from courses.cohorts.models import Cohort, Session
from courses.cohorts.presenting import by_date
from courses.cohorts.wall_time import NoSuchTime, instant_of
from courses.desk.materials.links import LONGEST_ADDRESS
from courses.desk.materials.models import MaterialKind

AT_ONCE, LATER = "now", "later"
_MISSING = _l("Bitte füllen Sie dieses Feld aus.")


class MaterialForm(Form):
    kind = RadioField(
        _l("Was ist es?"),
        choices=[
            SelectChoice(MaterialKind.FILE.value, _l("Eine Datei (PDF, Word, PowerPoint, Excel)")),
            SelectChoice(MaterialKind.LINK.value, _l("Ein Link zu einer anderen Website")),
        ],
        default=MaterialKind.FILE.value,
        validators=[InputRequired(_l("Bitte wählen Sie aus."))],
    )
    title = StringField(
        _l("Titel"),
        description=_l("So heißt die Unterlage für die Teilnehmenden, zum Beispiel: Handout Tag 1"),
        validators=[
            DataRequired(_MISSING),
            Length(max=200, message=_l("Bitte höchstens 200 Zeichen.")),
        ],
    )
    upload = FileField(_l("Datei"))
    address = StringField(
        _l("Adresse des Links"),
        validators=[
            Length(
                max=LONGEST_ADDRESS, message=_l("Bitte höchstens %(most)s Zeichen.", most="1000")
            )
        ],
    )
    session = SelectField(_l("Gehört zu"), default="")
    release = RadioField(
        _l("Wann sehen es die Teilnehmenden?"),
        choices=[SelectChoice(AT_ONCE, _l("Sofort")), SelectChoice(LATER, _l("Später, und zwar:"))],
        default=AT_ONCE,
        validators=[InputRequired(_l("Bitte wählen Sie aus."))],
    )
    date = DateField(_l("Tag der Freigabe"), validators=[MayBeEmpty()])
    time = TimeField(_l("Uhrzeit der Freigabe"), validators=[MayBeEmpty()])

    @property
    def is_link(self) -> bool:
        return self.kind.data == MaterialKind.LINK

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field by itself: what was chosen needs a file or an address, and a time."""
        valid = super().validate(extra_validators)
        needed = [self.address if self.is_link else self.upload]
        if self.release.data == LATER:
            needed += [self.date, self.time]
        for field in needed:
            if not field.data and not field.errors:
                field.errors = [_MISSING]
        return valid and not any(field.errors for field in needed)

    def released_at(self, now: datetime) -> datetime | None:
        """The instant that was chosen; None, with the reason at its field, where it cannot be."""
        if self.release.data == AT_ONCE:
            return now
        try:
            instant = instant_of(self.date.data, self.time.data, viewer_zone())
        except NoSuchTime:
            self.time.errors = [
                _l("Diese Uhrzeit gibt es an dem Tag nicht: Die Uhr wird umgestellt.")
            ]
            return None
        if instant <= now:
            self.date.errors = [_l("Bitte wählen Sie einen Zeitpunkt, der noch kommt.")]
            return None
        return instant

    def session_of(self, cohort: Cohort) -> Session | None:
        """The session that was chosen."""
        chosen = self.session.data
        return next((one for one in cohort.sessions if one.public_id == chosen), None)


def material_form(cohort: Cohort) -> MaterialForm:
    """The form with the sessions of `cohort` to choose from."""
    form = MaterialForm()
    form.session.choices = [
        SelectChoice("", _("Ganzer Durchgang")),
        *(
            SelectChoice(
                session.public_id,
                _(
                    "Termin %(number)s am %(date)s",
                    number=session.position + 1,
                    date=short_date(session.event.starts_at),
                ),
            )
            for session in by_date(cohort)
            if session.takes_place
        ),
    ]
    return form
