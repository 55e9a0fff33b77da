"""Commands on the access of guests: invite, let in, renew, end. Ending works at once."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, true, update

from app.kernel import audit, outbox
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import Stranger, current_language
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.mail_text import render_mail
from app.kernel.throttle import Limit, check_limit, remember_failure
from app.kernel.tokens import new_token, token_hash
from exchange.alliances.guests.models import (
    INVITATION_VALID_FOR,
    Guest,
    GuestLink,
    GuestSession,
    Standing,
)
from exchange.alliances.guests.queries import find_guest_of, find_link
from exchange.alliances.partners.contacts import remove_contact
from exchange.alliances.partners.models import Contact
from exchange.alliances.reach import list_managers
from notifications.services import notify
from organisations.models import Person

ACCESS_LASTS = timedelta(days=365)
SESSION_LASTS = timedelta(hours=4)
INVITATION_MAIL = "partner_access/invited"
ENDING_MAIL = "alliances/guest_ending"
ENDS_SOON_MAIL = "partner_access/ends_soon"
LEFT_MAIL = "alliances/guest_left"

#: So that nobody's mailbox is filled by way of an alliance.
INVITATIONS = Limit(
    "guest_invitation",
    3,
    timedelta(days=1),
    _l("An diese Adresse sind heute schon mehrere Einladungen gegangen. Bitte warten Sie."),
)

_INVITED = _l("Diese Ansprechperson ist schon eingeladen.")
explain_constraint("uq_alliance_guests_contact_id", _INVITED)


class GuestLinkOver(DomainError):
    """The link is used, expired, or of an access that has ended."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_l("Dieser Link gilt nicht mehr."))


class HasNoAddress(DomainError):
    """Without an address no link reaches anybody."""

    def __init__(self) -> None:
        super().__init__(_l("Tragen Sie zuerst eine E-Mail-Adresse ein."))


class IsGuestAlready(DomainError):
    """Whoever has come in needs no invitation: a link for them is theirs to ask for."""

    def __init__(self) -> None:
        super().__init__(_l("Diese Ansprechperson hat schon einen Gastzugang."))


def invite_guest(*, contact: Contact, actor: Person, now: datetime) -> Guest:
    """Mail a link that lets `contact` in; earlier ones end. Also to send it again.

    Whether the address is also that of a person of KommA is not asked, so nobody learns of it.
    Raises HasNoAddress, IsGuestAlready, and TooManyAttempts after a few mails a day.
    """
    email = contact.email.strip().lower()
    if not email:
        raise HasNoAddress
    guest = find_guest_of(contact)
    if guest is not None and guest.standing(now) is Standing.ACTIVE:
        raise IsGuestAlready
    check_limit(INVITATIONS, email, now=now)
    remember_failure(INVITATIONS, email, now=now)
    with conflicts_explained():
        if guest is None:
            guest = Guest(contact=contact)
            db.session.add(guest)
        guest.email, guest.language = email, current_language()
        guest.invited_at, guest.ends_at = now, now + ACCESS_LASTS
        guest.accepted_at = guest.warned_at = guest.ended_at = None
    _shut_out(guest)
    token = write_link(guest, valid_for=INVITATION_VALID_FOR, now=now)
    mail_guest(guest, INVITATION_MAIL, now=now, token=token, expires_at=guest.link_ends_at)
    audit.record("alliance_guest.invited", contact, actor=actor, now=now)
    return guest


def use_link(*, token: str, language: str, now: datetime) -> tuple[Guest, str]:
    """Use the link up; returns whose it is, and the token of the session that it begins.

    `language` is the one that mails to the guest are in from now on. Raises GuestLinkOver, for all
    but one of several at once.
    """
    link = find_link(token, now=now)
    used = link and db.session.execute(delete(GuestLink).where(GuestLink.id == link.id))
    if link is None or used.rowcount != 1:
        raise GuestLinkOver
    guest = link.guest
    guest.language = language
    if guest.accepted_at is None:
        guest.accepted_at = now
        audit.record("alliance_guest.accepted", guest.contact, actor=None, now=now)
    else:
        audit.record("alliance_guest.entered", guest.contact, actor=None, now=now)
    session_token = new_token()
    db.session.add(
        GuestSession(
            guest=guest,
            token_hash=token_hash(session_token),
            created_at=now,
            expires_at=now + SESSION_LASTS,
        )
    )
    db.session.flush()
    return guest, session_token


