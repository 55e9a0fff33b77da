"""How joint statements are called on screen."""

from app.kernel.i18n import lazy_gettext as _l
from exchange.statements.models import StatementState

STATES = {
    StatementState.DRAFT: _l("Entwurf"),
    StatementState.PROPOSED: _l("Beim Programmbüro"),
    StatementState.OPEN: _l("Kann unterzeichnet werden"),
    StatementState.RELEASED: _l("Veröffentlicht"),
    StatementState.WITHDRAWN: _l("Zurückgezogen"),
}
BADGES = {
    StatementState.DRAFT: "info",
    StatementState.PROPOSED: "warning",
    StatementState.OPEN: "warning",
    StatementState.RELEASED: "success",
    StatementState.WITHDRAWN: "danger",
}
