"""A small world to plan a path in: two competencies, an owner who lacks both, courses for them."""

from dataclasses import dataclass
from datetime import timedelta

from courses.catalogue.models import Course
from courses.cohorts.models import Cohort
from courses.needs.models import NeedsAnalysis
from courses.paths.models import TrainingPath
from courses.paths.queries import read_basis
from courses.paths.services import keep_plan, make_plan
from organisations.models import Function, Person
from organisations.topics.models import Competency
from tests.courses.factories import make_cohort, make_course
from tests.courses.needs.factories import make_analysis
from tests.house.clock import START
from tests.organisations.factories import make_competency, make_situation, make_target

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class World:
    """`rights` raises law to 3, `press` crisis to 2 and needs law 2; each has dates."""

    person: Person
    law: Competency
    crisis: Competency
    rights: Course
    press: Course
    first_rights: Cohort
    second_rights: Cohort
    first_press: Cohort


def make_world(person: Person) -> World:
    law, crisis = make_competency("law"), make_competency("crisis")
    make_target(function=Function.EXECUTIVE, competency=law, level=3)
    make_target(function=Function.EXECUTIVE, competency=crisis, level=3)
    rights = make_course(slug="rights", raises={law: 3}, minutes=240)
    press = make_course(slug="press", raises={crisis: 2}, requires={law: 2}, minutes=120)
    return World(
        person=person,
        law=law,
        crisis=crisis,
        rights=rights,
        press=press,
        first_rights=make_cohort(course=rights, starts_at=START + WEEK),
        second_rights=make_cohort(course=rights, starts_at=START + 3 * WEEK),
        first_press=make_cohort(course=press, starts_at=START + 2 * WEEK),
    )


def assess(world: World, *, law: int = 1, crisis: int = 0, **given: object) -> NeedsAnalysis:
    """A completed analysis of the world's person, who has met a situation of crisis."""
    situations = given.pop("situations", None)
    return make_analysis(
        person=world.person,
        levels={world.law: law, world.crisis: crisis},
        situations=[make_situation(world.crisis)] if situations is None else situations,
        **given,
    )


def plan(world: World, *, now=START, **given: object) -> TrainingPath:
    """The person's path, planned from a new analysis."""
    analysis = assess(world, **given)
    basis = read_basis(world.person, analysis, budget_minutes=analysis.budget_minutes, now=now)
    return keep_plan(person=world.person, analysis=analysis, plan=make_plan(basis), basis=basis)
