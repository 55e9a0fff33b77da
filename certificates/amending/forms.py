"""What those who correct or revoke enter."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Regexp

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from certificates.register.models import LONGEST_REASON, LONGEST_WISH, Status

_RELOAD = _l("Bitte laden Sie die Seite neu.")


class ReplacementForm(Form):
    """That the new one shall take the old one's place, as it was shown."""

    mark = HiddenField(validators=[Regexp(r"[0-9a-f]{64}\Z", message=_RELOAD)])


class RevocationForm(Form):
    """Why a certificate is revoked. `seen` is what it was worth when the page was shown."""

    seen = HiddenField(validators=[AnyOf([*Status], message=_RELOAD)])
    reason = TextAreaField(
        _l("Grund"),
        description=_l(
            "Ihn lesen die Person selbst, die Kursleitung und das Programmbüro. Auf der "
            "öffentlichen Prüfseite steht er nicht. Höchstens 500 Zeichen."
        ),
        validators=[
            DataRequired(_l("Bitte schreiben Sie, warum die Bescheinigung nicht mehr gilt.")),
            Length(max=LONGEST_REASON, message=_l("Bitte höchstens 500 Zeichen.")),
        ],
    )


class AnswerForm(Form):
    """Why a certificate stays as it is."""

    answer = TextAreaField(
        _l("Antwort"),
        description=_l("Die Person liest sie bei ihrer Bescheinigung. Höchstens 500 Zeichen."),
        validators=[
            DataRequired(_l("Bitte schreiben Sie, warum die Bescheinigung so bleibt.")),
            Length(max=LONGEST_WISH, message=_l("Bitte höchstens 500 Zeichen.")),
        ],
    )
