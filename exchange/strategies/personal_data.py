"""What strategy concepts hold of a person: who saved a version last."""

from typing import Any

from sqlalchemy import select, update

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from exchange.strategies.models import StrategyVersion
from organisations.models import Person

#: In the place of a person who is gone.
NOBODY = ""


def export_written(person_id: int) -> list[dict[str, Any]]:
    """The versions that the person saved last, oldest first."""
    versions = db.session.scalars(
        select(StrategyVersion)
        .join(Person, Person.public_id == StrategyVersion.author_public_id)
        .where(Person.id == person_id)
        .order_by(StrategyVersion.id)
    )
    return [
        {
            "title": version.title,
            "number": version.number,
            "state": version.state,
            "changed_at": version.changed_at.isoformat(),
        }
        for version in versions
    ]


def erase_written(person_id: int) -> None:
    """Forget that it was the person; what was written is the municipality's."""
    public_id = select(Person.public_id).where(Person.id == person_id).scalar_subquery()
    db.session.execute(
        update(StrategyVersion)
        .where(StrategyVersion.author_public_id == public_id)
        .values(author_public_id=NOBODY)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()


WRITTEN_STRATEGIES = PersonalData(
    name="written_strategies",
    label=_l("Strategien der Kommune: wer eine Fassung zuletzt gespeichert hat"),
    purpose=_l("Nachvollziehen, woher eine Fassung stammt"),
    export=export_written,
    erase=erase_written,
    retention=_l("So lange wie das Konzept, oder bis Ihr Konto gelöscht wird."),
)
