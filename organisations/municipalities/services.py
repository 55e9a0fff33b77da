"""Commands of the programme office on municipalities."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from app.kernel import audit
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Membership, Municipality, MunicipalityKind, Person
from organisations.municipalities import queries
from organisations.municipalities.keys import make_key
from organisations.municipalities.mail_domains import PUBLIC_PROVIDERS, ascii_domain
from organisations.municipalities.models import MailDomain

explain_constraint(
    "uq_municipalities_key",
    _l("Eine Kommune mit diesem Namen gibt es schon. Ergänzen Sie zum Beispiel den Landkreis."),
    field="name",
)
explain_constraint(
    "uq_mail_domains_domain",
    _l("Eine dieser Domains gehört schon zu einer anderen Kommune."),
    field="mail_domains",
)


def create_municipality(
    *,
    name: str,
    kind: MunicipalityKind,
    state: str,
    membership: Membership,
    actor: Person,
    now: datetime,
    mail_domains: Sequence[str] = (),
) -> Municipality:
    """A new member of the programme; its key is made from the name.

    `state` is an ISO 3166-2 code; people with an address at one of `mail_domains` may register
    themselves. Raises DomainError at `name` where another has the same key, or where the name has
    no letter to make one from; at `mail_domains` where one is no domain, anybody's or another's.
    """
    with conflicts_explained():
        municipality = Municipality(
            key=_key(name), name=name, kind=kind, state=state, membership=membership
        )
        db.session.add(municipality)
        _set_mail_domains(municipality, mail_domains)
    audit.record("municipality.created", municipality, actor=actor, now=now)
    return municipality


def change_municipality(
    *,
    municipality: Municipality,
    name: str,
    kind: MunicipalityKind,
    state: str,
    membership: Membership,
    actor: Person,
    now: datetime,
    mail_domains: Sequence[str] = (),
) -> Municipality:
    """Change what is known of `municipality`; its key follows its name. Raises like creating."""
    before = {
        "name": municipality.name,
        "kind": municipality.kind,
        "state": municipality.state,
        "membership": municipality.membership,
    }
    wanted = {"name": name, "kind": kind, "state": state, "membership": membership}
    changed = [field for field, value in wanted.items() if before[field] != value]
    with conflicts_explained():
        municipality.key = _key(name)
        for field in changed:
            setattr(municipality, field, wanted[field])
        if _set_mail_domains(municipality, mail_domains):
            changed.append("mail_domains")
    if not changed:
        return municipality
    audit.record(
        "municipality.changed", municipality, actor=actor, now=now, fields=", ".join(changed)
    )
    return municipality


def _key(name: str) -> str:
    key = make_key(name)
    if not key:
        raise DomainError(_l("Bitte geben Sie einen Namen mit Buchstaben ein."), field="name")
    return key


def _set_mail_domains(municipality: Municipality, typed: Sequence[str]) -> bool:
    """Have `municipality` keep these mail domains and no other; whether that changed any."""
    wanted = {_mail_domain(text) for text in typed}
    db.session.flush()
    held = set(queries.list_mail_domains(municipality))
    db.session.execute(
        delete(MailDomain).where(
            MailDomain.municipality_id == municipality.id, MailDomain.domain.in_(held - wanted)
        )
    )
    db.session.add_all(
        MailDomain(municipality=municipality, domain=domain) for domain in sorted(wanted - held)
    )
    return wanted != held


def _mail_domain(text: str) -> str:
    domain = ascii_domain(text)
    if not domain:
        raise DomainError(
            _l("%(text)s ist keine Domain. Gemeint ist, was hinter dem @ steht.", text=text),
            field="mail_domains",
        )
    if domain in PUBLIC_PROVIDERS:
        raise DomainError(
            _l("Bei %(text)s bekommt jede Person eine Adresse, nicht nur Ihre Leute.", text=text),
            field="mail_domains",
        )
    return domain
