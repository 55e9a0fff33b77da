"""Several browsers of one person that share and end at the same moment."""

from concurrent.futures import ThreadPoolExecutor

from app.kernel.db import db
from courses.needs.queries import find_completed_analysis
from courses.needs.sharing.models import LevelShare
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.courses.needs.factories import make_analysis
from tests.house.personas import make_personas
from tests.organisations.factories import make_competency

CLIENTS, ROUNDS = 6, 3


def test_who_shares_in_several_windows_shares_once(committing_app):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        law, owner = make_competency(), personas.owner.person
        cohort = make_cohort(
            course=make_course(raises={law: 2}), trainers=[personas.trainer.person]
        )
        make_enrolment(cohort=cohort, person=owner)
        make_analysis(person=owner, levels={law: 1})
        fields = {
            "scope": "all",
            "analysis": find_completed_analysis(owner).public_id,
            "trainers": personas.trainer.person.public_id,
        }
        address = f"/cohorts/{cohort.public_id}/levels"
        db.session.commit()
        clients = [personas.client(personas.owner) for _ in range(CLIENTS)]

    def share(client):
        return client.post(address, data=fields).status_code

    for _ in range(ROUNDS):
        with ThreadPoolExecutor(CLIENTS) as pool:
            assert set(pool.map(share, clients)) == {303}
        with committing_app.app_context():
            assert db.session.query(LevelShare).count() == 1
        assert clients[0].post(f"{address}/end").status_code == 303
        with committing_app.app_context():
            assert db.session.query(LevelShare).count() == 0
