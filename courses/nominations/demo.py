"""Demo data: requests that wait for a word, a nomination without an answer, a wish for a cohort."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import take_as_sent
from courses.catalogue.models import Course
from courses.catalogue.queries import get_course
from courses.cohorts.models import Cohort, Session
from courses.cohorts.seats.services import enrol_person
from courses.nominations.in_house import ask_in_house
from courses.nominations.nominating import nominate_people
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person
from scheduling.models import Event

NOTE = (
    "Unser Bürgerbüro hat dienstags ab 13 Uhr geschlossen. Dann können alle teilnehmen, auch die "
    "Kolleginnen und Kollegen vom Empfang."
)


def load_demo(now: datetime) -> None:
    """Ask, nominate and wish as people of the demo did in the last days."""
    _ask_for_seats(now)
    _nominate(now)
    ask_in_house(
        municipality=_person("koordination").municipality,
        course=get_course("calm-in-public-contact"),
        days=[(now + timedelta(days=ahead)).date() for ahead in (56, 63, 70)],
        people=14,
        place="Rathaus Kreyenburg, Ratssaal",
        note=NOTE,
        actor=_person("koordination"),
        now=now - timedelta(days=2),
    )
    take_as_sent()


def _ask_for_seats(now: datetime) -> None:
    """The press course needs an approval; Lennerath has no coordinator, so the office is asked."""
    cohort = _next_cohort("calm-words-for-the-press", now)
    for name, ago in (("leitung", 3), ("team7", 2), ("fremd", 1)):
        person = _person(name)
        enrol_person(cohort=cohort, person=person, actor=person, now=now - timedelta(days=ago))


def _nominate(now: datetime) -> None:
    """The lead would like two of the team to come along."""
    cohort = _next_cohort("when-hate-comes-online", now)
    nominate_people(
        cohort=cohort,
        people=[_person("team2"), _person("team3")],
        actor=_person("leitung"),
        approves=False,
        now=now - timedelta(days=1),
    )


def _next_cohort(slug: str, now: datetime) -> Cohort:
    return db.session.scalars(
        select(Cohort)
        .join(Cohort.course)
        .join(Cohort.sessions)
        .join(Session.event)
        .where(Course.slug == slug, Event.starts_at > now + timedelta(days=7))
        .order_by(Event.starts_at)
        .limit(1)
    ).one()


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
