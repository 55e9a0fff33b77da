"""Commands on the named people at a partner, and on what a partner has promised."""

from dataclasses import dataclass
from datetime import date, datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.partners.events import ContactLeft
from exchange.alliances.partners.models import Commitment, CommitmentState, Contact, Partner
from organisations.models import Person

explain_constraint(
    "ck_alliance_contacts_reachable",
    _l("Bitte geben Sie eine Telefonnummer oder eine E-Mail-Adresse ein."),
    field="phone",
)


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """What is said of a person at a partner. See the columns of the same names."""

    name: str
    function: str = ""
    phone: str = ""
    email: str = ""
    reachability: str = ""
    emergency: bool = False
    released: bool = False


def add_contact(
    *, partner: Partner, details: ContactDetails, actor: Person, now: datetime
) -> Contact:
    """A new contact at `partner`. Raises DomainError at `phone` where nothing leads to them."""
    with conflicts_explained():
        contact = Contact(partner=partner, confirmed_at=now, **vars(details))
        db.session.add(contact)
    audit.record("alliance_contact.added", contact, actor=actor, now=now)
    return contact


def change_contact(
    *, contact: Contact, details: ContactDetails, actor: Person, now: datetime
) -> Contact:
    """Have `details` hold from now on; whoever says so has confirmed the contact.

    With another address, whoever read mails at the old one is a guest no longer. Raises DomainError
    like adding one.
    """
    is_elsewhere = contact.email.lower() != details.email.lower()
    with conflicts_explained():
        for name, value in vars(details).items():
            setattr(contact, name, value)
        contact.confirmed_at = now
    audit.record("alliance_contact.changed", contact, actor=actor, now=now)
    if is_elsewhere:
        publish(ContactLeft(contact.id, actor, now))
    return contact


def confirm_contact(*, contact: Contact, actor: Person | None, now: datetime) -> Contact:
    """Note that somebody has made sure that all of it is true; `actor` is None for themselves."""
    contact.confirmed_at = now
    db.session.flush()
    audit.record("alliance_contact.confirmed", contact, actor=actor, now=now)
    return contact


def remove_contact(*, contact: Contact, actor: Person | None, now: datetime) -> None:
    """Forget the contact for good; `actor` is None where they wanted that as a guest."""
    publish(ContactLeft(contact.id, actor, now))
    audit.record("alliance_contact.removed", contact, actor=actor, now=now)
    db.session.delete(contact)
    db.session.flush()


def agree_commitment(
    *, partner: Partner, text: str, due_on: date | None, actor: Person, now: datetime
) -> Commitment:
    """Note what the partner has promised, best until `due_on`."""
    commitment = Commitment(
        partner=partner,
        text=text,
        due_on=due_on,
        state=CommitmentState.AGREED,
        agreed_at=now,
        agreed_by=actor.public_id,
    )
    db.session.add(commitment)
    db.session.flush()
    audit.record("alliance_commitment.agreed", commitment, actor=actor, now=now)
    return commitment


def change_commitment(
    *,
    commitment: Commitment,
    text: str,
    due_on: date | None,
    state: CommitmentState,
    actor: Person | None,
    now: datetime,
) -> Commitment:
    """Say otherwise what was promised, until when, and how it stands."""
    before = commitment.state
    if (commitment.text, commitment.due_on, before) == (text, due_on, state):
        return commitment
    commitment.text, commitment.due_on, commitment.state = text, due_on, state
    db.session.flush()
    audit.record(
        "alliance_commitment.changed",
        commitment,
        actor=actor,
        now=now,
        before=str(before),
        after=str(state),
    )
    return commitment
