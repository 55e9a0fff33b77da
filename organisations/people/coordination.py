"""What coordinators do for the people of their municipality, and what stays the office's.

They correct names, functions and teams, and let people take part. They can neither take over an
account nor see who is protected, nor give anybody, least of all themselves, what reaches further.
"""

from dataclasses import replace
from datetime import datetime

from app.kernel.db import db
from app.kernel.errors import Forbidden
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Role
from organisations.accounts.models import Account
from organisations.models import Function
from organisations.people import services
from organisations.people.queries import list_overseen_municipalities, reaches_everybody
from organisations.people.services import PersonDetails
from organisations.protection.queries import visible_contact

ROLES_OF_COORDINATORS = frozenset({Role.TRAINEE, Role.TEAM_LEAD})


def add_person(*, details: PersonDetails, actor: Account, now: datetime) -> Account:
    """`create_person`, as far as `actor` reaches.

    Raises Forbidden for another municipality and for roles that are the office's to give.
    """
    if not reaches_everybody(actor):
        at_home = details.municipality in list_overseen_municipalities(actor)
        if not at_home or not details.roles <= ROLES_OF_COORDINATORS:
            raise Forbidden(_l("Das darf nur das Programmbüro."))
    return services.create_person(details=details, actor=actor.person, now=now)


def correct_person(
    *, account: Account, details: PersonDetails, actor: Account, now: datetime
) -> Account:
    """`change_person`, as far as `actor` reaches: what is withheld from them stays as it is."""
    if reaches_everybody(actor):
        return services.change_person(account=account, details=details, actor=actor.person, now=now)
    # Whoever sets their password at this moment has the account to themselves from then on.
    db.session.refresh(account, ["password_hash"], with_for_update=True)
    withheld, known = withheld_details(account, actor), known_details(account)
    return services.change_person(
        account=account,
        details=replace(details, **{name: getattr(known, name) for name in withheld}),
        actor=actor.person,
        now=now,
        among=frozenset() if "roles" in withheld else ROLES_OF_COORDINATORS,
    )


def withheld_details(account: Account | None, reader: Account) -> frozenset[str]:
    """Which of PersonDetails `reader` cannot set of the person of `account`, None for a new one."""
    if reaches_everybody(reader):
        return frozenset()
    withheld = {"substitute_until"}
    if account is None:
        return frozenset(withheld)
    withheld.add("municipality")
    if account.has_password or not account.roles <= ROLES_OF_COORDINATORS:
        withheld.add("email")  # by way of it the account would be theirs
    if account.person_id == reader.person_id:
        withheld.add("roles")
    if visible_contact(account.person, reader).hidden:
        withheld |= {"email", "job_title", "team_name"}
    return frozenset(withheld)


def known_details(account: Account) -> PersonDetails:
    """What is known of the person of `account`."""
    person = account.person
    return PersonDetails(
        given_name=person.given_name,
        family_name=person.family_name,
        email=account.email,
        language=person.language,
        function=Function(person.function) if person.function else None,
        job_title=person.job_title,
        municipality=person.municipality,
        team_name=person.team.name if person.team else None,
        roles=account.roles - {Role.DEPUTY},
        substitute_until=next(
            (grant.ends_at for grant in account.grants if grant.role == Role.SUBSTITUTE), None
        ),
    )
