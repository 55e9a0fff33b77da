"""The words on screen and paper for the state of the programme."""

from app.kernel.i18n import Message
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.progress import Stage
from app.pages.overview.state import Order
from organisations.models import Membership

#: The furthest first, as charts and tables have them.
STAGES: dict[Stage, Message] = {
    Stage.REACHED: _l("erreicht"),
    Stage.UNDER_WAY: _l("begonnen"),
    Stage.NOT_BEGUN: _l("offen"),
}
STAGE_HINTS: dict[Stage, Message] = {
    Stage.REACHED: _l("Der Meilenstein des Teils ist erreicht."),
    Stage.UNDER_WAY: _l("Die Kommune hat angefangen, der Meilenstein ist noch nicht erreicht."),
    Stage.NOT_BEGUN: _l("In KommA steht dazu noch nichts."),
}
#: In one word, for tables with many columns.
MEMBERSHIPS: dict[str, Message] = {
    Membership.MODEL: _l("Modell"),
    Membership.PLATFORM: _l("Plattform"),
}
ORDERS: dict[str, Message] = {
    Order.NAME: _l("Name"),
    Order.STATE: _l("Land"),
    Order.NEXT_DATE: _l("Nächster Termin"),
}
