"""The one field of the search."""

from wtforms import StringField
from wtforms.validators import Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.search_words import LONGEST_PHRASE


class SearchForm(Form):
    """What somebody looks for, from the address."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(
        _l("Wonach suchen Sie?"),
        [Length(max=LONGEST_PHRASE, message=_l("Bitte höchstens %(max)d Zeichen."))],
        description=_l("Ein oder zwei Wörter reichen."),
    )
