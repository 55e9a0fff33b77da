"""Demo data: sixty invented municipalities, the topics, and the accounts of the demo."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.kernel.content import read_content
from app.kernel.db import db
from app.kernel.outbox import take_as_sent
from app.kernel.permissions import Role
from app.kernel.tokens import new_token, token_hash
from organisations.accounts.queries import get_account_by_email
from organisations.accounts.services import create_account, grant_role, hash_password
from organisations.deputies.services import name_deputy
from organisations.entitlements.services import limit_coachings, make_exception
from organisations.models import Function, Membership, Municipality, Person, Team
from organisations.municipalities.models import MailDomain
from organisations.registration.models import Registration, RegistrationStatus
from organisations.registration.services import LINK_HOLDS_FOR
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_profiles_of, state_of
from organisations.topics.services import adapt_targets

CONTENT = Path(__file__).parent / "content"
DEMO_PASSWORD = "komma-demo-2026"
ROLES_OF_ACCOUNTS = {
    "buero": (Role.PROGRAMME_OFFICE,),
    "buero2": (Role.PROGRAMME_OFFICE,),
    "trainerin": (Role.TRAINER,),
    "trainer2": (Role.TRAINER,),
    "coach": (Role.COACH,),
    "coach2": (Role.COACH,),
    "koordination": (Role.COORDINATOR, Role.TRAINEE),
    "leitung": (Role.TEAM_LEAD, Role.TRAINEE),
    "fremd": (Role.TRAINEE,),
}


#: What a municipality of each membership has a year, and who has more.
COACHINGS_A_YEAR = {Membership.MODEL: 20, Membership.PLATFORM: 6}
EXCEPTION = ("lennerath", 30)

#: What the coordinator of the demo's municipality has replaced for executives, weeks ago.
OWN_TARGETS = {"crisis_communication": 4, "de_escalation": 3}


def load_demo(now: datetime) -> None:
    """Add topics, municipalities, teams, people, accounts and a deputy to an empty database."""
    load_topics()
    municipalities = {
        entry["key"]: Municipality(**entry)
        for entry in read_content(CONTENT / "municipalities.yaml")
    }
    db.session.add_all(municipalities.values())
    content = read_content(CONTENT / "people.yaml")
    teams = {
        key: Team(name=entry["name"], municipality=municipalities[entry["municipality"]])
        for key, entry in content["teams"].items()
    }
    db.session.add_all(teams.values())
    password_hash = hash_password(DEMO_PASSWORD)
    for entry in content["people"]:
        _add_person(entry, municipalities, teams, password_hash)
    _add_registration(municipalities["kreyenburg"], now)
    db.session.flush()
    leader = get_account_by_email("leitung@example.org").person
    name_deputy(principal=leader, email="team1@example.org", now=now)
    take_as_sent()
    _set_quotas(municipalities, now)
    _adapt_targets(now - timedelta(weeks=20))


def _set_quotas(municipalities: dict[str, Municipality], now: datetime) -> None:
    """All benefits are included, as without a word; coachings are counted."""
    office = get_account_by_email("buero@example.org").person
    for membership, per_year in COACHINGS_A_YEAR.items():
        limit_coachings(membership=membership, per_year=per_year, actor=office, now=now)
    key, per_year = EXCEPTION
    make_exception(municipality=municipalities[key], per_year=per_year, actor=office, now=now)


def _adapt_targets(then: datetime) -> None:
    coordinator = get_account_by_email("koordination@example.org").person
    home = coordinator.municipality
    lines = list_profiles_of([home])[home.id][Function.EXECUTIVE]
    adapt_targets(
        municipality=home,
        function=Function.EXECUTIVE,
        levels={
            line.competency.id: OWN_TARGETS[line.competency.key]
            for line in lines
            if line.competency.key in OWN_TARGETS
        },
        seen=state_of(lines, own=True),
        actor=coordinator,
        now=then,
    )


def _add_person(
    entry: dict[str, Any],
    municipalities: dict[str, Municipality],
    teams: dict[str, Team],
    password_hash: str,
) -> None:
    person = Person(
        given_name=entry["given_name"],
        family_name=entry["family_name"],
        job_title=entry["job_title"],
        function=entry["function"],
        language=entry["language"],
        municipality=municipalities.get(entry["municipality"]),
        team=teams.get(entry.get("team")),
    )
    create_account(
        person=person, email=f"{entry['account']}@example.org", password_hash=password_hash
    )
    for role in ROLES_OF_ACCOUNTS.get(entry["account"], (Role.TRAINEE,)):
        scope = person.municipality if role is Role.COORDINATOR else None
        grant_role(person=person, role=role, municipality=scope)


def _add_registration(municipality: Municipality, now: datetime) -> None:
    """Addresses at example.org may register with `municipality`, and one person waits."""
    sent_at = now - timedelta(days=1)
    db.session.add(MailDomain(municipality=municipality, domain="example.org"))
    db.session.add(
        Registration(
            municipality=municipality,
            given_name="Henrike",
            family_name="Brandauer",
            email="henrike.brandauer@example.org",
            function=Function.STAFF,
            language="de",
            status=RegistrationStatus.WAITING,
            token_hash=token_hash(new_token()),
            link_expires_at=sent_at + LINK_HOLDS_FOR,
            created_at=sent_at,
            confirmed_at=sent_at + timedelta(minutes=20),
        )
    )
