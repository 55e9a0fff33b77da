"""Four eyes: whoever wrote any of a text does not release it, and what is released stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError
from app.kernel.outbox import OutboxMessage
from exchange.toolbox import services
from exchange.toolbox.content_loading import update_aids
from exchange.toolbox.models import MunicipalText, TextComment, TextState, TextVersion
from exchange.toolbox.queries import get_aid
from exchange.toolbox.retention import delete_old_drafts
from exchange.toolbox.services import ChangedMeanwhile, OwnText, StillOpen
from organisations.models import Person
from tests.house.clock import START
from tests.house.personas import make_personas


def submit(text, actor):
    return services.submit_text(text=text, revision=text.revision, actor=actor.person, now=START)


def release(text, actor, comment=""):
    return services.release_text(
        text=text, comment=comment, revision=text.revision, actor=actor.person, now=START
    )


def save(text, actor, body):
    return services.save_text(
        text=text,
        title=text.current.title,
        body=body,
        revision=text.revision,
        actor=actor.person,
        now=START,
    )


def mails_to(account):
    return db.session.query(OutboxMessage).filter_by(recipient=account.email).all()


def test_a_second_person_releases_and_both_are_told(write, personas):
    text = submit(write(), personas.owner)
    (mail,) = mails_to(personas.coordinator)
    assert f"/toolbox/texts/{text.public_id}" in mail.body
    assert not mails_to(personas.colleague), "the coordinator is there"
    release(text, personas.colleague, "Gut so.")
    assert (text.state, text.released_by) == (
        TextState.RELEASED,
        personas.colleague.person.public_id,
    )
    (mail,) = mails_to(personas.owner)
    assert "Gut so" not in mail.body
    with pytest.raises(ChangedMeanwhile):
        save(text, personas.owner, "Doch anders.")


def test_where_the_coordinator_has_written_others_who_lead_are_told(write, personas):
    submit(write(author=personas.coordinator), personas.coordinator)
    assert [len(mails_to(one)) for one in (personas.owner, personas.coordinator)] == [1, 0]
    assert not mails_to(personas.foreigner)


def test_whoever_has_left_learns_no_more_of_its_texts(write, personas):
    text = submit(write(), personas.owner)
    personas.owner.person.municipality = personas.foreigner.person.municipality
    release(text, personas.coordinator)
    assert not mails_to(personas.owner)


def test_nobody_releases_what_they_had_a_hand_in(write, personas):
    text = write()
    save(text, personas.colleague, "Wir stehen zusammen. Heute und morgen.")
    submit(text, personas.owner)
    for author in (personas.owner, personas.colleague):
        with pytest.raises(OwnText):
            release(text, author)
    with pytest.raises(OwnText), conflicts_explained():
        db.session.execute(
            sql(
                "UPDATE municipal_texts SET state = 'released', released_at = changed_at, "
                "released_by = :author WHERE id = :id"
            ),
            {"author": personas.owner.person.public_id, "id": text.id},
        )
    release(text, personas.coordinator)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE municipal_texts SET number = number + 1",
        "UPDATE municipal_texts SET state = 'draft', released_by = NULL, released_at = NULL",
        "UPDATE municipal_texts SET state = 'draft'",
        "UPDATE municipal_text_versions SET body = 'anders'",
        "UPDATE municipal_text_comments SET comment = 'anders'",
        "DELETE FROM aid_versions",
    ],
)
def test_the_database_refuses_to_change_what_is_released(write, personas, change):
    release(submit(write(), personas.owner), personas.coordinator, "Gut.")
    db.session.flush()
    with pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(sql(change))


def test_what_is_open_is_named_before_a_release(write, personas):
    text = write(body="Am {Tag} bei {Ort}.")
    with pytest.raises(StillOpen) as refusal:
        submit(text, personas.owner)
    assert refusal.value.places == ["Tag", "Ort"]
    assert text.state == TextState.DRAFT


def test_sent_back_with_a_reason_written_on_and_submitted_again(write, personas):
    text = submit(write(), personas.owner)
    back = {"text": text, "actor": personas.coordinator.person, "now": START}
    with pytest.raises(DomainError) as refusal:
        services.return_text(**back, comment="", revision=text.revision)
    assert refusal.value.field == "comment"
    services.return_text(**back, comment="Bitte kürzer.", revision=text.revision)
    assert (text.state, len(mails_to(personas.owner))) == (TextState.DRAFT, 1)
    assert save(text, personas.owner, "Kürzer.")
    assert not save(text, personas.owner, "Kürzer."), "nothing has changed"
    versions = db.session.query(TextVersion).filter_by(text_id=text.id).order_by(TextVersion.number)
    assert [version.body for version in versions] == ["Wir stehen zusammen.", "Kürzer."]
    submit(text, personas.owner)
    services.take_back_text(
        text=text, revision=text.revision, actor=personas.owner.person, now=START
    )
    assert text.state == TextState.DRAFT


def test_what_is_withdrawn_can_be_written_on_as_a_draft_of_its_own(write, personas):
    text = release(submit(write(), personas.owner), personas.coordinator)
    with pytest.raises(DomainError):
        services.withdraw_text(
            text=text, comment="", revision=text.revision, actor=personas.owner.person, now=START
        )
    services.withdraw_text(
        text=text,
        comment="Überholt.",
        revision=text.revision,
        actor=personas.owner.person,
        now=START,
    )
    draft = services.continue_text(text=text, actor=personas.colleague.person, now=START)
    assert (draft.current.body, draft.author_ids) == (
        "Wir stehen zusammen.",
        [personas.colleague.person.public_id],
    )
    assert text.state == TextState.WITHDRAWN
    with pytest.raises(ChangedMeanwhile):
        services.continue_text(text=draft, actor=personas.owner.person, now=START)


def test_a_draft_goes_with_all_its_versions_a_released_text_stays(write, personas):
    draft, released = write(), submit(write(), personas.owner)
    release(released, personas.coordinator, "Gut.")
    later = START.replace(year=START.year + 3)
    assert delete_old_drafts(before=later, most=10) == 1
    assert [one.id for one in db.session.query(MunicipalText)] == [released.id]
    draft = write()
    services.discard_text(
        text=draft, revision=draft.revision, actor=personas.owner.person, now=START
    )
    assert db.session.query(MunicipalText).count() == 1
    assert db.session.query(TextVersion).count() == 1
    assert db.session.query(TextComment).count() == 1


@pytest.fixture
def committed(committing_app):
    """A text that waits for its release, committed; ids of it, its author and a second person."""
    with committing_app.app_context():
        people = make_personas(committing_app)
        update_aids(START)
        text = services.create_text(
            municipality=people.owner.person.municipality,
            version=get_aid("statement-attack-on-staff"),
            language="de",
            title="Stellungnahme",
            body="Wir stehen zusammen.",
            actor=people.owner.person,
            now=START,
        )
        submit(text, people.owner)
        db.session.commit()
        ids = text.id, people.owner.person_id, people.coordinator.person_id
    return committing_app, *ids


def test_of_a_release_and_a_change_at_once_one_counts(committed):
    app, text_id, author_id, second_id = committed
    barrier = Barrier(4)

    def act(number):
        with app.app_context():
            text = db.session.get_one(MunicipalText, text_id)
            who = db.session.get_one(Person, second_id if number % 2 else author_id)
            step = {"text": text, "revision": text.revision, "actor": who, "now": START}
            db.session.rollback()
            barrier.wait()
            try:
                if number % 2:
                    services.release_text(**step, comment="")
                else:
                    services.take_back_text(**step)
                db.session.commit()
            except ChangedMeanwhile:
                db.session.rollback()
                return 0
            return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(act, range(4))) == 1
    with app.app_context():
        text = db.session.get_one(MunicipalText, text_id)
        assert (text.state == TextState.RELEASED) == (text.released_by is not None)
        assert text.revision == 3
