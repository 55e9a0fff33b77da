"""Who is signed in, for views."""

from flask import current_app, g, request, session
from flask_login import current_user

from app.kernel import clock
from app.kernel.db import SAFE_METHODS
from app.kernel.permissions import PUBLIC, guard_of, login_manager
from organisations.accounts.models import Account, SignInSession
from organisations.accounts.queries import find_session
from organisations.accounts.usage import note_use
from organisations.models import Person

SESSION_KEY = "sign_in"


@login_manager.request_loader
def _load_account(_request: object) -> Account | None:
    found = _find_current_session()
    g.sign_in_session = found
    return found.account if found else None


def _find_current_session() -> SignInSession | None:
    token = session.get(SESSION_KEY)
    if not token:
        return None
    idle = current_app.extensions["komma"].settings.session_idle
    return find_session(token, now=clock.now(), idle=idle)


def note_use_of_session() -> None:
    """Before a page is shown: note that its session is in use, where it was not noted lately."""
    guard = guard_of(current_app, request.endpoint) if request.endpoint else PUBLIC
    if request.method not in SAFE_METHODS or guard == PUBLIC:
        return  # pages for everyone ask nobody who they are
    if session.get(SESSION_KEY) and current_user.is_authenticated:
        note_use(current_session(), now=clock.now())


def current_person() -> Person:
    """The person who is signed in. Only for routes that are not public."""
    return current_user.person


def find_current_person() -> Person | None:
    """The person who is signed in; None where nobody is."""
    return current_user.person if current_user.is_authenticated else None


def current_account() -> Account:
    """The account that is signed in, for commands. Only for routes that are not public."""
    return current_session().account


def current_session() -> SignInSession:
    """The session of this browser. Only for routes that are not public."""
    return g.sign_in_session
