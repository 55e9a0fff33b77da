"""The trail of one case, written in the transaction of what it tells of."""

from datetime import datetime

from app.kernel.db import db
from exchange.procedures.cases.models import Act, Case, CaseAct
from organisations.models import Person


def note_act(
    case: Case,
    act: Act,
    *,
    actor: Person | None,
    now: datetime,
    step: int | None = None,
    item: int | None = None,
    about: Person | None = None,
) -> None:
    """Add a line: who did what to which step and item, or to whom; None where nobody did."""
    db.session.add(
        CaseAct(
            case_id=case.id,
            at=now,
            actor_public_id=actor.public_id if actor else "",
            act=act,
            step=step,
            item=item,
            about_public_id=about.public_id if about else None,
        )
    )
