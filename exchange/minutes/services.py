"""How minutes are kept: of two who save at once one wins, and what is approved stays."""

from typing import Any

from sqlalchemy import update

from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from exchange.minutes.models import MinutesState


class MinutesChanged(DomainError):
    """Somebody has saved or approved them since they were opened."""

    def __init__(self) -> None:
        super().__init__(
            _l("Das Protokoll wurde inzwischen geändert. Ihr Text steht noch im Formular."),
            field="text",
        )


def keep_minutes(meeting: Any, revision: int, **values: object) -> None:
    """Write `values` into a meeting with minutes of `revision`, by one UPDATE.

    Raises MinutesChanged where they are of another revision by now, or approved.
    """
    model = type(meeting)
    written = db.session.execute(
        update(model)
        .where(
            model.id == meeting.id,
            model.minutes_revision == revision,
            model.minutes_state != MinutesState.APPROVED,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(meeting)
    if written.rowcount != 1:  # type: ignore[attr-defined]
        raise MinutesChanged
