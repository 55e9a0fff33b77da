"""Commands on partners of an alliance: take one in, change it, let it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.partners.events import PartnerEnded
from exchange.alliances.partners.models import Partner, PartnerKind
from organisations.models import Municipality, Person
from organisations.topics.models import Situation

explain_constraint(
    "uq_alliance_partners_name",
    _l("Einen Partner mit diesem Namen gibt es schon."),
    field="name",
)
explain_constraint(
    "ck_alliance_partners_phone_round_the_clock",
    _l("Wer rund um die Uhr hilft, braucht eine Telefonnummer."),
    field="phone",
)
explain_constraint(
    "ck_alliance_partners_website",
    _l("Bitte geben Sie eine Adresse ein, die mit https:// beginnt."),
    field="website",
)


@dataclass(frozen=True, kw_only=True)
class PartnerDetails:
    """What is said of a partner. See the columns of the same names."""

    name: str
    kind: PartnerKind
    remit: str
    phone: str = ""
    email: str = ""
    website: str = ""
    reachability: str = ""
    round_the_clock: bool = False
    situations: Sequence[Situation] = ()


def add_partner(
    *, municipality: Municipality, details: PartnerDetails, actor: Person, now: datetime
) -> Partner:
    """A new partner of the municipality's alliance.

    Raises DomainError at `name` where it has one of that name, and at `phone` or `website` where
    the details do not fit together.
    """
    with conflicts_explained():
        partner = Partner(municipality=municipality, created_at=now, **_columns(details))
        db.session.add(partner)
    audit.record("alliance_partner.added", partner, actor=actor, now=now)
    return partner


def change_partner(
    *, partner: Partner, details: PartnerDetails, actor: Person | None, now: datetime
) -> Partner:
    """Have `details` hold for the partner from now on; `actor` is None for a guest of its own.

    Raises DomainError like adding one.
    """
    columns = _columns(details)
    if all(getattr(partner, name) == value for name, value in columns.items()):
        return partner
    with conflicts_explained():
        for name, value in columns.items():
            setattr(partner, name, value)
    audit.record("alliance_partner.changed", partner, actor=actor, now=now)
    return partner


def end_partner(*, partner: Partner, actor: Person, now: datetime) -> Partner:
    """Let the partner go: it helps nobody any more, and what it was responsible for is open again.

    Its row and contacts are deleted after a while. Harmless to repeat.
    """
    if partner.ended_at is None:
        partner.ended_at = now
        db.session.flush()
        publish(PartnerEnded(partner.id, actor, now))
        audit.record("alliance_partner.ended", partner, actor=actor, now=now)
    return partner


def _columns(details: PartnerDetails) -> dict[str, object]:
    in_order = sorted(details.situations, key=lambda situation: situation.position)
    return vars(details) | {"situations": in_order}
