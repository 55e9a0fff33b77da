"""Reads how complete alliances are; a fixed number of statements for any number of them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.i18n import localised
from app.kernel.retention import today as day_of
from exchange.alliances.duties.models import Duty, Part, Responsibility
from exchange.alliances.overview.completeness import (
    Completeness,
    NamedFact,
    PartnerFacts,
    completeness_of,
)
from exchange.alliances.partners.models import (
    CORE_KINDS,
    OPEN_STATES,
    Commitment,
    Contact,
    Partner,
    PartnerKind,
    PartnerSituation,
)
from organisations.topics.models import Situation


def get_completeness(ids: Collection[int], *, today: date) -> dict[int, Completeness]:
    """By their ids, how complete the alliances of municipalities are on `today`; seven statements.

    Of people at partners it reads no more than how many there are and when they were confirmed.
    """
    situations = [
        NamedFact(key, localised(text))
        for key, text in db.session.execute(
            select(Situation.key, Situation.text).order_by(Situation.position)
        )
    ]
    duties, assigned = _duties(ids), _assigned(ids)
    partners = _partners(ids, today)
    return {
        at: completeness_of(
            partners[at],
            kinds=list(PartnerKind),
            core_kinds=frozenset(CORE_KINDS),
            situations=situations,
            duties=[*duties[None], *duties[at]],
            assigned=frozenset(assigned[at]),
            today=today,
        )
        for at in ids
    }


def _partners(ids: Collection[int], today: date) -> dict[int, list[PartnerFacts]]:
    of_these = (Partner.municipality_id.in_(ids), Partner.ended_at.is_(None))
    confirmed: dict[int, list[date]] = defaultdict(list)
    for partner_id, at in db.session.execute(
        select(Contact.partner_id, Contact.confirmed_at).join(Contact.partner).where(*of_these)
    ):
        confirmed[partner_id].append(day_of(at))
    helps: dict[int, set[str]] = defaultdict(set)
    for partner_id, key in db.session.execute(
        select(PartnerSituation.partner_id, Situation.key)
        .join(Partner, Partner.id == PartnerSituation.partner_id)
        .join(Situation, Situation.id == PartnerSituation.situation_id)
        .where(*of_these)
    ):
        helps[partner_id].add(key)
    overdue = dict(
        db.session.execute(
            select(Commitment.partner_id, func.count())
            .join(Commitment.partner)
            .where(*of_these, Commitment.state.in_(OPEN_STATES), Commitment.due_on < today)
            .group_by(Commitment.partner_id)
        ).all()
    )
    found: dict[int, list[PartnerFacts]] = defaultdict(list)
    for partner in db.session.scalars(
        select(Partner).where(*of_these).order_by(Partner.name, Partner.id)
    ):
        found[partner.municipality_id].append(
            PartnerFacts(
                public_id=partner.public_id,
                name=partner.name,
                kind=partner.kind,
                situations=frozenset(helps[partner.id]),
                ways=bool(partner.phone or partner.email or partner.website),
                confirmed=tuple(confirmed[partner.id]),
                overdue=overdue.get(partner.id, 0),
            )
        )
    return found


def _duties(ids: Collection[int]) -> dict[int | None, list[NamedFact]]:
    """Duties by the municipality that added them; those that KommA ships under None."""
    found: dict[int | None, list[NamedFact]] = defaultdict(list)
    rows = db.session.execute(
        select(Duty.municipality_id, Duty.public_id, Duty.title)
        .where(Duty.municipality_id.is_(None) | Duty.municipality_id.in_(ids))
        .order_by(Duty.position, Duty.id)
    )
    for municipality_id, public_id, title in rows:
        found[municipality_id].append(NamedFact(public_id, localised(title)))
    return found


def _assigned(ids: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = db.session.execute(
        select(Responsibility.municipality_id, Duty.public_id)
        .join(Responsibility.duty)
        .where(Responsibility.municipality_id.in_(ids), Responsibility.part == Part.RESPONSIBLE)
    )
    for municipality_id, public_id in rows:
        found[municipality_id].add(public_id)
    return found
