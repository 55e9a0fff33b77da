"""Who is signed in, for views."""

from flask import session
from flask_login import current_user

from app.kernel import clock
from app.kernel.permissions import login_manager
from organisations.accounts.models import Account
from organisations.accounts.queries import find_signed_in
from organisations.models import Person

SESSION_KEY = "sign_in"


@login_manager.request_loader
def _load_account(_request: object) -> Account | None:
    token = session.get(SESSION_KEY)
    return find_signed_in(token, now=clock.now()) if token else None


def current_account() -> Account:
    """The account that is signed in. Only for routes that are not public."""
    return current_user._get_current_object()


def current_person() -> Person:
    """The person who is signed in. Only for routes that are not public."""
    return current_user.person
