"""The words on screen for periods."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Unit

UNITS: dict[Unit, Message] = {Unit.DAYS: _l("Tage"), Unit.MONTHS: _l("Monate")}
