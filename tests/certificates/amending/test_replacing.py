"""A correction issues a new certificate, and the old one is superseded from then on."""

import pytest
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from certificates.designs.models import DesignVersion
from certificates.designs.queries import get_design_of_programme, get_newest_version
from certificates.register.models import Certificate, NameShown
from certificates.register.services import ask_for_correction, wish_name
from certificates.signing.models import SigningKey
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.queries import find_enrolment
from tests.certificates.amending.pages import address, hidden, replace, revoke
from tests.certificates.factories import make_attended_enrolment, make_certificate
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_person

pytestmark = in_turn


def all_of(person) -> list[Certificate]:
    return list(
        db.session.scalars(
            select(Certificate).where(Certificate.person == person).order_by(Certificate.id)
        )
    )


def mails() -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_trainer_sees_what_changes_and_replaces(personas, certificate, clock):
    person, cohort = certificate.person, certificate.cohort
    certificate.name_shown = NameShown.INITIALS
    make_wishes(person, discreet_trainings=False)
    wish_name(person=person, name="Dr. <b>Ada</b> Anders", now=START)
    db.session.commit()
    trainer, old = personas.client(personas.trainer), certificate.document
    clock.advance(hours=1)

    page = trainer.get(address(certificate, "/replacement")).text
    assert old.holder_name in page
    assert "Dr. &lt;b&gt;Ada&lt;/b&gt; Anders" in page
    assert "Umfang" not in page, "what stays is not listed"
    answer = replace(trainer, certificate)

    former, new = all_of(person)
    assert (answer.status_code, answer.location) == (303, address(new))
    assert "Die neue Bescheinigung ist ausgestellt" in trainer.get(answer.location).text
    assert (former.status, new.status) == ("superseded", "valid")
    assert (former.superseded_at, new.supersedes_id) == (clock.now(), former.id)
    assert (former.document, former.pdf) == (old, certificate.pdf)
    assert new.document.holder_name == "Dr. <b>Ada</b> Anders"
    assert new.document.replaces == old.code
    assert new.code != former.code
    assert new.name_shown == NameShown.INITIALS, "as the holder chose"
    assert (new.cohort, new.issued_by_id) == (cohort, personas.trainer.person_id)
    [mail] = mails()
    assert mail.recipient == personas.owner.email
    assert "Sie ersetzt eine frühere." in mail.body
    assert cohort.course.title.de not in mail.subject
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["certificate.issued", "certificate.replaced"]


def test_one_that_would_say_the_same_can_be_replaced_with_a_word_of_warning(personas, certificate):
    trainer = personas.client(personas.trainer)
    replace(trainer, certificate)
    new = all_of(certificate.person)[-1]
    assert "Die neue würde dasselbe sagen" in trainer.get(address(new, "/replacement")).text
    assert replace(trainer, new).status_code == 303
    assert len(all_of(certificate.person)) == 3


def test_a_new_version_of_the_design_is_a_change(personas, certificate):
    design = get_design_of_programme()
    newest = get_newest_version(design)
    db.session.add(
        DesignVersion(
            design=design, number=newest.number + 1, content=newest.content, saved_at=START
        )
    )
    db.session.commit()
    page = personas.client(personas.trainer).get(address(certificate, "/replacement")).text
    assert "frühere Fassung" in page


@pytest.mark.parametrize("who", ["office", "trainer"])
def test_who_manages_the_cohort_may(personas, certificate, who):
    client = personas.client(getattr(personas, who))
    assert client.get(address(certificate)).status_code == 200
    assert replace(client, certificate).status_code == 303


@pytest.mark.parametrize("of", ["", "/replacement", "/revocation"])
def test_for_another_trainer_there_is_no_such_certificate(personas, certificate, of):
    another = personas.client(make_account(Role.TRAINER, function=None))
    assert another.get(address(certificate, of)).status_code == 404
    assert another.get("/manage/certificates/nothing-has-this" + of).status_code == 404


@pytest.mark.parametrize("who", ["owner", "coordinator", "foreigner"])
def test_nobody_else_comes_near(personas, certificate, who):
    client = personas.client(getattr(personas, who))
    assert client.get(address(certificate)).status_code == 403
    assert client.post(address(certificate, "/replacement"), data={}).status_code == 403
    assert revoke(client, certificate).status_code == 403
    assert count(Certificate) == 1
    assert certificate.status == "valid"


def test_nothing_is_issued_that_was_not_shown(personas, certificate):
    trainer = personas.client(personas.trainer)
    mark = hidden(trainer.get(address(certificate, "/replacement")).text, "mark")
    wish_name(person=certificate.person, name="Prof. Ada Anders", now=START)
    db.session.commit()

    for sent in (mark, "0" * 64, "nonsense", ""):
        answer = trainer.post(address(certificate, "/replacement"), data={"mark": sent})
        assert answer.location == address(certificate, "/replacement")
    page = trainer.get(answer.location).text
    assert "haben sich gerade geändert" in page
    assert "Prof. Ada Anders" in page
    assert count(Certificate) == 1


def test_what_was_replaced_leads_to_the_one_that_counts(personas, certificate):
    trainer = personas.client(personas.trainer)
    mark = hidden(trainer.get(address(certificate, "/replacement")).text, "mark")
    first = trainer.post(address(certificate, "/replacement"), data={"mark": mark})
    again = trainer.post(address(certificate, "/replacement"), data={"mark": mark})

    assert again.location == first.location
    assert "bereits durch eine neue ersetzt" in trainer.get(again.location).text
    assert trainer.get(address(certificate, "/replacement")).location == first.location
    assert (count(Certificate), len(mails())) == (2, 1)
    old_page = trainer.get(address(certificate)).text
    assert first.location in old_page
    assert "Durch eine neue ersetzen" not in old_page


