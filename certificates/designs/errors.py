"""Why a design is not saved, in words for the office."""

from app.kernel.errors import explain_constraint
from app.kernel.i18n import lazy_gettext as _l

explain_constraint(
    "uq_certificate_designs_name", _l("So heißt bereits eine andere Vorlage."), field="name"
)
