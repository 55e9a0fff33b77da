"""Forms about lists of people."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l


class UploadForm(Form):
    file = FileField(
        _l("Datei mit der Liste"),
        description=_l("CSV oder Excel (.xlsx), höchstens 1.000 Personen."),
        validators=[FileRequired(_l("Bitte wählen Sie eine Datei."))],
        render_kw={"accept": ".csv,.txt,.xlsx"},
    )


class ImportForm(Form):
    """Agrees to add as many people as the page has shown, and to leave out the rows it named."""

    expected = IntegerField(validators=[InputRequired()])
    without_wrong = BooleanField()
