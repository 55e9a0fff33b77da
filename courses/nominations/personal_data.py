"""What nominations and requests hold of a person."""

from typing import Any

from sqlalchemy import delete, select, update

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Enrolment
from courses.nominations.models import InHouseRequest, Nomination
from organisations.models import Person
from organisations.queries import find_names

#: In the place of a person who is gone.
NOBODY = ""


def export_nominations(person_id: int) -> dict[str, Any]:
    """Where the person was nominated, and what they asked for on behalf of their municipality."""
    nominations = db.session.scalars(
        select(Nomination)
        .join(Nomination.enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(Nomination.enrolment_id)
    ).all()
    names = find_names([one.nominated_by for one in nominations])
    requests = db.session.scalars(
        select(InHouseRequest)
        .where(InHouseRequest.asked_by == _public_id(person_id))
        .order_by(InHouseRequest.id)
    )
    return {
        "nominations": [
            {
                "course": one.enrolment.cohort.title.de,
                "nominated_by": names.get(one.nominated_by),
                "nominated_at": one.nominated_at.isoformat(),
            }
            for one in nominations
        ],
        "in_house_requests": [
            {
                "course": one.course.title.de,
                "asked_at": one.asked_at.isoformat(),
                "note": one.note,
                "state": one.state,
            }
            for one in requests
        ],
    }


def erase_nominations(person_id: int) -> None:
    """Forget who was nominated; what the municipality asked for stays, without a name and note."""
    own = select(Enrolment.id).where(Enrolment.person_id == person_id)
    db.session.execute(delete(Nomination).where(Nomination.enrolment_id.in_(own)))
    public_id = _public_id(person_id)
    for model, column in ((Nomination, "nominated_by"), (InHouseRequest, "asked_by")):
        values = {column: NOBODY} | ({"note": ""} if model is InHouseRequest else {})
        db.session.execute(
            update(model).where(getattr(model, column) == public_id).values(**values)
        )
    db.session.flush()


def _public_id(person_id: int) -> str | None:
    return db.session.scalar(select(Person.public_id).where(Person.id == person_id))


NOMINATIONS = PersonalData(
    name="nominations",
    label=_l("Vorschläge für Durchgänge"),
    purpose=_l("Menschen zu einem Durchgang einladen"),
    export=export_nominations,
    erase=erase_nominations,
    retention=_l("So lange wie die Anmeldung, zu der sie gehören."),
)
