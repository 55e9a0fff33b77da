"""Commands on people: who they are, where they belong, what they may do.

They do what they are told; what coordinators may tell them is in `coordination`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit, outbox
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.mail_text import render_mail
from app.kernel.permissions import SCOPED_ROLES, Role
from organisations.accounts.invitations import invite, invite_all
from organisations.accounts.models import Account
from organisations.accounts.services import create_account
from organisations.models import Function, Municipality, Person, Team
from organisations.people import queries
from organisations.people.events import MunicipalityChanged
from organisations.roles.services import change_end, end_role, give_role

# What only people of a municipality do, and what hangs on a function.
ROLES_IN_A_MUNICIPALITY = SCOPED_ROLES | {Role.TEAM_LEAD, Role.TRAINEE}
ROLES_WITH_FUNCTION = frozenset({Role.TRAINEE})
#: All that somebody gives. That of a deputy comes and goes with those who name them.
GIVEN_ROLES = frozenset(Role) - {Role.DEPUTY}

RoleAndScope = tuple[Role, Municipality | None]

explain_constraint(
    "uq_accounts_email",
    _l("Diese E-Mail-Adresse gehört schon zu einem anderen Konto."),
    field="email",
)


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """What is known of a person. A team is named; it need not exist yet."""

    given_name: str
    family_name: str
    email: str
    language: str
    function: Function | None
    job_title: Bilingual | None
    municipality: Municipality | None
    team_name: Bilingual | None
    roles: frozenset[Role]
    substitute_until: datetime | None = None


def create_person(*, details: PersonDetails, actor: Person, now: datetime) -> Account:
    """A new person with an account that has no password yet; a mail invites them to set it.

    Raises DomainError at the field that cannot be as it is.
    """
    return create_people(all_details=[details], actor=actor, now=now)[0]


def create_people(
    *, all_details: Sequence[PersonDetails], actor: Person, now: datetime
) -> list[Account]:
    """`create_person` for many, in few statements: everybody or, where it raises, nobody."""
    for details in all_details:
        _check(details)
    accounts = []
    with conflicts_explained():
        for details, team in zip(all_details, _teams(all_details), strict=True):
            person = Person()
            _fill(person, details, team)
            accounts.append(create_account(person=person, email=details.email, password_hash=""))
    for account, details in zip(accounts, all_details, strict=True):
        audit.record("person.created", account.person, actor=actor, now=now)
        _give_roles(account.person, _wanted_roles(details), details, actor, now)
    invite_all(accounts=accounts, actor=actor, now=now)
    return accounts


def change_person(
    *,
    account: Account,
    details: PersonDetails,
    actor: Person,
    now: datetime,
    among: frozenset[Role] = GIVEN_ROLES,
) -> Account:
    """Change what is known of a person. Roles given or ended hold from their next request on.

    Roles that are not `among` those stay as they are, whatever `details` say. A new address is told
    to the old one; where the person has no password yet, the invitation goes to the new one. Raises
    DomainError at the field that cannot be as it is.
    """
    _check(details)
    person = account.person
    if person.id == actor.id and Role.PROGRAMME_OFFICE in account.roles - details.roles:
        raise DomainError(
            _l("Die Rolle Programmbüro können Sie sich nicht selbst nehmen."), field="roles"
        )
    lock(f"roles:{person.public_id}")
    old_email, new_email = account.email, details.email.strip().lower()
    before, home = _facts(person), person.municipality_id
    with conflicts_explained():
        account.email = new_email
        _fill(person, details, *_teams([details]))
    if _facts(person) != before:
        audit.record("person.changed", person, actor=actor, now=now)
    _set_roles(person, details, among, actor, now)
    if person.municipality_id != home:
        publish(MunicipalityChanged(person, actor, now))
    if old_email != new_email:
        audit.record("account.address_changed", account, actor=actor, now=now)
        _tell_of_new_address(account, old_email, actor, now)
    return account


def _check(details: PersonDetails) -> None:
    if details.municipality is None and details.roles & ROLES_IN_A_MUNICIPALITY:
        raise DomainError(_l("Für diese Rollen braucht es eine Kommune."), field="municipality")
    if details.municipality is None and details.team_name is not None:
        raise DomainError(_l("Ein Team gehört zu einer Kommune."), field="municipality")
    if details.function is None and details.roles & ROLES_WITH_FUNCTION:
        raise DomainError(
            _l("Wer teilnimmt, braucht eine Funktion: Danach richten sich Kurse und Ziele."),
            field="function",
        )


def _fill(person: Person, details: PersonDetails, team: Team | None) -> None:
    person.given_name, person.family_name = details.given_name, details.family_name
    person.language, person.function = details.language, details.function
    person.municipality = details.municipality
    person.team = team
    person.job_title = details.job_title


def _facts(person: Person) -> tuple[object, ...]:
    """What `_fill` fills, to see whether anything changed."""
    return (
        person.given_name,
        person.family_name,
        person.language,
        person.function,
        person.municipality_id,
        person.team_id,
        person.job_title,
    )


def _teams(all_details: Sequence[PersonDetails]) -> list[Team | None]:
    """For each the municipality's team of that German or English name, made where there is none."""
    named = [details.municipality for details in all_details if details.team_name]
    known: dict[tuple[Municipality | None, str], Team] = {}
    for municipality in sorted(filter(None, set(named)), key=lambda one: one.id):
        lock(f"teams:{municipality.id}")
        for team in queries.list_teams(municipality):
            for name in (team.name.de, team.name.en):
                known.setdefault((municipality, name.casefold()), team)
    found: list[Team | None] = []
    for municipality, name in ((one.municipality, one.team_name) for one in all_details):
        if municipality is None or name is None:
            found.append(None)
            continue
        place = municipality, name.de.casefold()
        if place not in known:
            known[place] = Team(municipality=municipality, name=name)
        found.append(known[place])
    return found


