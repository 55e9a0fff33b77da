"""Makes peer consultations for tests. Everything is flushed, nothing committed."""

from datetime import timedelta

from app.kernel.db import db
from exchange.peer_consultations.groups import case_texts, services
from exchange.peer_consultations.groups.case_texts import CaseText
from exchange.peer_consultations.groups.casting import cast_role
from exchange.peer_consultations.groups.models import Invitation, Role
from exchange.peer_consultations.sessions.services import begin_session, change_phase
from organisations.topics.queries import list_situations
from tests.house.clock import START
from tests.organisations.factories import make_account, make_municipality, make_situation

STORY = "Nach der Sitzung wurde ein Kollege auf dem Parkplatz beschimpft"
TEXT = CaseText("Nach der Sitzung", "Wie stärke ich ihm den Rücken?", STORY)


def make_topic():
    """The key of a topic that exists."""
    situation = next(iter(list_situations()), None) or make_situation()
    return f"situation:{situation.key}"


def make_consultation(organiser, at=START, role=Role.CASE_GIVER, **given):
    return services.open_consultation(
        topic=given.pop("topic", None) or make_topic(),
        delete_on=given.pop("delete_on", (at + timedelta(days=120)).date()),
        role=role,
        actor=organiser,
        now=at,
    )


def join(consultation, organiser, person, at=START):
    """Have the organiser invite, and the person accept."""
    services.invite_person(
        consultation=consultation, person=person, suggested=False, actor=organiser, now=at
    )
    invitation = db.session.query(Invitation).filter_by(person_id=person.id).one()
    return services.accept_invitation(invitation=invitation, now=at)


def make_group(organiser, at=START, **given):
    """Four people with all roles, and a shared case: ready to begin.

    Returns the consultation, and the people by role.
    """
    consultation = make_consultation(organiser, at, **given)
    people = {Role.CASE_GIVER: organiser}
    for role in (Role.MODERATOR, Role.NOTE_KEEPER, Role.ADVISER):
        people[role] = make_account(municipality=make_municipality()).person
        join(consultation, organiser, people[role], at)
        cast_role(consultation=consultation, person=people[role], role=role, actor=organiser)
    case_texts.save_case(consultation=consultation, text=TEXT, revision=0, actor=organiser)
    case_texts.share_case(consultation=consultation, actor=organiser, now=at)
    return consultation, people


def begin(consultation, people, at=START):
    return begin_session(
        consultation=consultation, turn=consultation.turn, actor=people[Role.MODERATOR], now=at
    )


def go_on(consultation, people, at=START, by=1):
    return change_phase(
        consultation=consultation,
        by=by,
        turn=consultation.turn,
        actor=people[Role.MODERATOR],
        now=at,
    )


def hold(consultation, people, at=START):
    """From begin to end."""
    begin(consultation, people, at)
    while consultation.is_running:
        go_on(consultation, people, at)
    return consultation
