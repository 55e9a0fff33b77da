"""The form by which somebody shares what they have seen in the preview."""

from wtforms import HiddenField
from wtforms.validators import AnyOf, Length

from app.kernel.forms import Form
from app.kernel.i18n import lazy_gettext as _l
from courses.needs.sharing.queries import Preview, Scope

_RELOAD = _l("Bitte laden Sie die Seite neu.")


class ShareForm(Form):
    """`analysis` and `trainers` say what stood in the preview."""

    scope = HiddenField(validators=[AnyOf([scope.value for scope in Scope], message=_RELOAD)])
    analysis = HiddenField(validators=[Length(max=40, message=_RELOAD)])
    trainers = HiddenField(validators=[Length(max=2000, message=_RELOAD)])

    @property
    def trainers_seen(self) -> set[str]:
        """The public ids of the trainers in the preview."""
        return set(filter(None, (self.trainers.data or "").split(",")))

    def remember(self, seen: Preview, scope: Scope) -> None:
        """Have the form sent with what is shown now."""
        self.scope.data, self.analysis.data = scope.value, seen.analysis.public_id
        self.trainers.data = ",".join(one.public_id for one in seen.trainers)
