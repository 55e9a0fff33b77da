"""How far municipalities have come with peer consultation: numbers of groups, never people."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.progress import ProgrammePart, Stage, Standing
from courses.reports.suppression import THRESHOLD
from exchange.peer_consultations.groups.models import Consultation, Member, State
from organisations.models import Person


def standings(municipality_ids: Collection[int], now: datetime) -> Mapping[int, Standing]:  # noqa: ARG001 - what was held counts until it is deleted
    """In how many consultations people of each took part; from seven people on, else only that.

    One statement. It counts what is not deleted yet, which is the last months.
    """
    rows = db.session.execute(
        select(
            Person.municipality_id,
            func.count(func.distinct(Member.person_id)),
            func.count(func.distinct(Member.consultation_id)),
        )
        .join(Member, Member.person_id == Person.id)
        .join(Consultation, Consultation.id == Member.consultation_id)
        .where(Consultation.state == State.HELD, Person.municipality_id.in_(municipality_ids))
        .group_by(Person.municipality_id)
    )
    return {
        municipality_id: _standing(people, consultations)
        for municipality_id, people, consultations in rows
    }


def _standing(people: int, consultations: int) -> Standing:
    if people < THRESHOLD:
        return Standing(Stage.UNDER_WAY, _l("begonnen"))
    return Standing(
        Stage.REACHED, _l("Beratungen in den letzten Monaten: %(count)s", count=consultations)
    )


PEER_CONSULTATION = ProgrammePart(
    name="peer_consultations",
    module="3a",
    label=_l("Kollegiale Beratung"),
    milestone=_l("Mindestens sieben Menschen der Kommune haben sich kollegial beraten."),
    standings=standings,
)
