"""Commands on the responsibility matrix: who has which part in a duty, and duties of one's own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from app.kernel import audit
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.duties.models import Duty, Part, Party, Responsibility
from exchange.alliances.partners.models import Partner
from organisations.models import Municipality, Person, Team


@dataclass(frozen=True)
class Assignment:
    """Who is to have which part. Whoever is responsible has no other part besides."""

    responsible: Party | None
    participating: Collection[Party] = ()
    informed: Collection[Party] = ()

    @property
    def parts(self) -> Mapping[Party, Part]:
        """The part of everybody, the weightiest where somebody was given several."""
        parts = dict.fromkeys(self.informed, Part.INFORMED)
        parts |= dict.fromkeys(self.participating, Part.PARTICIPATES)
        if self.responsible is not None:
            parts[self.responsible] = Part.RESPONSIBLE
        return parts


def assign_duty(
    *,
    duty: Duty,
    municipality: Municipality,
    assignment: Assignment,
    actor: Person,
    now: datetime,
) -> None:
    """Have `assignment` hold for `duty` in the municipality, in the place of what held before.

    Raises NotFound for a duty, partner or team of another municipality, and for partners who have
    left.
    """
    if duty.municipality_id not in (None, municipality.id):
        raise NotFound
    for party in assignment.parts:
        if party.municipality_id != municipality.id or getattr(party, "ended_at", None):
            raise NotFound
    lock(f"alliance_duties:{municipality.id}")
    with conflicts_explained():
        db.session.execute(
            delete(Responsibility).where(
                Responsibility.municipality_id == municipality.id,
                Responsibility.duty_id == duty.id,
            )
        )
        for party, part in assignment.parts.items():
            db.session.add(_row(duty, municipality, party, part))
    audit.record("alliance_duty.assigned", duty, actor=actor, now=now)


def add_duty(
    *,
    municipality: Municipality,
    title: str,
    description: str,
    actor: Person,
    now: datetime,
) -> Duty:
    """A duty that the municipality has besides those that KommA ships; it comes last."""
    lock(f"alliance_duties:{municipality.id}")
    last = db.session.scalar(select(func.max(Duty.position))) or 0
    duty = Duty(
        municipality_id=municipality.id,
        position=last + 1,
        title=_in_both(title),
        description=_in_both(description),
    )
    db.session.add(duty)
    db.session.flush()
    audit.record("alliance_duty.added", duty, actor=actor, now=now)
    return duty


def change_duty(*, duty: Duty, title: str, description: str, actor: Person, now: datetime) -> Duty:
    """Word a duty of one's own otherwise. Raises DomainError for a shipped one."""
    _require_own(duty)
    known = duty.title, duty.description
    duty.title, duty.description = _in_both(title), _in_both(description)
    if known != (duty.title, duty.description):
        db.session.flush()
        audit.record("alliance_duty.changed", duty, actor=actor, now=now)
    return duty


def remove_duty(*, duty: Duty, actor: Person, now: datetime) -> None:
    """Forget a duty of one's own and who had it. Raises DomainError for a shipped one."""
    _require_own(duty)
    audit.record("alliance_duty.removed", duty, actor=actor, now=now)
    db.session.execute(delete(Duty).where(Duty.id == duty.id))
    db.session.flush()


def release_partner(*, partner_id: int) -> None:
    """Take everything from a partner that it had a part in."""
    db.session.execute(delete(Responsibility).where(Responsibility.partner_id == partner_id))
    db.session.flush()


def _row(duty: Duty, municipality: Municipality, party: Party, part: Part) -> Responsibility:
    return Responsibility(
        duty_id=duty.id,
        municipality_id=municipality.id,
        partner_id=party.id if isinstance(party, Partner) else None,
        team_id=party.id if isinstance(party, Team) else None,
        part=part,
    )


def _require_own(duty: Duty) -> None:
    if duty.key is not None:
        raise DomainError(_l("Diese Aufgabe gehört zu KommA und bleibt, wie sie ist."))


def _in_both(text: str) -> Bilingual:
    return Bilingual(de=text, en=text)