def test_a_revoked_one_is_issued_anew_and_stays_revoked(personas, certificate):
    trainer = personas.client(personas.trainer)
    revoke(trainer, certificate)
    assert "Neu ausstellen" in trainer.get(address(certificate)).text
    assert replace(trainer, certificate).status_code == 303
    former, new = all_of(certificate.person)
    assert (former.status, new.status) == ("revoked", "valid")


def refusal_of(personas, certificate) -> str:
    page = personas.client(personas.trainer).get(address(certificate, "/replacement")).text
    assert "Zurzeit geht das nicht" in page
    assert 'name="mark"' not in page
    return page


def test_who_is_no_longer_entitled_gets_no_new_one(personas, certificate):
    enrolment = find_enrolment(certificate.person, certificate.cohort)
    enrolment.attendances[0].status = "absent"
    db.session.commit()
    assert "Anwesend: 90 von 180 Minuten" in refusal_of(personas, certificate)
    enrolment.status, enrolment.seat_number = EnrolmentStatus.WITHDRAWN, None
    db.session.commit()
    assert "nimmt an dem Durchgang nicht mehr teil" in refusal_of(personas, certificate)


def test_a_name_that_cannot_be_printed_is_said_before(personas, certificate):
    certificate.person.family_name = "\U0001f600"
    db.session.commit()
    assert "Für diese Zeichen fehlt die Schrift: \U0001f600" in refusal_of(personas, certificate)


def test_without_a_key_the_trainer_is_told_and_nothing_happens(personas, certificate):
    trainer = personas.client(personas.trainer)
    mark = hidden(trainer.get(address(certificate, "/replacement")).text, "mark")
    db.session.scalars(select(SigningKey)).one().in_use = False
    db.session.commit()
    answer = trainer.post(address(certificate, "/replacement"), data={"mark": mark})
    assert answer.status_code == 422
    assert "Es fehlt der Schlüssel" in answer.text
    assert certificate.status == "valid"


class TestWishes:
    """What the holder wishes corrected stands first, and is answered one way or the other."""

    @pytest.fixture
    def wish(self, certificate):
        wish = ask_for_correction(certificate=certificate, wish="Bitte <i>Titel</i>", now=START)
        db.session.commit()
        return wish

    def decline(self, client, certificate, answer):
        return client.post(address(certificate, "/correction"), data={"answer": answer})

    def test_the_trainer_reads_it(self, personas, certificate, wish):
        page = personas.client(personas.trainer).get(address(certificate)).text
        assert "Bitte &lt;i&gt;Titel&lt;/i&gt;" in page

    def test_replacing_grants_it(self, personas, certificate, wish):
        replace(personas.client(personas.trainer), certificate)
        db.session.refresh(wish)
        assert wish.state == "granted"

    def test_declining_it_tells_the_holder(self, personas, certificate, wish):
        trainer = personas.client(personas.trainer)
        assert self.decline(trainer, certificate, " ").status_code == 422
        assert self.decline(trainer, certificate, "a" * 501).status_code == 422
        for _twice in range(2):
            assert self.decline(trainer, certificate, "Steht schon da.").status_code == 303

        db.session.refresh(wish)
        assert (wish.state, wish.answer) == ("declined", "Steht schon da.")
        [asked, answered] = mails()
        assert (asked.recipient, answered.recipient) == (
            personas.trainer.email,
            personas.owner.email,
        )
        assert "Steht schon da" not in answered.body
        assert "Steht schon da." in personas.client(personas.owner).get("/certificates").text

    def test_another_trainer_answers_nothing(self, personas, certificate, wish):
        another = personas.client(make_account(Role.TRAINER, function=None))
        assert self.decline(another, certificate, "Nein.").status_code == 404
        assert wish.state == "asked"


class TestRoster:
    """The trainer's roster says what name is wished, and leads to what was issued."""

    def page(self, personas, cohort):
        return personas.client(personas.trainer).get(f"/manage/cohorts/{cohort.public_id}").text

    def test_it_tells_the_wish_before_and_leads_to_the_certificate_after(
        self, personas, certificate
    ):
        cohort = certificate.cohort
        bela = personas.colleague.person
        make_attended_enrolment(cohort=cohort, person=bela)
        wish_name(person=bela, name="B. <u>Wunsch</u>", now=START)
        ask_for_correction(certificate=certificate, wish="Titel", now=START)
        page = self.page(personas, cohort)
        assert "Name auf dem Papier: B. &lt;u&gt;Wunsch&lt;/u&gt;" in page
        assert address(certificate) in page
        assert "Bitte um Korrektur" in page

    def test_it_asks_the_database_as_often_however_many_they_are(self, personas, certificate):
        trainer, cohort = personas.client(personas.trainer), certificate.cohort
        roster = f"/manage/cohorts/{cohort.public_id}"
        db.session.commit()
        with recorded_queries() as few:
            trainer.get(roster)
        for _ in range(3):
            person = make_person()
            make_attended_enrolment(cohort=cohort, person=person)
            wish_name(person=person, name="Dr. Ada Anders", now=START)
            make_certificate(person=person, cohort=cohort)
            make_attended_enrolment(cohort=cohort, person=make_person())
        db.session.commit()
        with recorded_queries() as many:
            trainer.get(roster)
        assert len(many) <= len(few)