def _set_roles(
    person: Person, details: PersonDetails, among: frozenset[Role], actor: Person, now: datetime
) -> None:
    """Give and end roles, so that the person has of `among` those of `details` and no other."""
    wanted = {(role, scope) for role, scope in _wanted_roles(details) if role in among}
    held = {
        (Role(grant.role), grant.municipality): grant
        for grant in queries.list_grants(person)
        if grant.role in among
    }
    # Given before others end: somebody who changes roles is never without any in between.
    _give_roles(person, wanted - held.keys(), details, actor, now)
    for role, scope in held.keys() & wanted:
        until = _end_of(role, details)
        change_end(grant=held[role, scope], ends_at=until, actor=actor, now=now)
    for role, scope in held.keys() - wanted:
        end_role(grant=held[role, scope], actor=actor, now=now)
    db.session.flush()


def _wanted_roles(details: PersonDetails) -> set[RoleAndScope]:
    return {
        (role, details.municipality if role in SCOPED_ROLES else None) for role in details.roles
    }


def _give_roles(
    person: Person, roles: set[RoleAndScope], details: PersonDetails, actor: Person, now: datetime
) -> None:
    for role, scope in sorted(roles, key=lambda entry: entry[0].value):
        until = _end_of(role, details)
        give_role(person=person, role=role, municipality=scope, ends_at=until, actor=actor, now=now)


def _end_of(role: Role, details: PersonDetails) -> datetime | None:
    return details.substitute_until if role is Role.SUBSTITUTE else None


def _tell_of_new_address(account: Account, old_email: str, actor: Person, now: datetime) -> None:
    if not account.has_password:
        invite(account=account, actor=actor, now=now)
        return
    person = account.person
    subject, body = render_mail("accounts/address_changed", reader=person, person=person)
    outbox.enqueue(recipient=old_email, subject=subject, body=body, now=now)
