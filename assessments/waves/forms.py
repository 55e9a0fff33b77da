"""The forms of the office: ask everybody, and raise how many a figure is of."""

from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import DateField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.kernel import clock
from app.kernel.bilingual import Bilingual
from app.kernel.forms import Form, WholeNumberField
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import localised, programme_zone
from assessments.instruments.definition import Instrument
from assessments.waves.models import Wave
from organisations.models import Municipality

SHORTEST, USUAL, LONGEST = timedelta(weeks=1), timedelta(weeks=3), timedelta(weeks=12)

_TITLE = (
    DataRequired(_l("Eine Erhebung braucht einen Titel in beiden Sprachen.")),
    Length(max=120, message=_l("Bitte höchstens 120 Zeichen.")),
)


class WaveForm(Form):
    title_de = StringField(
        _l("Titel, auf Deutsch"),
        description=_l("Zum Beispiel: Wie geht es uns im Frühjahr?"),
        validators=_TITLE,
    )
    title_en = StringField(_l("Titel, auf Englisch"), validators=_TITLE)
    instrument = SelectField(
        _l("Fragebogen"), validators=[InputRequired(_l("Bitte wählen Sie den Fragebogen."))]
    )
    municipality = SelectField(_l("Wer gefragt wird"))
    closes_on = DateField(
        _l("Letzter Tag zum Antworten"),
        description=_l("Am Tag danach rechnet KommA das Ergebnis aus, ein einziges Mal."),
        validators=[InputRequired(_l("Bitte wählen Sie den letzten Tag."))],
    )
    follows = SelectField(
        _l("Veränderung zeigen seit"),
        description=_l("Verglichen wird nur, wer beide Male geantwortet hat."),
    )

    def validate_closes_on(self, field: DateField) -> None:
        """Refuse what gives people too little time, or keeps answers too long."""
        if field.data is None:
            return
        if not today() + SHORTEST <= field.data <= today() + LONGEST:
            raise ValidationError(_l("Bitte wählen Sie einen Tag in einer bis zwölf Wochen."))

    @property
    def title(self) -> Bilingual:
        return Bilingual(de=self.title_de.data, en=self.title_en.data)


class GroupSizeForm(Form):
    k = WholeNumberField(
        _l("Zahlen gibt es ab so vielen Antworten"),
        validators=[InputRequired(_l("Bitte geben Sie eine Zahl ein."))],
    )


def wave_form(
    instruments: Sequence[Instrument],
    municipalities: Sequence[Municipality],
    earlier: Sequence[tuple[Wave, str]],
) -> WaveForm:
    """A form for one of these; `earlier` are waves that another can follow, with their titles."""
    form = WaveForm(data={"closes_on": today() + USUAL})
    form.instrument.choices = [SelectChoice(one.key, localised(one.title)) for one in instruments]
    form.municipality.choices = [
        SelectChoice("", _l("alle Kommunen")),
        *(SelectChoice(one.public_id, one.name) for one in municipalities),
    ]
    form.follows.choices = [
        SelectChoice("", _l("keiner früheren Erhebung")),
        *(SelectChoice(wave.label, title) for wave, title in earlier),
    ]
    return form


def today() -> date:
    """The day by the programme's clock: by it, waves close."""
    return clock.now().astimezone(programme_zone()).date()
