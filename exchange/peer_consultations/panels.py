"""What other pages say of consultations: what waits on the dashboard, and what a date leads to."""

from datetime import timedelta

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import exists, select

from app.kernel import clock
from app.kernel.db import db
from app.kernel.matrix import CONSULT_PEERS
from app.kernel.permissions import may
from exchange.peer_consultations.groups import queries as groups
from exchange.peer_consultations.groups.models import EVENT_OWNER, Consultation, Member, State
from exchange.peer_consultations.groups.written import Reflection
from organisations.accounts.current import current_person
from organisations.models import Person
from scheduling.models import Event
from scheduling.polls.models import DatePoll

#: How long after the question home reminds of it: nobody has to answer.
REMINDED_FOR = timedelta(weeks=2)


def waiting(person: Person, **_context: object) -> Markup | str:
    """At home: a session that runs, invitations, and reflections that were asked for.

    Empty where nothing waits. Two statements.
    """
    if not may(CONSULT_PEERS):
        return ""
    invitations = groups.count_invitations(person)
    running, to_reflect = _list_waiting(person)
    if not (invitations or running or to_reflect):
        return ""
    page = render_template(
        "peer_consultations/panels/dashboard.html",
        running=running[0] if running else None,
        invitations=invitations,
        to_reflect=to_reflect,
    )
    return Markup(page)  # noqa: S704 - rendered by a template of ours


def consultation_of_event(event: Event, reader: Person) -> str:
    """The page of the consultation that `event` is the date of; empty for other events."""
    consultation = groups.find_consultation_of_event(event)
    if consultation is None or groups.find_member(consultation, reader) is None:
        return ""
    return url_for("peer_consultations.show", public_id=consultation.public_id)


def consultation_of_poll(poll: DatePoll) -> Markup | str:
    """On the page of a poll for a date: the way to the group that looks for it; else empty."""
    if poll.subject != EVENT_OWNER or not may(CONSULT_PEERS):
        return ""
    consultation = groups.find_by_public_id(poll.subject_key)
    if consultation is None or groups.find_member(consultation, current_person()) is None:
        return ""
    page = render_template("peer_consultations/panels/date_poll.html", consultation=consultation)
    return Markup(page)  # noqa: S704 - rendered by a template of ours


def _list_waiting(person: Person) -> tuple[list[Consultation], list[Consultation]]:
    member = exists().where(
        Member.consultation_id == Consultation.id, Member.person_id == person.id
    )
    reflected = exists().where(
        Reflection.consultation_id == Consultation.id, Reflection.person_id == person.id
    )
    asked = (Consultation.asked_at > clock.now() - REMINDED_FOR) & ~reflected
    found = db.session.scalars(
        select(Consultation)
        .where(member, (Consultation.state == State.RUNNING) | asked)
        .order_by(Consultation.id)
    ).all()
    return (
        [one for one in found if one.is_running],
        [one for one in found if one.is_held],
    )
