"""Links by mail: a guest asks for one, and a job sends it. The answer tells nobody who is one."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.jobs import wake_after_commit
from app.kernel.throttle import Limit, check_limit, remember_failure
from exchange.alliances.guests.models import GuestLink, GuestLinkRequest, GuestSession
from exchange.alliances.guests.queries import list_guests_by_email
from exchange.alliances.guests.services import mail_guest, write_link

JOB_NAME = "alliances.guest_links"
VALID_FOR = timedelta(minutes=15)
LINK_MAIL = "partner_access/link"

#: As for links of people: whoever is refused has one in their mailbox.
PER_ADDRESS = Limit(
    "guest_link",
    3,
    VALID_FOR,
    _l(
        "An diese Adresse sind gerade schon mehrere Links gegangen. Jeder davon gilt. Bitte sehen "
        "Sie in Ihr Postfach, auch in den Ordner für unerwünschte Mails."
    ),
)
PER_ORIGIN = Limit(
    "guest_link_origin",
    30,
    VALID_FOR,
    _l("Zu viele Anfragen. Bitte warten Sie einige Minuten."),
)


def ask_for_link(*, email: str, origin: str, now: datetime) -> None:
    """Note that somebody at `origin` wants a link for `email`; a job sends it.

    Whether there is such a guest is asked in the job: the answer is the same for every address.
    Raises TooManyAttempts, for every address alike.
    """
    check_limit(PER_ADDRESS, email, now=now)
    check_limit(PER_ORIGIN, origin, now=now)
    remember_failure(PER_ADDRESS, email, now=now)
    remember_failure(PER_ORIGIN, origin, now=now)
    db.session.add(GuestLinkRequest(email=email, asked_at=now))
    wake_after_commit(JOB_NAME)


def send_links(now: datetime) -> int:
    """Send what was asked for; returns how many links were mailed. Commits each.

    Whoever is a guest of several alliances gets a link for each. A request is claimed by deleting
    it in the transaction that mails its links.
    """
    for table in (GuestLink, GuestSession):
        db.session.execute(delete(table).where(table.expires_at <= now))
    db.session.commit()
    sent, asked = 0, GuestLinkRequest
    columns = select(asked.id, asked.email, asked.asked_at).order_by(asked.id).limit(1)
    while (found := db.session.execute(columns).first()) is not None:
        claimed = db.session.execute(delete(asked).where(asked.id == found.id)).rowcount  # type: ignore[attr-defined]
        if claimed and now - found.asked_at < VALID_FOR:
            sent += _send_links(found.email, now)
        db.session.commit()
    db.session.rollback()
    return sent


def _send_links(email: str, now: datetime) -> int:
    guests = list_guests_by_email(email, now=now)
    for guest in guests:
        token = write_link(guest, valid_for=VALID_FOR, now=now)
        mail_guest(guest, LINK_MAIL, now=now, token=token, expires_at=now + VALID_FOR)
    return len(guests)
