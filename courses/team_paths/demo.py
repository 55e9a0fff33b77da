"""Demo data: a plan that the coordinator has approved, made by the target profile."""

from datetime import datetime, timedelta

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from courses.catalogue.queries import get_course
from courses.team_paths.deciding import approve_plan, propose_plan
from courses.team_paths.making import make_team_plan
from courses.team_paths.members import TeamMember
from courses.team_paths.models import PlanBasis, TeamPath, TeamPathState
from courses.team_paths.offers import count_heads
from courses.team_paths.requesting import days_to_request, request_cohort
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from organisations.topics.queries import get_target_profile, list_competencies

TOPICS = ("protection", "de_escalation", "crisis_communication", "clearing_and_reporting")
STARTED, CLOSED, PROPOSED, APPROVED = (timedelta(days=days) for days in (40, 12, 10, 8))


def load_demo(now: datetime) -> None:
    """The team of `leitung` has had too few answers, and goes in two groups."""
    lead, coordinator = _person("leitung"), _person("koordination")
    day = now.astimezone(programme_zone()).date()
    wished = [day + timedelta(days=ahead - day.weekday()) for ahead in (49, 50, 56, 57)]
    team_path = TeamPath(
        team=lead.team,
        state=TeamPathState.PLANNING,
        started_by=lead.public_id,
        started_at=now - STARTED,
        closed_at=now - CLOSED,
        budget_minutes=16 * 60,
        most_away=8,
        deadline=day + timedelta(days=150),
        topics=list(TOPICS),
        wished_days=[one.isoformat() for one in wished],
        basis=PlanBasis.TARGETS,
    )
    db.session.add(team_path)
    db.session.flush()
    team_path.plan = make_team_plan(
        team_path=team_path,
        members=_members(team_path),
        basis=PlanBasis.TARGETS,
        now=now - CLOSED,
    )
    team_path.state = TeamPathState.PLANNED
    db.session.flush()
    propose_plan(team_path=team_path, actor=lead, now=now - PROPOSED)
    approve_plan(team_path=team_path, actor=coordinator, now=now - APPROVED)
    _ask_for_first_wish(team_path, coordinator, now)
    take_as_sent()


def _members(team_path: TeamPath) -> list[TeamMember]:
    """As many as there are, who start from the beginning."""
    keys = {one.id: one.key for one in list_competencies() if one.key in team_path.topics}
    members = []
    for function, count in count_heads(team_path.team).items():
        profile = get_target_profile(function)
        targets = {keys[number]: level for number, level in profile.items() if number in keys}
        members += [TeamMember(function, {}, targets)] * count
    return members


def _ask_for_first_wish(team_path: TeamPath, coordinator: Person, now: datetime) -> None:
    slugs = [step["course"] for step in (team_path.plan or {})["steps"]]
    wished = next((slug for slug in slugs if days_to_request(team_path, slug, now)), None)
    if wished:
        request_cohort(
            team_path=team_path, course=get_course(wished), actor=coordinator, now=now - APPROVED
        )


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
