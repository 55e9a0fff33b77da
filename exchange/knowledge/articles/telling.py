"""Who is told by mail of what becomes of an article."""

from collections.abc import Collection
from datetime import datetime

from exchange.knowledge.articles import queries
from exchange.knowledge.articles.models import ArticleVersion
from notifications.services import notify
from organisations.models import Person
from organisations.people.queries import list_grants

SUBMITTED_MAIL, REVIEW_MAIL, DECIDED_MAIL = (
    "knowledge/submitted",
    "knowledge/to_review",
    "knowledge/decided",
)


def tell_of_submission(version: ArticleVersion, actor: Person, now: datetime) -> None:
    """Ask those who speak for the municipality."""
    for person in queries.list_who_agree(version.article, {actor.public_id}):
        notify(person=person, template=SUBMITTED_MAIL, now=now, version=version)


def tell_of_review(version: ArticleVersion, actor: Person, now: datetime) -> None:
    """Ask the office."""
    for person in queries.list_who_publish({*version.author_ids, actor.public_id}):
        notify(person=person, template=REVIEW_MAIL, now=now, version=version)


def tell_of_decision(
    version: ArticleVersion, public_ids: Collection[str], actor: Person, now: datetime
) -> None:
    """Tell those who had a hand in it; whoever has left the municipality learns no more of it."""
    for person in queries.find_people({*public_ids} - {"", actor.public_id}):
        if works_for(person, version.article.municipality_id):
            notify(person=person, template=DECIDED_MAIL, now=now, version=version)


def works_for(person: Person, municipality_id: int) -> bool:
    """Whether somebody belongs to the municipality, or coordinates it."""
    return municipality_id in {
        person.municipality_id,
        *(grant.municipality_id for grant in list_grants(person)),
    }
