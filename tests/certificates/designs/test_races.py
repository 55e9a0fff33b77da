"""Two people at once: one version wins, the others are told; the programme has one design."""

from threading import Barrier, Thread

from sqlalchemy import func, select

from app.kernel.db import db
from certificates.designs import queries, views
from certificates.designs.models import CertificateDesign, CourseCertificates, DesignVersion
from tests.certificates.designs.factories import make_design, newest, sent
from tests.courses.factories import make_course
from tests.house.personas import make_personas

CLIENTS, ROUNDS = 6, 3


def at_once(*calls: tuple) -> list:
    """The answers to requests that are sent at the same moment: a client, an address, a form."""
    barrier, answers = Barrier(len(calls)), []

    def send(client, address, form):
        barrier.wait()
        answers.append(client.post(address, data=form))

    threads = [Thread(target=send, args=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(committing_app, monkeypatch):
    monkeypatch.setattr(views, "check_design", lambda _design, **_logo: None)
    with committing_app.app_context():
        personas = make_personas(committing_app)
        design = make_design()
        db.session.commit()
        clients = [personas.client(personas.office) for _ in range(CLIENTS)]
        address = f"/manage/certificates/designs/{design.public_id}"
        design_id = design.id
    for number in range(1, ROUNDS + 1):
        with committing_app.app_context():
            version = newest(db.session.get(CertificateDesign, design_id))
            forms = [
                sent(version, **{"de-title": f"Titel {number} {each}"}) for each in range(CLIENTS)
            ]
        answers = at_once(
            *((client, address, form) for client, form in zip(clients, forms, strict=True))
        )
        assert sorted(answer.status_code for answer in answers) == [303] + [422] * (CLIENTS - 1)
        told = [answer.text for answer in answers if answer.status_code == 422]
        assert all("Inzwischen hat jemand anderes gespeichert" in page for page in told)
    with committing_app.app_context():
        numbers = select(DesignVersion.number).where(DesignVersion.design_id == design_id)
        assert sorted(db.session.scalars(numbers)) == list(range(1, ROUNDS + 2))


def test_choosing_and_setting_at_once_leaves_one_of_each(committing_app):
    with committing_app.app_context():
        personas = make_personas(committing_app)
        designs = [make_design(name=f"Vorlage {each}") for each in range(CLIENTS)]
        course = make_course()
        db.session.commit()
        clients = [personas.client(personas.office) for _ in designs]
        choices = [f"/manage/certificates/designs/{each.public_id}/choose" for each in designs]
        settings = f"/manage/certificates/courses/{course.slug}"
        wanted = [{"design": each.public_id, "valid_months": "12"} for each in designs]
    chosen = at_once(*((c, where, {}) for c, where in zip(clients, choices, strict=True)))
    set_up = at_once(*((c, settings, form) for c, form in zip(clients, wanted, strict=True)))
    assert {answer.status_code for answer in chosen + set_up} == {303}
    with committing_app.app_context():
        assert queries.get_design_of_programme() is not None
        rows = select(func.count()).select_from(CourseCertificates)
        assert db.session.scalar(rows) == 1
