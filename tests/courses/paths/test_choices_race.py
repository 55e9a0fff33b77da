"""Tabs of one person that choose at the same moment: no wish is lost, and there is one path."""

import os
from concurrent.futures import ThreadPoolExecutor

from app.kernel.db import db
from courses.paths.models import TrainingPath
from courses.paths.queries import find_current_path, read_choices_of
from tests.courses.factories import make_self_paced_course
from tests.courses.paths.world import make_world, plan
from tests.house.personas import make_personas

TABS = 6
ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))


def test_wishes_that_arrive_at_the_same_moment_are_all_kept(committing_app):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        world = make_world(personas.owner.person)
        slugs = [f"course-of-tab-{tab}" for tab in range(TABS)]
        for slug in slugs:
            make_self_paced_course(slug=slug, raises={world.law: 1})
        plan(world)
        db.session.commit()
        person_id = world.person.id
        clients = [personas.client(personas.owner) for _ in slugs]

    def choose(what):
        def send(client, slug):
            return client.post("/path/choices", data={"what": what, "course": slug}).status_code

        with ThreadPoolExecutor(TABS) as pool:
            assert set(pool.map(send, clients, slugs)) == {303}

    def state():
        with committing_app.app_context():
            person = db.session.get_one(type(personas.owner.person), person_id)
            path = find_current_path(person)
            current = db.session.query(TrainingPath).filter_by(replaced_at=None).count()
            return read_choices_of(person), {step.course.slug for step in path.steps}, current

    for _ in range(ROUNDS):
        choose("leave_out")
        choices, steps, current = state()
        assert choices.dropped == set(slugs)
        assert current == 1
        choose("keep")
        choices, steps, current = state()
        assert choices.dropped == set()
        assert {pin.unit for pin in choices.pinned} == set(slugs)
        assert current == 1
        assert steps
