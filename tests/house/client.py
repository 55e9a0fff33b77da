"""A test client that checks every page it fetches and that nothing stays uncommitted."""

from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.kernel.db import db
from organisations.accounts.current import SESSION_KEY
from organisations.accounts.models import Account
from organisations.accounts.services import begin_session
from tests.house.page_checks import page_faults


class PageCheckingClient(FlaskClient):
    """Checks title, heading, language, ids, inline code, forms and images of every HTML answer.

    POST requests carry the session's CSRF token by themselves, as a browser's forms would; say
    `csrf=False` to leave it out.
    """

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()  # what the test prepared is there when the request comes
        if csrf and kwargs.get("method") in {"POST", "PUT", "DELETE"} and _is_form(kwargs):
            kwargs["data"] = {"csrf_token": self._csrf_token()} | dict(kwargs.get("data") or {})
        kwargs.setdefault("buffered", True)  # read to the end, so that files are closed
        with self.application.app_context():
            response = super().open(*args, **kwargs)
            assert not db.session.info.get("written"), "the request left changes uncommitted"
            assert not {*db.session.new, *db.session.dirty, *db.session.deleted}
            db.session.remove()
        if has_app_context():
            db.session.expire_all()
        is_page = response.mimetype == "text/html" and response.request.method != "HEAD"
        if is_page and response.status_code not in range(300, 400):
            self.check_page(response)
        return response

    def check_page(self, response: TestResponse) -> None:
        """Fail where the page has faults."""
        faults = page_faults(response.get_data(as_text=True))
        assert not faults, f"{response.request.path}: " + "; ".join(faults)

    def sign_in(self, account: Account) -> None:
        """Sign in without the form (and without waiting for argon2)."""
        clock = self.application.extensions["komma"].clock
        token = begin_session(account=account, now=clock.now())
        db.session.commit()
        with self.session_transaction() as session:
            session[SESSION_KEY] = token
            session["language"] = account.person.language

    def _csrf_token(self) -> str:
        """What a form of this session would carry: a signed value that the session holds."""
        with self.session_transaction() as session:
            kept = session.setdefault("csrf_token", "for-tests")
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(
            kept
        )


def _is_form(kwargs: dict[str, Any]) -> bool:
    return "json" not in kwargs and not isinstance(kwargs.get("data"), bytes | str)
