"""From a draft to what everybody reads: four eyes, and what is published stays as it is."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError
from app.kernel.outbox import OutboxMessage
from exchange.knowledge.articles import publishing, services
from exchange.knowledge.articles.errors import ChangedMeanwhile, OwnArticle
from exchange.knowledge.articles.models import (
    Article,
    ArticleVersion,
    Subject,
    Tag,
    VersionState,
)
from exchange.knowledge.personal_data import erase_names, export_articles
from exchange.knowledge.progress import list_standings
from exchange.knowledge.retention import delete_old_drafts
from organisations.models import Person
from tests.exchange.knowledge.factories import (
    agree,
    make_draft,
    make_published,
    make_text,
    publish,
    submit,
    writer_of,
)
from tests.house.clock import START
from tests.house.personas import make_personas


def mails_to(account):
    return db.session.query(OutboxMessage).filter_by(recipient=account.email).all()


def revise(article, author):
    return services.revise_article(article=article, writer=writer_of(author), now=START)


def save(version, author, **given):
    return services.save_article(
        version=version,
        text=make_text(**given),
        writer=writer_of(author),
        revision=version.revision,
        now=START,
    )


def test_each_step_asks_the_next_and_the_end_is_told_to_all(personas):
    version = submit(make_draft(personas.owner), personas.owner)
    (mail,) = mails_to(personas.coordinator)
    assert f"/knowledge/desk/{version.article.public_id}" in mail.body
    assert not mails_to(personas.office), "the municipality has not agreed yet"
    agree(version, personas.coordinator)
    (mail,) = mails_to(personas.office)
    assert f"/knowledge/review/{version.article.public_id}" in mail.body
    publish(version, personas.office)
    assert len(mails_to(personas.owner)) == 1
    assert len(mails_to(personas.coordinator)) == 2
    assert not mails_to(personas.foreigner)


def test_a_coordinator_who_writes_agrees_by_giving_it_to_the_office(personas):
    version = submit(make_draft(personas.coordinator), personas.coordinator, agrees=True)
    assert (version.state, version.agreed_by) == (
        VersionState.IN_REVIEW,
        personas.coordinator.person.public_id,
    )
    assert publish(version, personas.office).state == VersionState.PUBLISHED


def test_nobody_publishes_what_they_had_a_hand_in(personas):
    version = make_draft(personas.owner)
    save(version, personas.colleague, body="Anders.")
    agree(submit(version, personas.owner), personas.coordinator)
    for account in (personas.owner, personas.colleague, personas.coordinator):
        with pytest.raises(OwnArticle):
            publish(version, account)
        with pytest.raises(OwnArticle), conflicts_explained():
            db.session.execute(
                sql(
                    "UPDATE article_versions SET state = 'published', published_at = changed_at, "
                    "published_by = :who WHERE id = :id"
                ),
                {"who": account.person.public_id, "id": version.id},
            )
    publish(version, personas.office)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE article_versions SET body = 'anders'",
        "UPDATE article_versions SET tags = '[]'",
        "UPDATE article_versions SET files = '[]'",
        "UPDATE article_versions SET state = 'draft', published_by = NULL, published_at = NULL, "
        "agreed_by = NULL, agreed_at = NULL",
        "UPDATE article_remarks SET remark = 'anders'",
        "DELETE FROM article_versions",
    ],
)
def test_the_database_refuses_to_change_what_is_published(personas, change):
    version = agree(submit(make_draft(personas.owner), personas.owner), personas.coordinator)
    publish(version, personas.office, comment="Danke.")
    if change.startswith("DELETE"):
        db.session.execute(sql("DELETE FROM article_remarks"))
    with pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(sql(change))


def test_a_new_version_replaces_the_old_one_which_stays_as_it_was(personas):
    old = make_published(personas, tags=("Außendienst",))
    new = revise(old.article, personas.owner)
    assert (new.number, new.body, new.tags) == (2, old.body, old.tags)
    with pytest.raises(ChangedMeanwhile):
        revise(old.article, personas.colleague)
    assert old.state == VersionState.PUBLISHED, "until the new one is"
    save(new, personas.owner, body="Heute zu zweit.", tags=("Streife", "AUSSENDIENST"))
    publish(agree(submit(new, personas.owner), personas.coordinator), personas.office)
    assert (old.state, old.body) == (VersionState.REPLACED, make_text().body)
    assert {one.key for one in db.session.query(Subject)} == {"aussendienst", "streife"}
    assert [tag.name for tag in db.session.query(Tag).filter_by(key="aussendienst")] == [
        "Außendienst"
    ], "one tag, however it is spelt"


def test_sent_back_with_a_reason_and_taken_back_without_one(personas):
    version = submit(make_draft(personas.owner), personas.owner)
    back = {"version": version, "before": VersionState.SUBMITTED, "now": START}
    back["actor"] = personas.coordinator.person
    with pytest.raises(DomainError) as refusal:
        services.return_article(**back, comment="", revision=version.revision)
    assert refusal.value.field == "comment"
    services.return_article(**back, comment="Bitte kürzer.", revision=version.revision)
    assert (version.state, len(mails_to(personas.owner))) == (VersionState.DRAFT, 1)
    agree(submit(version, personas.owner), personas.coordinator)
    services.take_back_article(
        version=version, revision=version.revision, actor=personas.owner.person, now=START
    )
    assert (version.state, version.agreed_by) == (VersionState.DRAFT, None)
    with pytest.raises(ChangedMeanwhile):
        publish(version, personas.office)


def test_archived_is_read_by_nobody_else_until_it_is_restored(personas):
    article = make_published(personas).article
    reader, path = personas.client(personas.foreigner), f"/knowledge/{article.public_id}"
    actor = {"actor": personas.office.person, "now": START}
    with pytest.raises(DomainError):
        publishing.archive_article(article=article, comment="", **actor)
    publishing.archive_article(article=article, comment="Überholt.", **actor)
    assert reader.get(path).status_code == 404
    assert "Nichts gefunden" in reader.get("/knowledge?q=Streife").text
    with pytest.raises(ChangedMeanwhile):
        publishing.archive_article(article=article, comment="Noch einmal.", **actor)
    publishing.restore_article(article=article, **actor)
    assert reader.get(path).status_code == 200


def test_a_name_stands_there_only_as_long_as_the_person_wishes(personas):
    version = make_published(personas, signs=True)
    reader, path = personas.client(personas.foreigner), f"/knowledge/{version.article.public_id}"
    name = personas.owner.person.name
    assert name in reader.get(path).text
    personas.owner.person.contact_hidden = True
    db.session.flush()
    assert name not in reader.get(path).text, "whoever is protected is not named"
    personas.owner.person.contact_hidden = False
    desk = personas.client(personas.owner)
    assert desk.post(f"/knowledge/desk/{version.article.public_id}/unsign").status_code == 303
    page = reader.get(path).text
    assert name not in page
    assert "Führungskraft, Heimstadt" in page


def test_an_erased_account_leaves_the_text_without_the_name(personas):
    version = make_published(personas, signs=True)
    [wrote] = export_articles(personas.owner.person_id)
    assert (wrote["wrote"], wrote["named"], wrote["text"]) == (True, True, version.body)
    [published] = export_articles(personas.office.person_id)
    assert (published["published"], published["text"]) == (True, None)
    erase_names(personas.owner.person_id)
    assert (version.signed_by, version.state) == (None, VersionState.PUBLISHED)


def test_drafts_that_nobody_touches_go_after_a_while_and_nothing_else(personas):
    make_draft(personas.owner)
    published = make_published(personas)
    revise(published.article, personas.owner)
    later = START.replace(year=START.year + 2)
    assert delete_old_drafts(before=later, most=10) == 2
    assert [one.id for one in db.session.query(ArticleVersion)] == [published.id]
    assert db.session.query(Article).count() == 1


def test_the_office_sees_how_far_each_municipality_is(personas):
    home, elsewhere = (one.person.municipality_id for one in (personas.owner, personas.foreigner))
    assert list_standings([home, elsewhere], START) == {}
    make_draft(personas.owner)
    assert list_standings([home], START)[home].stage == "under_way"
    make_published(personas)
    standing = list_standings([home, elsewhere], START)[home]
    assert standing.stage == "reached"
    assert str(standing.figures) == "1 veröffentlicht, 0 in Prüfung, 1 in Arbeit"


@pytest.fixture
def committed(committing_app):
    """A version that waits for the office, committed; ids of it, its author and the office."""
    with committing_app.app_context():
        people = make_personas(committing_app)
        version = submit(make_draft(people.owner), people.owner)
        agree(version, people.coordinator)
        db.session.commit()
        ids = version.id, people.owner.person_id, people.office.person_id
    return committing_app, *ids


def test_of_a_publication_and_a_change_at_once_one_counts(committed):
    app, version_id, author_id, office_id = committed
    barrier = Barrier(4)

    def act(number):
        with app.app_context():
            version = db.session.get_one(ArticleVersion, version_id)
            who = db.session.get_one(Person, office_id if number % 2 else author_id)
            step = {"version": version, "revision": version.revision, "actor": who, "now": START}
            db.session.rollback()
            barrier.wait()
            try:
                if number % 2:
                    publishing.publish_article(**step, comment="")
                else:
                    services.take_back_article(**step)
                db.session.commit()
            except ChangedMeanwhile:
                db.session.rollback()
                return 0
            return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(act, range(4))) == 1
    with app.app_context():
        version = db.session.get_one(ArticleVersion, version_id)
        assert (version.state == VersionState.PUBLISHED) == (version.published_by is not None)
