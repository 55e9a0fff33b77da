"""`flask audit verify`: whether the audit trail is as it was written."""

import re

import click
from flask.cli import with_appcontext

from app.kernel.audit_chain import verify_chain
from app.kernel.db import reading

_HASH = re.compile(r"[0-9a-fA-F]{64}")


@click.group("audit")
def audit_commands() -> None:
    """Check the audit trail."""


@audit_commands.command("verify")
@click.option(
    "--from", "first", type=click.IntRange(min=1), default=1, help="Begin at this position."
)
@click.option("--hash", "expected", help="The hash that was written down for that position.")
@with_appcontext
def verify(first: int, expected: str | None) -> None:
    """Walk along the chain of hashes; exit with 1 at the first fault.

    Entries cut off at the end leave no gap: to see that, write the last hash down elsewhere, and
    give it with its position.
    """
    if expected is not None and not _HASH.fullmatch(expected):
        raise click.BadParameter("must be 64 hexadecimal digits", param_hint="--hash")
    with reading():
        found = verify_chain(first=first, expected_hash=expected)
    if found.fault is not None:
        raise click.ClickException(str(found.fault))
    click.echo(f"{found.entries} entries, chain intact, last hash {found.last_hash}")
