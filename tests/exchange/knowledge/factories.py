"""Makes articles for tests. Everything is flushed, nothing committed."""

from exchange.knowledge.articles.models import ArticleKind, SizeClass
from exchange.knowledge.articles.publishing import publish_article
from exchange.knowledge.articles.services import (
    ArticleText,
    Writer,
    agree_to_article,
    create_article,
    submit_article,
)
from exchange.knowledge.bylines import speaks_as
from exchange.knowledge.comments.services import write_comment
from tests.house.clock import START


def make_text(**given):
    values = {
        "title": "Zu dritt auf Streife",
        "summary": "Was nach einem Angriff half.",
        "body": "Wir haben die Streife verstärkt.\n\nDanach war es ruhiger.",
        "kind": ArticleKind.PRACTICE,
        "size_class": SizeClass.SMALL,
    }
    return ArticleText(**(values | given))


def writer_of(account, *, signs=False):
    return Writer(account.person, speaks_as(account), signs)


def make_draft(author, *, signs=False, at=START, **given):
    return create_article(
        municipality=author.person.municipality,
        text=make_text(**given),
        writer=writer_of(author, signs=signs),
        now=at,
    )


def submit(version, actor, *, agrees=False, at=START):
    return submit_article(
        version=version, revision=version.revision, agrees=agrees, actor=actor.person, now=at
    )


def agree(version, actor, *, at=START):
    return agree_to_article(
        version=version, comment="", revision=version.revision, actor=actor.person, now=at
    )


def publish(version, actor, *, comment="", at=START):
    return publish_article(
        version=version, comment=comment, revision=version.revision, actor=actor.person, now=at
    )


def make_published(personas, *, author=None, signs=False, at=START, **given):
    """Written by the owner, agreed to by the coordinator, published by the office."""
    author = author or personas.owner
    version = submit(make_draft(author, signs=signs, at=at, **given), author, at=at)
    return publish(agree(version, personas.coordinator, at=at), personas.office, at=at)


def make_comment(version, author, body="Das half auch uns.", *, signs=False, parent=None, at=START):
    return write_comment(
        version=version,
        body=body,
        writer=writer_of(author, signs=signs),
        parent=parent,
        now=at,
    )
