"""Reads of profiles, and whom KommA would suggest to a group: never a name."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.matrix import CONSULT_PEERS
from exchange.peer_consultations.groups import queries as groups
from exchange.peer_consultations.groups.models import Consultation
from exchange.peer_consultations.peers.matching import IDEAL, Peer, Search, suggest_peers
from exchange.peer_consultations.peers.models import PeerProfile
from organisations.accounts.models import RoleGrant
from organisations.models import Person


def find_profile(person: Person) -> PeerProfile | None:
    """What `person` said of themselves, if they agreed to be found."""
    return db.session.get(PeerProfile, person.id)


def list_suggestions(consultation: Consultation, seeker: Person) -> Sequence[Person]:
    """Who would fit the group, for its organiser; empty without a profile of their own.

    Left out are all who were asked before, who is protected, and who may not consult with peers
    (any more). The number of statements does not grow with their number.
    """
    profile = find_profile(seeker)
    if profile is None:
        return []
    asked = groups.list_asked_ids(consultation)
    granted = select(RoleGrant.person_id).where(RoleGrant.role.in_(CONSULT_PEERS.roles))
    profiles = db.session.scalars(
        select(PeerProfile)
        .join(PeerProfile.person)
        .where(Person.contact_hidden.is_(False), Person.id.in_(granted))
        .options(joinedload(PeerProfile.person).joinedload(Person.municipality))
    ).all()
    people = {one.person_id: one.person for one in profiles}
    members = [
        _peer(member.person, next((p for p in profiles if p.person_id == member.person_id), None))
        for member in groups.list_members(consultation)
        if member.person_id != seeker.id
    ]
    waiting = groups.count_waiting(consultation)
    chosen = suggest_peers(
        Search(
            seeker=_peer(seeker, profile),
            topic=consultation.topic,
            members=tuple(members),
            salt=consultation.public_id,
        ),
        [_peer(one.person, one) for one in profiles if one.person_id not in asked],
        most=IDEAL - waiting,
    )
    return [people[one.key] for one in chosen]


def _peer(person: Person, profile: PeerProfile | None) -> Peer:
    return Peer(
        key=person.id,
        municipality=person.municipality_id,
        function=person.function,
        topics=frozenset(profile.topics if profile else ()),
        hours=frozenset(profile.hours if profile else ()),
        only_others=profile.only_others if profile else False,
    )
