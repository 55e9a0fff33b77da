"""The words on screen for how minutes stand."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.minutes.models import MinutesState

MINUTES: dict[str, Message] = {
    MinutesState.NONE: _l("noch kein Protokoll"),
    MinutesState.DRAFT: _l("Entwurf"),
    MinutesState.SUBMITTED: _l("zur Genehmigung"),
    MinutesState.APPROVED: _l("genehmigt"),
}
MINUTES_BADGES: dict[str, str] = {
    MinutesState.NONE: "neutral",
    MinutesState.DRAFT: "neutral",
    MinutesState.SUBMITTED: "warning",
    MinutesState.APPROVED: "success",
}
