"""The way in, once somebody has shown who they are, and what this browser keeps of it."""

from flask import Response, after_this_request, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from organisations.accounts import services
from organisations.accounts.browsers import Browser, recognise
from organisations.accounts.current import SESSION_KEY
from organisations.accounts.devices import KNOWN_FOR, find_device, new_device
from organisations.accounts.models import Account
from organisations.accounts.throttling import Attempt

CODE_KEY = "awaits_code"


def enter(account: Account, *, back: str) -> ResponseReturnValue:
    """To `back` as `account`, by way of the second factor where there is one."""
    if account.second_factor_since is None:
        enter_fully(account)
        return redirect(back, 303)
    _leave()
    token = services.begin_awaiting_code(account=account, now=clock.now(), browser=this_browser())
    _begin_anew(account, CODE_KEY, token)
    return redirect(url_for("second_factor.ask", next=back), 303)


def enter_fully(account: Account) -> None:
    """Sign `account` in here with a new session; an earlier one of this browser ends.

    A new token each time, so that no cookie from before opens what comes after (fixation).
    """
    _leave()
    token = services.begin_session(account=account, now=clock.now(), browser=this_browser())
    _begin_anew(account, SESSION_KEY, token)
    _remember_device(account.email)


def leave() -> None:
    """Sign out here; nothing is kept but the language."""
    _leave()
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def this_attempt(email: str) -> Attempt:
    """An attempt to sign in as `email`, made by this request."""
    device = find_device(
        request.cookies.get(_cookie_name()), email, key=_secret_key(), now=clock.now()
    )
    return Attempt(email=email, origin=request.remote_addr or "", device=device)


def this_browser() -> Browser:
    return recognise(request.user_agent.string)


def _leave() -> None:
    for key in (SESSION_KEY, CODE_KEY):
        if token := session.get(key):
            services.end_session(token=token)


def _begin_anew(account: Account, key: str, token: str) -> None:
    language = session.get("language", account.person.language)
    session.clear()
    g.pop("csrf_token", None)  # forms on this very answer need one of the new session
    session[key], session["language"] = token, language


def _remember_device(email: str) -> None:
    if this_attempt(email).device:
        return
    value = new_device(email, key=_secret_key(), now=clock.now())

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            _cookie_name(),
            value,
            max_age=KNOWN_FOR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _secret_key() -> str:
    return str(current_app.config["SECRET_KEY"])
