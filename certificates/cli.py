"""`flask certificates …`: the commands of all parts."""

import click


@click.group("certificates")
def certificates_commands() -> None:
    """Check certificates, keep the keys they are signed with."""
