"""Demo data: a plan that the coordinator has approved, and an analysis that is open."""

from datetime import date, datetime, timedelta
from random import Random

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from courses.catalogue.queries import get_course
from courses.group_levels.figures import GivenLevels, figures_of
from courses.group_levels.models import CollectionState, LevelCollection
from courses.team_paths.collecting import start_analysis
from courses.team_paths.deciding import approve_plan, propose_plan
from courses.team_paths.making import make_team_plan
from courses.team_paths.members import TeamMember
from courses.team_paths.models import PlanBasis, TeamPath, TeamPathState
from courses.team_paths.offers import count_heads
from courses.team_paths.requesting import days_to_request, request_cohort
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from organisations.topics.queries import get_target_profile, list_competencies

STARTED, CLOSED, PROPOSED, APPROVED = (timedelta(days=days) for days in (40, 12, 10, 8))
TOPICS = ("protection", "de_escalation")
#: Wished days, counted from the Monday of this week.
WISHED = (49, 50, 56, 57)


def load_demo(now: datetime) -> None:
    """The team of `leitung` goes in two groups; meanwhile its lead asks how it stands by now."""
    lead, coordinator = _person("leitung"), _person("koordination")
    today = now.astimezone(programme_zone()).date()
    team_path = _planned(lead, today, now)
    propose_plan(team_path=team_path, actor=lead, now=now - PROPOSED)
    approve_plan(team_path=team_path, actor=coordinator, now=now - APPROVED)
    _ask_for_first_wish(team_path, coordinator, now)
    start_analysis(
        team=lead.team,
        budget_minutes=12 * 60,
        deadline=today + timedelta(days=300),
        topics=(),
        wished_days=(),
        closes_on=today + timedelta(days=14),
        actor=lead,
        now=now - timedelta(days=1),
    )
    take_as_sent()


def _planned(lead: Person, today: date, now: datetime) -> TeamPath:
    monday = today - timedelta(days=today.weekday())
    team_path = TeamPath(
        team=lead.team,
        state=TeamPathState.PLANNING,
        started_by=lead.public_id,
        started_at=now - STARTED,
        closed_at=now - CLOSED,
        budget_minutes=16 * 60,
        most_away=8,
        deadline=today + timedelta(days=150),
        topics=list(TOPICS),
        wished_days=[(monday + timedelta(days=days)).isoformat() for days in WISHED],
        basis=PlanBasis.ANSWERS,
    )
    members = _members(team_path)
    team_path.collection = _frozen(lead, members, now)
    db.session.add(team_path)
    db.session.flush()
    team_path.plan = make_team_plan(
        team_path=team_path, members=members, basis=PlanBasis.ANSWERS, now=now - CLOSED
    )
    team_path.state = TeamPathState.PLANNED
    db.session.flush()
    return team_path


def _members(team_path: TeamPath) -> list[TeamMember]:
    """All of the team have answered; their levels are invented."""
    dice = Random("lernpfad eines teams")
    keys = {one.id: one.key for one in list_competencies()}
    moods = {key: dice.uniform(0.5, 2.2) for key in keys.values()}
    members = []
    for function, count in count_heads(team_path.team).items():
        targets = {keys[number]: level for number, level in get_target_profile(function).items()}
        for _ in range(count):
            levels = {
                key: min(4, max(0, round(dice.gauss(mood, 0.9)))) for key, mood in moods.items()
            }
            members.append(TeamMember(function, levels, targets))
    return members


def _frozen(lead: Person, members: list[TeamMember], now: datetime) -> LevelCollection:
    """What was published of these answers, which are gone."""
    return LevelCollection(
        municipality=lead.municipality,
        team=lead.team,
        state=CollectionState.FROZEN,
        opened_at=now - STARTED,
        closes_on=(now - CLOSED).date(),
        closed_at=now - CLOSED,
        invited=True,
        key_erased=True,
        figures=figures_of(
            [GivenLevels(member.levels, {"function": member.function}) for member in members],
            competencies=[one.key for one in list_competencies()],
            dimensions=("function",),
            k=7,
        ),
    )


def _ask_for_first_wish(team_path: TeamPath, coordinator: Person, now: datetime) -> None:
    slugs = [step["course"] for step in (team_path.plan or {})["steps"]]
    wished = next((slug for slug in slugs if days_to_request(team_path, slug, now)), None)
    if wished:
        request_cohort(
            team_path=team_path, course=get_course(wished), actor=coordinator, now=now - APPROVED
        )


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