def end_session(*, token: str) -> None:
    """Sign the browser out that has `token`."""
    db.session.execute(delete(GuestSession).where(GuestSession.token_hash == token_hash(token)))


def renew_guest(*, guest: Guest, actor: Person, now: datetime) -> Guest:
    """Let the access last a year from now."""
    guest.ends_at, guest.warned_at = now + ACCESS_LASTS, None
    db.session.flush()
    audit.record("alliance_guest.renewed", guest.contact, actor=actor, now=now)
    return guest


def withdraw_guest(*, guest: Guest, actor: Person | None, now: datetime) -> None:
    """End the access at once; `actor` is None where a guest had their contact erased.

    Harmless to repeat.
    """
    if _end(guest, now):
        audit.record("alliance_guest.withdrawn", guest.contact, actor=actor, now=now)


def expire_guest(*, guest: Guest, now: datetime) -> bool:
    """Note that the access has ended by itself; False where somebody else just has."""
    ended = _end(guest, now)
    if ended:
        audit.record("alliance_guest.expired", guest.contact, actor=None, now=now)
    return ended


def leave_as_guest(*, guest: Guest, now: datetime) -> None:
    """End the access as the guest wants it; those who keep the alliance are told."""
    if _end(guest, now):
        audit.record("alliance_guest.left", guest.contact, actor=None, now=now)
        _tell_managers(guest, LEFT_MAIL, now)


def erase_as_guest(*, guest: Guest, now: datetime) -> None:
    """Forget the guest and all that stands of them as a contact, as they want it."""
    contact = guest.contact
    leave_as_guest(guest=guest, now=now)
    remove_contact(contact=contact, actor=None, now=now)


def warn_of_end(*, guest: Guest, now: datetime) -> bool:
    """Tell the guest and those who keep the alliance that the access will end, once.

    Of two workers one UPDATE wins; the other returns False.
    """
    noted = _change(guest, Guest.warned_at.is_(None), warned_at=now)
    if noted:
        mail_guest(guest, ENDS_SOON_MAIL, now=now)
        _tell_managers(guest, ENDING_MAIL, now)
    return noted


def write_link(guest: Guest, *, valid_for: timedelta, now: datetime) -> str:
    """The token of a new link for `guest`."""
    token = new_token()
    db.session.add(
        GuestLink(
            guest=guest,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + valid_for,
        )
    )
    db.session.flush()
    return token


def mail_guest(guest: Guest, template: str, *, now: datetime, **context: object) -> None:
    """Put a mail to `guest` into the outbox, in their language and by the programme's clock."""
    subject, body = render_mail(
        template,
        reader=Stranger(guest.language),
        guest=guest,
        contact=guest.contact,
        partner=guest.partner,
        **context,
    )
    outbox.enqueue(recipient=guest.email, subject=subject, body=body, now=now)


def _tell_managers(guest: Guest, template: str, now: datetime) -> None:
    for person in list_managers(guest.partner.municipality):
        notify(person=person, template=template, now=now, guest=guest, partner=guest.partner)


def _end(guest: Guest, now: datetime) -> bool:
    """End the access, unless it has ended; nobody is let in by it from now on."""
    ended = _change(guest, true(), ended_at=now, email="")
    _shut_out(guest)
    return ended


def _change(guest: Guest, still: ColumnElement[bool], **values: object) -> bool:
    """Write `values` where the access has not ended and `still` holds; whether it did."""
    changed = db.session.execute(
        update(Guest)
        .where(Guest.id == guest.id, Guest.ended_at.is_(None), still)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(guest)
    return changed.rowcount == 1  # type: ignore[attr-defined]


def _shut_out(guest: Guest) -> None:
    for table in (GuestSession, GuestLink):
        db.session.execute(delete(table).where(table.guest_id == guest.id))
