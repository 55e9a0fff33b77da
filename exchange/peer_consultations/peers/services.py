"""Commands on profiles: agree to be found, and take that back."""

from collections.abc import Collection
from datetime import datetime

from app.kernel.db import db, lock
from exchange.peer_consultations.peers.models import Hours, PeerProfile
from exchange.peer_consultations.peers.queries import find_profile
from organisations.models import Person


def save_profile(
    *,
    person: Person,
    topics: Collection[str],
    hours: Collection[Hours],
    only_others: bool,
    now: datetime,
) -> PeerProfile:
    """Let groups find `person` by these from now on."""
    lock(f"peer_profile:{person.public_id}")
    profile = find_profile(person)
    if profile is None:
        profile = PeerProfile(person_id=person.id, agreed_at=now)
        db.session.add(profile)
    profile.topics, profile.hours = sorted(topics), sorted(hours)
    profile.only_others = only_others
    db.session.flush()
    return profile


def delete_profile(*, person: Person) -> None:
    """Let no group find `person` any more. Harmless to repeat."""
    profile = find_profile(person)
    if profile is not None:
        db.session.delete(profile)
        db.session.flush()
