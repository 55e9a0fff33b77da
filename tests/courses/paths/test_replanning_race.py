"""Two workers and the person at the same moment: one path holds, and it knows what they did."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from app.kernel.db import db
from app.kernel.jobs import run_job
from courses.cohorts.models import Cohort
from courses.cohorts.planning.cancelling import cancel_cohort
from courses.cohorts.seats.services import enrol_person
from courses.paths.models import TrainingPath
from courses.paths.queries import find_current_path
from courses.paths.request_models import PathPlanningRequest
from courses.paths.requests import PLANNING_JOB
from organisations.models import Person
from tests.courses.factories import make_cohort
from tests.courses.paths.world import WEEK, make_world, plan
from tests.house.clock import START
from tests.house.personas import make_personas

ROUNDS = 3
PATIENCE = 60


@pytest.fixture
def ids(committing_app: Flask) -> dict[str, int]:
    with committing_app.app_context():
        personas = make_personas(committing_app)
        world = make_world(personas.owner.person)
        plan(world)
        db.session.commit()
        return {
            "person": world.person.id,
            "office": personas.office.person.id,
            "course": world.rights.id,
        }


def at_once(app: Flask, *acts) -> None:
    """Each act in a thread, a context and a transaction of its own, begun at the same moment."""
    barrier = Barrier(len(acts))

    def run(act) -> None:
        with app.app_context():
            barrier.wait(PATIENCE)
            act()
            db.session.commit()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result(PATIENCE)


def test_workers_and_the_person_at_the_same_moment(committing_app, ids):
    for number in range(ROUNDS):
        with committing_app.app_context():
            suggested = _suggested(ids)
            free = make_cohort(course=suggested.course, starts_at=START + (5 + 2 * number) * WEEK)
            office = db.session.get_one(Person, ids["office"])
            cancel_cohort(cohort=suggested, message="", actor=office, now=START)
            db.session.commit()
            free_id = free.id

        def enrol(cohort_id=free_id) -> None:
            cohort = db.session.get_one(Cohort, cohort_id)
            person = db.session.get_one(Person, ids["person"])
            enrol_person(cohort=cohort, person=person, actor=person, now=START)

        def work() -> None:
            run_job(PLANNING_JOB)

        at_once(committing_app, work, enrol, work)
        with committing_app.app_context():
            while db.session.query(PathPlanningRequest).count():
                assert run_job(PLANNING_JOB) == 1
            assert db.session.query(TrainingPath).filter_by(replaced_at=None).count() == 1
            path = find_current_path(db.session.get_one(Person, ids["person"]))
            assert free_id in {step.suggested_cohort_id for step in path.steps}
            assert path.outdated_at is None


def _suggested(ids: dict[str, int]) -> Cohort:
    path = find_current_path(db.session.get_one(Person, ids["person"]))
    return next(step.suggested_cohort for step in path.steps if step.course_id == ids["course"])


def test_a_worker_that_is_killed_while_it_plans_leaves_the_path_to_the_next(
    committing_app, ids, monkeypatch
):
    with committing_app.app_context():
        office = db.session.get_one(Person, ids["office"])
        cancel_cohort(cohort=_suggested(ids), message="", actor=office, now=START)
        db.session.commit()

    class Killed(BaseException):
        """Nothing that a sweep catches."""

    def kill(*_basis, **_given):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("courses.paths.replanning.make_plan", kill)
        with committing_app.app_context(), pytest.raises(Killed):
            run_job(PLANNING_JOB)
    with committing_app.app_context():
        assert run_job(PLANNING_JOB) == 0, "the claim still stands"
        assert db.session.query(TrainingPath).count() == 1
    committing_app.extensions["komma"].clock.advance(minutes=4)
    with committing_app.app_context():
        assert run_job(PLANNING_JOB) == 1
        assert db.session.query(TrainingPath).count() == 2
