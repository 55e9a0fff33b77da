"""The words on screen for what profiles hold as keys."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from exchange.peer_consultations.peers.models import Hours

HOURS: dict[str, Message] = {
    Hours.MORNING: _l("vormittags, 8 bis 12 Uhr"),
    Hours.MIDDAY: _l("mittags, 12 bis 14 Uhr"),
    Hours.AFTERNOON: _l("nachmittags, 14 bis 17 Uhr"),
    Hours.EVENING: _l("abends, 17 bis 20 Uhr"),
}
