"""For operators and their machines: is the process up, is it ready, whom to tell of a hole."""

from datetime import timedelta

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import clock
from app.kernel.db import db
from app.kernel.jobs import heartbeat_problem
from app.kernel.permissions import public

SECURITY_TEXT_VALID_FOR = timedelta(days=180)

blueprint = Blueprint("operations", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Database, migrations, worker and every feature's own check; 503 names what is missing."""
    problems = _problems()
    if problems:
        return jsonify(status="not ready", problems=problems), 503
    return jsonify(status="ready")


def _problems() -> dict[str, str]:
    try:
        found = {"migrations": _migration_problem(), "jobs": heartbeat_problem(clock.now())}
        for feature in current_app.extensions["komma"].features:
            for name, check in feature.readiness.items():
                found[name] = check(clock.now())
    except SQLAlchemyError:
        db.session.rollback()
        return {"database": "not reachable"}
    return {name: str(problem) for name, problem in found.items() if problem}


def _migration_problem() -> str | None:
    folder = current_app.extensions["migrate"].directory
    head = ScriptDirectory(folder).get_current_head()
    live = MigrationContext.configure(db.session.connection()).get_current_revision()
    return None if head == live else "not at the head"


@blueprint.get("/.well-known/security.txt")
@public
def security_txt() -> Response:
    """RFC 9116."""
    settings = current_app.extensions["komma"].settings
    expires = (clock.now() + SECURITY_TEXT_VALID_FOR).replace(hour=0, minute=0, second=0)
    lines = (
        f"Contact: {settings.security_contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.base_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Nothing here is for search engines: pages name people and places under threat."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
