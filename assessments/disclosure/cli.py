"""`flask disclosure …`: what may be published, on files."""

import click

from app.kernel.documents import DocumentCommand, parse_json, run_on_files
from assessments.disclosure.document import parse_number, read_wave
from assessments.disclosure.tables import tables_of


@click.group("disclosure")
def disclosure() -> None:
    """Tell what may be published about groups."""


@disclosure.command("tables", cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def tables_command(files: tuple[str, ...]) -> None:
    """Print what may be published of the wave in each FILE (JSON; - is standard input)."""

    def tables(content: bytes) -> object:
        wave = read_wave(parse_json(content, parse_float=parse_number))
        return {"tables": [table.as_document() for table in tables_of(wave)]}

    run_on_files(files, tables)
