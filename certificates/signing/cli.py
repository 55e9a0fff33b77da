"""`flask certificates keys …`: the keys that certificates are signed with."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import clock
from app.kernel.db import db
from app.kernel.errors import ConfigurationError
from app.kernel.vault import Unreadable
from certificates.signing import services
from certificates.signing.errors import KeyInUse, NoSigningKey
from certificates.signing.models import SigningKey
from certificates.signing.queries import find_key_by_id, list_published_keys


@click.group("keys")
def keys_commands() -> None:
    """Look after the keys that certificates are signed with."""


@keys_commands.command("create")
@click.option("--name", help="Who signs, as the certificate says. Default: OPERATOR_NAME.")
@with_appcontext
def create(name: str | None) -> None:
    """Make the first key: RSA 3072 with a certificate that it signs itself."""
    with _faults_in_one_line():
        _require_own_keys()
        key = services.create_key(name=_name(name), now=clock.now())
        db.session.commit()
    click.echo(key.key_id)


@keys_commands.command("rotate")
@click.option("--name", help="Who signs, as the certificate says. Default: OPERATOR_NAME.")
@with_appcontext
def rotate(name: str | None) -> None:
    """Make another key and sign with that from now on. The one before stays published."""
    with _faults_in_one_line():
        _require_own_keys()
        key = services.rotate_key(name=_name(name), now=clock.now())
        db.session.commit()
    click.echo(key.key_id)


@keys_commands.command("list")
@with_appcontext
def list_keys() -> None:
    """Print all keys that ever signed, the newest first."""
    with _faults_in_one_line():
        for key in list_published_keys():
            click.echo(_described(key))


# A key id may begin with a dash.
@keys_commands.command("export", context_settings={"ignore_unknown_options": True})
@click.argument("key_id")
@with_appcontext
def export(key_id: str) -> None:
    """Print the certificate of the key KEY_ID as PEM."""
    with _faults_in_one_line():
        key = find_key_by_id(key_id)
    if key is None:
        raise click.ClickException(f"{key_id}: no such key (see `flask certificates keys list`)")
    click.echo(key.certificate, nl=False)


def _name(given: str | None) -> str:
    return given or current_app.extensions["komma"].settings.operator_name


def _require_own_keys() -> None:
    if current_app.extensions["komma"].settings.certificate_key is not None:
        raise ConfigurationError("CERTIFICATE_KEY", "is set: put another key there instead")


def _described(key: SigningKey) -> str:
    until = f"until {key.retired_at:%Y-%m-%d}" if key.retired_at else "in use"
    return "\n".join(
        (
            f"{key.key_id} ({until})",
            f"  name         {key.name}",
            f"  fingerprint  {key.fingerprint}",
            f"  since        {key.created_at:%Y-%m-%d}",
            f"  kept         {'in the vault' if key.sealed else 'in the file of CERTIFICATE_KEY'}",
        )
    )


@contextmanager
def _faults_in_one_line() -> Iterator[None]:
    try:
        yield
    except KeyInUse:
        raise click.ClickException("a key is in use: `rotate` puts another in its place") from None
    except NoSigningKey:
        raise click.ClickException("no key is in use: `create` makes the first") from None
    except (ConfigurationError, Unreadable) as error:
        raise click.ClickException(str(error)) from None
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise click.ClickException(f"database or key store cannot be used: {reason}") from None
