"""Demo data: a path for all who have completed their needs analysis; a date has moved since."""

from datetime import datetime, timedelta

from app.kernel.db import db
from app.kernel.outbox import take_as_sent
from courses.cohorts.models import Session
from courses.cohorts.planning.session_changes import move_session
from courses.cohorts.services import SessionDates
from courses.needs.demo import ANALYSES
from courses.needs.queries import find_completed_analysis
from courses.paths.queries import find_current_path, read_basis
from courses.paths.replanning import keep_and_tell, list_due
from courses.paths.request_models import PlanningReason
from courses.paths.services import keep_plan, make_plan
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from scheduling.invitations.services import take_as_told

#: A date of their path begins later than it was planned.
TOLD = "team10@example.org"
LATER = timedelta(minutes=30)


def load_demo(now: datetime) -> None:
    """Plan the paths. Needs the invented analyses, the courses and their cohorts."""
    for invented in ANALYSES:
        person = get_account_by_email(f"{invented.account}@example.org").person
        analysis = find_completed_analysis(person)
        if analysis is not None:
            basis = read_basis(person, analysis, budget_minutes=analysis.budget_minutes, now=now)
            keep_plan(person=person, analysis=analysis, plan=make_plan(basis), basis=basis)
    _begin_later(get_account_by_email(TOLD).person, now)
    take_as_sent()
    take_as_told()


def _begin_later(person: Person, now: datetime) -> None:
    """Move the first date of their path, and plan every path anew that it concerns."""
    session = _first_session(person)
    if session is None:
        return
    event = session.event
    move_session(
        session=session,
        dates=SessionDates(event.starts_at + LATER, event.ends_at + LATER),
        place=event.place,
        actor=session.cohort.trainers[0],
        now=now,
    )
    for person_id in list_due(now):
        concerned = db.session.get_one(Person, person_id)
        analysis = find_completed_analysis(concerned)
        if analysis is not None:
            basis = read_basis(concerned, analysis, budget_minutes=analysis.budget_minutes, now=now)
            keep_and_tell(
                person=concerned,
                analysis=analysis,
                plan=make_plan(basis),
                basis=basis,
                why=PlanningReason.COHORT_MOVED,
            )


def _first_session(person: Person) -> Session | None:
    path = find_current_path(person)
    cohorts = (
        [step.suggested_cohort for step in path.steps if step.suggested_cohort] if path else []
    )
    return min(
        (session for cohort in cohorts for session in cohort.sessions),
        key=lambda session: session.event.starts_at,
        default=None,
    )
