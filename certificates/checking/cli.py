"""`flask certificates verify`: the check of certificates, on files."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.kernel.db import reading
from app.kernel.documents import DocumentCommand, DocumentError, run_on_files
from certificates.register.queries import find_certificate_by_code
from certificates.signing.judging import MOST_BYTES, Judgement, Unjudgeable, judge_pdf

UNKNOWN = "unknown"


@click.command("verify", cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE.pdf…")
@with_appcontext
def verify_command(files: tuple[str, ...]) -> None:
    """Print what can be said of each certificate FILE.pdf (- is standard input).

    Whether one was revoked or superseded is known only where the database is.
    """

    register = _Register()

    def verified(content: bytes) -> object:
        try:
            judgement = judge_pdf(content)
        except Unjudgeable as fault:
            raise DocumentError("", str(fault)) from None
        return {
            "certificate": judgement.code,
            "intact": judgement.intact,
            "signed_by": judgement.signed_by,
            "covers_whole_file": judgement.covers_whole_file,
            "status": register.status(judgement),
        }

    run_on_files(files, verified, most=MOST_BYTES)


class _Register:
    """What the database says, if there is one: it is asked until it fails for the first time."""

    def __init__(self) -> None:
        url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
        # Merely looking into it would make the file.
        is_file = url.get_backend_name() == "sqlite" and bool(url.database)
        self._answers = not is_file or Path(str(url.database)).is_file()

    def status(self, judgement: Judgement) -> str:
        """What is registered, where a key of ours signed it; else that it is not known."""
        if not (self._answers and judgement.intact and judgement.code):
            return UNKNOWN
        try:
            with reading():
                certificate = find_certificate_by_code(judgement.code)
                ours = certificate and certificate.signing_key.fingerprint == judgement.fingerprint
                return str(certificate.status) if ours else UNKNOWN
        except SQLAlchemyError:
            self._answers = False
            return UNKNOWN
