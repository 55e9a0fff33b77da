"""One clear page for every refusal and failure, with the right status and nothing half-written."""

import structlog
from flask import Flask, current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from app.kernel.errors import DomainError, NotIncluded, TooManyAttempts, domain_error_from
from app.kernel.operator_texts import use_default_shell_texts
from app.kernel.permissions import ask_for_no_guest
from app.kernel.vault import KeyErased

log = structlog.get_logger("komma.errors")

RETRY_AFTER_SECONDS = 10
TEXTS = {
    400: (
        _l("Die Anfrage war nicht vollständig"),
        _l("Bitte gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal."),
    ),
    403: (
        _l("Das ist Ihnen nicht erlaubt"),
        _l("Ihre Rolle erlaubt diesen Schritt nicht. Gespeichert wurde nichts."),
    ),
    404: (
        _l("Diese Seite gibt es nicht"),
        _l("Vielleicht ist die Adresse unvollständig, oder der Eintrag besteht nicht mehr."),
    ),
    422: (
        _l("Das konnten wir nicht übernehmen"),
        _l("Bitte prüfen Sie Ihre Angaben. Gespeichert wurde nichts."),
    ),
    429: (
        _l("Zu viele Versuche"),
        _l("Bitte warten Sie einen Moment und versuchen Sie es dann noch einmal."),
    ),
    500: (
        _l("Bei uns ist ein Fehler aufgetreten"),
        _l("Gespeichert wurde nichts. Bitte versuchen Sie es noch einmal."),
    ),
    503: (
        _l("KommA ist gerade nicht erreichbar"),
        _l("Gespeichert wurde nichts. Bitte versuchen Sie es in wenigen Sekunden noch einmal."),
    ),
}
NEAREST_PAGE = {405: 404, 401: 403, 410: 404, 414: 400, 415: 400, 431: 400}


def init_error_pages(app: Flask) -> None:
    """Turn domain errors, HTTP errors and failures of the database into pages."""
    app.register_error_handler(DomainError, _show_domain_error)
    app.register_error_handler(NotIncluded, _show_not_included)
    app.register_error_handler(CSRFError, _show_csrf_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(InternalServerError, _show_failure)
    app.register_error_handler(IntegrityError, _show_conflict)
    app.register_error_handler(KeyErased, _show_erased)
    for away in (OperationalError, PoolTimeout):
        app.register_error_handler(away, _show_database_away)


def error_page(
    code: int,
    message: object = None,
    *,
    title: object = None,
    retry_after: int | None = None,
) -> ResponseReturnValue:
    """The page for `code`, with `title` and `message` in place of its own where they are given."""
    usual, general = TEXTS[code]
    page = render_template(
        f"errors/{code}.html",
        code=code,
        title=title or usual,
        message=message or general,
        retry_after=retry_after,
        request_id=g.get("request_id"),
    )
    return page, code, {"Retry-After": str(retry_after)} if retry_after else {}


def _show_domain_error(error: DomainError) -> ResponseReturnValue:
    if error.status == 404:
        return error_page(404)
    retry_after = error.retry_after if isinstance(error, TooManyAttempts) else None
    return error_page(error.status, error.message, title=error.title, retry_after=retry_after)


def _show_not_included(error: NotIncluded) -> ResponseReturnValue:
    """Nobody did anything wrong, so this page does not read like the other refusals."""
    page = render_template(
        "errors/not_included.html", message=error.message, request_id=g.get("request_id")
    )
    return page, error.status


def _show_csrf_error(_error: CSRFError) -> ResponseReturnValue:
    return error_page(
        400, _("Ihre Sitzung ist abgelaufen. Bitte laden Sie die Seite neu und senden Sie erneut.")
    )


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if error.code == 413:
        return _show_too_large()
    code = NEAREST_PAGE.get(error.code, error.code)
    page, status, headers = error_page(code if code in TEXTS else 400)
    return page, error.code if error.code == 405 else status, headers


def _show_erased(_error: KeyErased) -> ResponseReturnValue:
    """Something was to be sealed under a key that is gone for good: it exists no more."""
    log.warning("key_was_erased")
    return error_page(404)


def _show_too_large() -> ResponseReturnValue:
    """No form was read, so nothing can be said at its field."""
    most = current_app.config["MAX_CONTENT_LENGTH"] // 1024**2
    message = _(
        "Dateien dürfen zusammen höchstens %(most)s MB haben; lange Texte teilen Sie bitte auf. "
        "Gespeichert wurde nichts.",
        most=most,
    )
    return error_page(422, message, title=_("Das ist zu groß"))


def _show_conflict(error: IntegrityError) -> ResponseReturnValue:
    explained = domain_error_from(error)
    if explained is None:
        return _show_failure(InternalServerError(original_exception=error))
    return _show_domain_error(explained)


def _show_failure(error: InternalServerError) -> ResponseReturnValue:
    cause = error.original_exception
    if isinstance(cause, OperationalError | PoolTimeout):
        return _show_database_away(cause)
    if cause is not None:
        log.error("failure", id=g.get("request_id", ""), exc_info=_without_values(cause))
    _ask_no_database()
    return error_page(500)


def _show_database_away(error: Exception) -> ResponseReturnValue:
    log.error("database_away", id=g.get("request_id", ""), error=type(error).__name__)
    _ask_no_database()
    return error_page(503, retry_after=RETRY_AFTER_SECONDS)


def _ask_no_database() -> None:
    """The page is drawn without asking the database, not even who is signed in."""
    g._login_user = AnonymousUserMixin()
    ask_for_no_guest()
    use_default_shell_texts()


def _without_values(error: Exception) -> Exception:
    """SQL parameters may hold personal data; they stay out of the log."""
    if isinstance(error, DBAPIError):
        error.hide_parameters = True
    return error
