"""`flask vault …`: check and rotate the operator's key, keep and apply the list of erasures.

The list is a JSON object, subject to day: `{"person:x1y2": "2026-11-23"}`. Nobody needs to know the
hour in which somebody deleted something.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.errors import ConfigurationError
from app.kernel.vault import SubjectsErased, Unreadable, current_vault
from app.kernel.vault_check import find_vault_fault


@click.group("vault")
def vault_commands() -> None:
    """Look after the keys of encrypted data."""


@vault_commands.command("check")
@with_appcontext
def check() -> None:
    """Say in one line why sealed data could not be opened; nothing where it could."""
    with _faults_in_one_line():
        fault = find_vault_fault()
    if fault:
        raise click.ClickException(fault)


@vault_commands.command("rotate")
@with_appcontext
def rotate() -> None:
    """Wrap all data keys with the first key of VAULT_KEY; older ones can be dropped then."""
    with _faults_in_one_line():
        click.echo(f"Re-wrapped {current_vault().rotate()} keys.")


@vault_commands.command("erasures")
@with_appcontext
def erasures() -> None:
    """Print the list of erasures as JSON. Keep it apart from backups of the key store."""
    with _faults_in_one_line():
        erased = current_vault().list_erasures()
    click.echo(json.dumps({subject: day.isoformat() for subject, day in erased.items()}, indent=2))


@vault_commands.command("apply-erasures")
@click.argument("file", type=click.File(encoding="utf-8"))
@with_appcontext
def apply_erasures(file: Any) -> None:
    """Erase again what is on the list in FILE (- is standard input), after a restore.

    Rows of the database that a key erased earlier has left unreadable go, too.
    """
    with _faults_in_one_line():
        listed = read_erasures(file.read())
        held = current_vault().apply_erasures(listed)
        publish(SubjectsErased(frozenset(current_vault().list_erasures())))
        db.session.commit()
    click.echo(f"Applied {len(listed)} erasures; {held} keys were still there and are gone now.")


def read_erasures(text: str) -> dict[str, date]:
    """The list that `flask vault erasures` prints. Raises ValueError naming what is wrong.

    An instant is understood, too, and stands for its day (UTC).
    """
    try:
        listed = json.loads(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(listed, dict):
        raise ValueError("must be an object of subjects and days")
    return {subject: _read(subject, instant) for subject, instant in listed.items()}


def _read(subject: str, written: Any) -> date:
    with suppress(TypeError, ValueError):
        return date.fromisoformat(written)
    with suppress(TypeError, ValueError):
        instant = datetime.fromisoformat(written)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC).date()
    raise ValueError(f"{subject}: must be an instant, or a day such as 2026-11-23")


@contextmanager
def _faults_in_one_line() -> Iterator[None]:
    try:
        yield
    except (ConfigurationError, Unreadable, ValueError) as error:
        raise click.ClickException(str(error)) from None
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise click.ClickException(f"key store or database cannot be used: {reason}") from None
