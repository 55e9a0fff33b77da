"""A small world to plan for a team in: two competencies, courses for them, a closed analysis."""

from dataclasses import dataclass
from datetime import timedelta

from app.kernel.db import db
from courses.catalogue.models import Course
from courses.team_paths.making import make_team_plan
from courses.team_paths.members import TeamMember
from courses.team_paths.models import PlanBasis, TeamPath, TeamPathState
from organisations.accounts.models import Account
from organisations.models import Function
from organisations.topics.models import Competency
from tests.courses.factories import make_cohort, make_course
from tests.house.clock import START
from tests.organisations.factories import make_competency, make_target

WEEK = timedelta(weeks=1)
WISHED = ("2026-12-08", "2026-12-15")


@dataclass(frozen=True)
class TeamWorld:
    """`rights` raises law to 3 and has a cohort in two weeks, `press` crisis to 2 and has none."""

    lead: Account
    law: Competency
    crisis: Competency
    rights: Course
    press: Course

    def path(self, **given: object) -> TeamPath:
        """The team's path as it is while its plan is made."""
        values = {
            "team": self.lead.person.team,
            "state": TeamPathState.PLANNING,
            "started_by": self.lead.person.public_id,
            "started_at": START,
            "closed_at": START,
            "budget_minutes": 600,
            "deadline": (START + 20 * WEEK).date(),
            "topics": [],
            "wished_days": list(WISHED),
        }
        path = TeamPath(**(values | given))
        db.session.add(path)
        db.session.flush()
        return path

    def members(self, count: int = 3, **levels: int) -> list[TeamMember]:
        return [TeamMember(Function.EXECUTIVE, levels, {"law": 3, "crisis": 3})] * count

    def planned(self, state: TeamPathState = TeamPathState.PLANNED, **given: object) -> TeamPath:
        """A path with a plan for three who start from the beginning."""
        path = self.path(**given)
        path.plan = make_team_plan(
            team_path=path, members=self.members(), basis=PlanBasis.TARGETS, now=START
        )
        path.basis, path.state = PlanBasis.TARGETS, state
        if state not in {TeamPathState.PLANNED, TeamPathState.WITHDRAWN}:
            path.proposed_by = self.lead.person.public_id
        db.session.flush()
        return path


def make_team_world(lead: Account) -> TeamWorld:
    law, crisis = make_competency("law"), make_competency("crisis")
    for competency in (law, crisis):
        make_target(function=Function.EXECUTIVE, competency=competency, level=3)
    world = TeamWorld(
        lead=lead,
        law=law,
        crisis=crisis,
        rights=make_course(slug="rights", raises={law: 3}),
        press=make_course(slug="press", raises={crisis: 2}),
    )
    make_cohort(course=world.rights, starts_at=START + 2 * WEEK)
    return world
