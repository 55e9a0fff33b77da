"""Forms of calendars from outside: where they are, and what they are called."""

from wtforms import FileField, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.tokens import new_token
from scheduling.busy_calendars.addresses import allowed_hosts
from scheduling.busy_calendars.models import LONGEST_LABEL
from scheduling.busy_calendars.wording import REFUSALS, TOO_LARGE_A_FILE
from scheduling.fetching.addresses import AddressRefused, CalendarAddress, RefusedBecause


class _Labelled(Form):
    label = StringField(
        _l("Name des Kalenders"),
        description=_l("Woran Sie ihn hier erkennen, zum Beispiel „Outlook“ oder „Privat“."),
        validators=[
            DataRequired(_l("Bitte geben Sie dem Kalender einen Namen.")),
            Length(
                max=LONGEST_LABEL,
                message=_l("Bitte kürzen Sie den Namen auf höchstens %(max)d Zeichen."),
            ),
        ],
    )


class _AtAddress(Form):
    """What is typed stands there again when it is refused: nobody finds a fault they don't see.

    A password in it does not. Pages of people who are signed in are kept by no cache.
    """

    address = StringField(
        _l("Adresse des Kalenders"),
        description=_l("Sie beginnt mit https:// oder webcal:// und endet oft mit .ics."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"},
    )

    def validate_address(self, field: StringField) -> None:
        """Say in words why an address is refused, before anything is asked of it."""
        try:
            self.read_address = CalendarAddress.parse(field.data or "", allowed_hosts())
        except AddressRefused as refusal:
            if refusal.reason is RefusedBecause.CREDENTIALS:
                field.data = ""
            raise ValidationError(REFUSALS[refusal.reason]) from refusal


class _FromFile(Form):
    file = FileField(
        _l("Kalenderdatei"),
        description=_l("Eine Datei mit der Endung .ics, höchstens 10 MB."),
        validators=[InputRequired(_l("Bitte wählen Sie eine Datei."))],
        render_kw={"accept": ".ics,.ical,.ifb,text/calendar"},
    )

    def refuse_as_too_large(self) -> None:
        """For a file that was not even received."""
        self.file.errors = [TOO_LARGE_A_FILE]


class AddressForm(_Labelled, _AtAddress):
    """A calendar that is fetched again and again."""


class FileForm(_Labelled, _FromFile):
    """A calendar as it was when its file was saved.

    `key` is random for each form that is handed out; the same one again is the same form.
    """

    key = HiddenField(
        default=new_token,
        validators=[Length(min=32, max=64, message=_l("Bitte laden Sie die Seite neu."))],
    )


class LabelForm(_Labelled):
    """Another name."""


class NewAddressForm(_AtAddress):
    """Another address. The former one is never shown, so the field begins empty."""


class NewFileForm(_FromFile):
    """A newer file."""
