"""Several coordinators who save at the same moment: one is let through, the others are asked."""

from concurrent.futures import ThreadPoolExecutor

from app.kernel.db import db
from organisations.models import Function, Municipality
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_competencies, list_profiles_of, state_of
from tests.house.personas import make_personas

CLIENTS, ROUNDS = 6, 3


def test_of_those_who_have_seen_the_same_one_saves(committing_app):
    with committing_app.app_context():
        load_topics()
        personas = make_personas(committing_app)
        keys = [competency.key for competency in list_competencies()]
        home = personas.coordinator.person.municipality
        db.session.commit()
        address = f"/manage/target-profiles/own/{home.public_id}/staff"
        clients = [personas.client(personas.coordinator) for _ in range(CLIENTS)]
        municipality_id = home.id

    def save(client, seen, level):
        unchanged = dict.fromkeys((f"level-{key}" for key in keys), "-")
        return client.post(
            address, data=unchanged | {"seen": seen, f"level-{keys[0]}": level}
        ).status_code

    for _ in range(ROUNDS):
        with committing_app.app_context():
            seen = standing(municipality_id)
        # None of them chooses what stands there.
        levels = [level for level in "01234" if level != seen[0]][:4]
        chosen = [levels[number % len(levels)] for number in range(CLIENTS)]
        with ThreadPoolExecutor(CLIENTS) as pool:
            answers = list(pool.map(save, clients, [seen] * CLIENTS, chosen))
        assert sorted(answers) == [303] + [422] * (CLIENTS - 1)
        with committing_app.app_context():
            assert standing(municipality_id)[0] == chosen[answers.index(303)]


def standing(municipality_id):
    home = db.session.get_one(Municipality, municipality_id)
    return state_of(list_profiles_of([home])[home.id][Function.STAFF], own=True)
