"""The office's form to end a person's protection."""

from wtforms import DateField, RadioField, SelectChoice
from wtforms.validators import InputRequired

from app.kernel.forms import Form
from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from organisations.protection.services import AskedBy, Request

WAYS: dict[str, Message] = {
    AskedBy.IN_PERSON: _l("persönlich"),
    AskedBy.TELEPHONE: _l("am Telefon, über eine bekannte Nummer"),
    AskedBy.LETTER: _l("schriftlich"),
}


class EndForm(Form):
    asked_by = RadioField(
        _l("Wie hat die Person darum gebeten?"),
        choices=[SelectChoice(key.value, label) for key, label in WAYS.items()],
        validators=[InputRequired(_l("Bitte wählen Sie, wie die Person darum gebeten hat."))],
    )
    asked_on = DateField(
        _l("Wann hat die Person darum gebeten?"),
        validators=[InputRequired(_l("Bitte geben Sie den Tag ein."))],
    )

    def request(self) -> Request:
        return Request(AskedBy(self.asked_by.data), self.asked_on.data)
