"""Several at once: exactly one successor, one revocation, and nobody is told what is not so."""

from functools import partial
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from certificates.register.models import Certificate
from tests.certificates.amending.pages import address, hidden
from tests.certificates.factories import (
    make_attended_enrolment,
    make_certificate,
    make_past_cohort,
)
from tests.house.personas import make_personas

ROUNDS, CLIENTS = 3, 6


class Round:
    """A certificate of its own, and clients of those who may replace and revoke it."""

    def __init__(self, app):
        self.app = app
        with app.app_context():
            personas = make_personas(app)
            cohort = make_past_cohort(trainer=personas.trainer.person)
            make_attended_enrolment(cohort=cohort, person=personas.owner.person)
            certificate = make_certificate(person=personas.owner.person, cohort=cohort)
            db.session.commit()
            self.person_id = certificate.person_id
            self.address = address(certificate)
            people = [personas.trainer, personas.office] * (CLIENTS // 2)
            self.clients = [personas.client(each) for each in people]

    def replacing(self, clients):
        """Each looks first: who replaces signs, so each agrees to a page of their own."""
        acts = []
        for client in clients:
            mark = hidden(client.get(f"{self.address}/replacement").text, "mark")
            acts.append(partial(client.post, f"{self.address}/replacement", data={"mark": mark}))
        return acts

    def revoking(self, clients):
        """Each for a reason of their own."""
        return [
            partial(
                client.post,
                f"{self.address}/revocation",
                data={"reason": f"Grund {number}", "seen": "valid"},
            )
            for number, client in enumerate(clients)
        ]

    def at_once(self, acts):
        """Run all the acts at the same time; returns their statuses."""
        start, answers = Barrier(len(acts)), []

        def run(act):
            start.wait()
            answers.append(act().status_code)

        threads = [Thread(target=run, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def certificates(self) -> list[Certificate]:
        return list(
            db.session.scalars(
                select(Certificate)
                .where(Certificate.person_id == self.person_id)
                .order_by(Certificate.id)
            )
        )


def mails() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxMessage))


@pytest.fixture
def rounds(committing_app):
    def run():
        for _ in range(ROUNDS):
            with committing_app.app_context():
                told = mails()
            yield Round(committing_app), told

    return run


def test_however_many_replace_at_once_there_is_one_successor(committing_app, rounds):
    for each, told in rounds():
        answers = each.at_once(each.replacing(each.clients))

        assert set(answers) == {303}
        with committing_app.app_context():
            former, new = each.certificates()
            assert (former.status, new.status) == ("superseded", "valid")
            assert new.supersedes_id == former.id
            assert mails() == told + 1


def test_revoking_and_replacing_at_once_end_in_one_of_two_ways(committing_app, rounds):
    for each, told in rounds():
        answers = each.at_once(
            each.replacing(each.clients[::2]) + each.revoking(each.clients[1::2])
        )

        assert set(answers) == {303}
        with committing_app.app_context():
            statuses = [one.status for one in each.certificates()]
            assert statuses in (["revoked"], ["superseded", "valid"])
            assert mails() == told + 1


def test_however_many_revoke_at_once_one_reason_stays(committing_app, rounds):
    for each, told in rounds():
        answers = each.at_once(each.revoking(each.clients))

        assert set(answers) == {303}
        with committing_app.app_context():
            [one] = each.certificates()
            assert one.status == "revoked"
            assert one.revocation_reason.startswith("Grund ")
            assert mails() == told + 1
