"""Which guest this browser is of. Nobody is a guest and signed in with an account at once."""

from flask import g, session

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.permissions import GuestDoor
from exchange.alliances.guests.models import Guest
from exchange.alliances.guests.queries import find_guest_by_session
from exchange.alliances.guests.services import end_session
from organisations.accounts.entering import leave

SESSION_KEY = "guest_sign_in"


def find_current_guest() -> Guest | None:
    """The guest of this request; None where nobody is. Asked once a request."""
    if "alliance_guest" not in g:
        token = session.get(SESSION_KEY)
        g.alliance_guest = find_guest_by_session(token, now=clock.now()) if token else None
    return g.alliance_guest


def current_guest() -> Guest:
    """The guest of this request. Only for routes of guests. Raises NotFound where there is none."""
    guest = find_current_guest()
    if guest is None:
        raise NotFound
    return guest


def enter_as_guest(token: str) -> None:
    """Keep the session `token` in this browser; whoever was signed in here no longer is.

    The cookie begins anew, so that none from before opens what comes after (fixation).
    """
    leave_here()
    g.pop("csrf_token", None)  # forms on this very answer need one of the new session
    session[SESSION_KEY] = token


def leave_here() -> None:
    """Sign out here, a guest and a person alike; nothing is kept but the language."""
    if token := session.get(SESSION_KEY):
        end_session(token=token)
    leave()
    g.pop("alliance_guest", None)


DOOR = GuestDoor(
    find=find_current_guest,
    sign_in="partner_access.ask",
    sign_out="partner_access.sign_out",
    home="partner_room.home",
)
