"""Revoking ends a certificate for good; why is for the holder and for those who lead the cohort."""

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.outbox import OutboxMessage
from certificates.register.models import Certificate
from certificates.register.queries import find_new_certificate
from certificates.register.services import revoke_certificate
from tests.certificates.amending.pages import address, replace, revoke
from tests.certificates.factories import make_successor
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes

pytestmark = in_turn

REASON = "Die Person war an <b>keinem</b> Termin da."


def test_it_counts_no_more_from_this_moment(personas, certificate, clock):
    trainer = personas.client(personas.trainer)

    page = trainer.get(address(certificate, "/revocation")).text
    assert "Auf der öffentlichen Prüfseite steht er nicht" in page
    answer = revoke(trainer, certificate, REASON)

    assert (answer.status_code, answer.location) == (303, address(certificate))
    assert certificate.status == "revoked"
    assert (certificate.revoked_at, certificate.revoked_by_id) == (
        clock.now(),
        personas.trainer.person_id,
    )
    assert find_new_certificate(certificate.person) is None
    for client in (trainer, personas.client(personas.office)):
        assert "an &lt;b&gt;keinem&lt;/b&gt; Termin" in client.get(address(certificate)).text


@pytest.mark.parametrize("discreet", [True, False])
def test_the_holder_is_told_where_to_read_why(personas, certificate, discreet):
    make_wishes(personas.owner.person, discreet_trainings=discreet)
    revoke(personas.client(personas.trainer), certificate, REASON)

    [mail] = db.session.scalars(select(OutboxMessage)).all()
    assert mail.recipient == personas.owner.email
    assert "http://localhost/certificates" in mail.body
    assert "Fragen dazu beantworten Ihnen Ihre Kursleitung oder das Programmbüro." in mail.body
    for kept in ("keinem", certificate.document.course_title):
        assert kept not in mail.subject + mail.body
    own = personas.client(personas.owner).get("/certificates").text
    assert "Widerrufen am" in own
    assert "an &lt;b&gt;keinem&lt;/b&gt; Termin" in own


def test_the_reason_is_for_nobody_else(client, personas, certificate):
    revoke(personas.client(personas.trainer), certificate, REASON)

    assert "keinem" not in client.get(f"/verify/{certificate.code}").text
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "certificate.revoked")
    ).one()
    assert entry.object_public_id == certificate.public_id
    assert "keinem" not in str(entry.details)


@pytest.mark.parametrize("reason", ["", "   ", "a" * 501])
def test_without_a_reason_of_a_reasonable_length_nothing_is_revoked(personas, certificate, reason):
    answer = revoke(personas.client(personas.trainer), certificate, reason)
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in answer.text
    assert certificate.status == "valid"


def test_a_form_sent_twice_revokes_once(personas, certificate):
    trainer = personas.client(personas.trainer)
    revoke(trainer, certificate, REASON)
    again = revoke(trainer, certificate, "ein anderer")
    assert "bereits widerrufen" in trainer.get(again.location).text
    assert certificate.revocation_reason == REASON
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 1
    assert trainer.get(address(certificate, "/revocation")).location == address(certificate)


def test_what_was_replaced_since_the_page_was_shown_is_not_revoked_by_mistake(
    personas, certificate
):
    trainer = personas.client(personas.trainer)
    new = replace(trainer, certificate).location

    answer = revoke(trainer, certificate, REASON, seen="valid")

    assert answer.location == new
    assert "haben sich gerade geändert" in trainer.get(answer.location).text
    assert {one.revoked_at for one in db.session.scalars(select(Certificate))} == {None}


def test_a_superseded_one_can_be_revoked_too(personas, certificate):
    make_successor(certificate)
    db.session.commit()
    revoke(personas.client(personas.trainer), certificate, REASON, seen="superseded")
    assert certificate.status == "revoked"


@pytest.mark.parametrize("seen", ["", "nonsense"])
def test_a_form_without_what_was_seen_is_refused(personas, certificate, seen):
    assert revoke(personas.client(personas.trainer), certificate, seen=seen).status_code == 422
    assert certificate.status == "valid"


def test_the_command_is_for_those_who_manage_the_cohort(personas, certificate):
    for account in (personas.owner, personas.coordinator, personas.foreigner):
        with pytest.raises(NotFound):
            revoke_certificate(
                certificate=certificate, reason=REASON, actor=account.person, now=START
            )
    assert certificate.status == "valid"
