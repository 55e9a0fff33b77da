"""Makes municipalities, people and accounts for tests. Everything is flushed, nothing committed."""

from itertools import count

from app.kernel.db import db
from app.kernel.i18n import Bilingual
from app.kernel.permissions import Role
from organisations.accounts.models import Account
from organisations.accounts.services import create_account, grant_role, hash_password
from organisations.models import Function, Membership, Municipality, MunicipalityKind, Person, Team
from organisations.topics.models import Competency, Situation, TargetLevel

PASSWORD = "a long enough password"
_numbers = count(1)


def make_municipality(**given: object) -> Municipality:
    number = next(_numbers)
    values = {
        "key": f"municipality-{number}",
        "name": f"Musterstadt {number}",
        "kind": MunicipalityKind.STADT,
        "state": "DE-BY",
        "membership": Membership.MODEL,
    }
    return _saved(Municipality(**(values | given)))


def make_team(*, municipality: Municipality, name: str = "Ordnungsamt") -> Team:
    return _saved(Team(municipality=municipality, name=Bilingual(de=name, en=name)))


def make_person(**given: object) -> Person:
    number = next(_numbers)
    values = {
        "given_name": "Kim",
        "family_name": f"Beispiel {number}",
        "function": Function.STAFF,
        "language": "de",
    }
    return _saved(Person(**(values | given)))


def make_account(
    *roles: Role, person: Person | None = None, email: str = "", **given: object
) -> Account:
    """An account with `roles` (default: trainee). Further arguments are the person's."""
    person = person or make_person(**given)
    account = create_account(
        person=person,
        email=email or f"person{person.id}@example.org",
        password_hash=hash_password(PASSWORD),
    )
    for role in roles or (Role.TRAINEE,):
        scope = person.municipality if role is Role.COORDINATOR else None
        grant_role(person=person, role=role, municipality=scope)
    db.session.flush()
    return account


def make_competency(key: str | None = None, **given: object) -> Competency:
    number = next(_numbers)
    text = Bilingual(de=f"Kompetenz {number}", en=f"Competency {number}")
    values = {
        "key": key or f"competency_{number}",
        "position": number,
        "question": "awareness",
        "name": text,
        "description": text,
        "levels": [Bilingual(de=f"Stufe {n}", en=f"Level {n}") for n in range(5)],
    }
    return _saved(Competency(**(values | given)))


def make_situation(*competencies: Competency) -> Situation:
    number = next(_numbers)
    text = Bilingual(de=f"Situation {number}", en=f"Situation {number}")
    return _saved(
        Situation(
            key=f"situation_{number}", position=number, text=text, competencies=[*competencies]
        )
    )


def make_target(
    *,
    function: Function,
    competency: Competency,
    level: int,
    municipality: Municipality | None = None,
) -> TargetLevel:
    return _saved(
        TargetLevel(
            function=function,
            competency=competency,
            level=level,
            municipality_id=municipality.id if municipality else None,
        )
    )


def _saved(thing):
    db.session.add(thing)
    db.session.flush()
    return thing
