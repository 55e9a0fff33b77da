"""Commands on bodies: set one up, say who belongs to it. Calendars follow with the next sweep."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from app.kernel import audit
from app.kernel.db import INSERT, conflicts_explained, db
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.jobs import wake_after_commit
from exchange.meetings.bodies.models import Body, BodyCircle, BodyKind, BodyMember, Circle, Part
from exchange.meetings.bodies.queries import find_person_by_email
from organisations.models import Person

#: The job that has calendars follow.
MEMBERS_JOB = "meetings.members"

explain_constraint(
    "uq_meeting_body_members_chair",
    _l("Den Vorsitz hat schon jemand. Ändern Sie zuerst dessen Aufgabe."),
    field="part",
)


class NoSuchPerson(DomainError):
    """No account has the address."""

    def __init__(self) -> None:
        super().__init__(_l("Unter dieser Adresse finden wir kein Konto."), field="email")


@dataclass(frozen=True, kw_only=True)
class BodyDetails:
    """What a body is called and who belongs to it by role. `state` is an ISO 3166-2 code."""

    name: str
    kind: BodyKind
    state: str | None = None
    circles: Collection[Circle] = ()


def create_body(*, details: BodyDetails, actor: Person, now: datetime) -> Body:
    """A new body, without meetings."""
    body = Body(name=details.name, kind=details.kind, created_at=now)
    _fill(body, details)
    db.session.add(body)
    db.session.flush()
    audit.record("meeting_body.created", body, actor=actor, now=now)
    wake_after_commit(MEMBERS_JOB)
    return body


def change_body(*, body: Body, details: BodyDetails, actor: Person, now: datetime) -> Body:
    """Call it otherwise, or have others belong to it. Its kind stays."""
    _fill(body, details)
    db.session.flush()
    audit.record("meeting_body.changed", body, actor=actor, now=now)
    wake_after_commit(MEMBERS_JOB)
    return body


def name_member(*, body: Body, email: str, part: Part, actor: Person, now: datetime) -> Person:
    """Name whoever has this address, or have them do something else there.

    Raises NoSuchPerson, and DomainError at `part` where another one takes the chair.
    """
    person = find_person_by_email(email)
    if person is None:
        raise NoSuchPerson
    insert = INSERT[db.engine.dialect.name](BodyMember.__table__)
    with conflicts_explained():
        db.session.execute(
            insert.values(body_id=body.id, person_id=person.id, part=part).on_conflict_do_update(
                index_elements=["body_id", "person_id"], set_={"part": part}
            )
        )
    db.session.expire_all()
    audit.record("meeting_body.named", body, actor=actor, now=now)
    wake_after_commit(MEMBERS_JOB)
    return person


def release_member(*, body: Body, person: Person, actor: Person, now: datetime) -> None:
    """Have `person` be named no longer. Harmless to repeat."""
    gone = db.session.execute(
        delete(BodyMember).where(BodyMember.body_id == body.id, BodyMember.person_id == person.id)
    )
    if gone.rowcount:  # type: ignore[attr-defined]
        audit.record("meeting_body.released", body, actor=actor, now=now)
        wake_after_commit(MEMBERS_JOB)


def _fill(body: Body, details: BodyDetails) -> None:
    body.name = details.name
    body.state = details.state if body.kind == BodyKind.REGIONAL_GROUP else None
    known = {one.circle: one for one in body.circles}
    body.circles = [known.get(one) or BodyCircle(circle=one) for one in sorted(details.circles)]
