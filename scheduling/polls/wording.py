"""Words that pages of date polls share."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from scheduling.polls.models import Choice

CHOICES: dict[str, Message] = {
    Choice.YES: _l("Ja"),
    Choice.IF_NEED_BE: _l("Wenn nötig"),
    Choice.NO: _l("Nein"),
}
