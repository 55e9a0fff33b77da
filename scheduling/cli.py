"""`flask slots …`: the pure cores of scheduling on files."""

import click

from app.kernel.documents import DocumentCommand, parse_json, run_on_files
from scheduling.slot_documents import answer_question


@click.group("slots")
def slots() -> None:
    """Find free slots of coaches."""


@slots.command("compute", cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def compute_command(files: tuple[str, ...]) -> None:
    """Print the free slots for the question in each FILE (JSON; - is standard input)."""
    run_on_files(files, lambda content: answer_question(parse_json(content)))
