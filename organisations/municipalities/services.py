"""Commands of the programme office on municipalities."""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Membership, Municipality, MunicipalityKind, Person
from organisations.municipalities.keys import make_key

explain_constraint(
    "uq_municipalities_key",
    _l("Eine Kommune mit diesem Namen gibt es schon. Ergänzen Sie zum Beispiel den Landkreis."),
    field="name",
)


def create_municipality(
    *,
    name: str,
    kind: MunicipalityKind,
    state: str,
    membership: Membership,
    actor: Person,
    now: datetime,
) -> Municipality:
    """A new member of the programme; its key is made from the name.

    `state` is an ISO 3166-2 code. Raises DomainError at `name` where another has the same key, or
    where the name has no letter to make one from.
    """
    with conflicts_explained():
        municipality = Municipality(
            key=_key(name), name=name, kind=kind, state=state, membership=membership
        )
        db.session.add(municipality)
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
    if not changed:
        return municipality
    with conflicts_explained():
        municipality.key = _key(name)
        for field in changed:
            setattr(municipality, field, wanted[field])
    audit.record(
        "municipality.changed", municipality, actor=actor, now=now, fields=", ".join(changed)
    )
    return municipality


def _key(name: str) -> str:
    key = make_key(name)
    if not key:
        raise DomainError(_l("Bitte geben Sie einen Namen mit Buchstaben ein."), field="name")
    return key
