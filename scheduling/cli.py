"""`flask slots …` and `flask busy …`: the pure cores of scheduling on files."""

import click

from app.kernel.documents import DocumentCommand, DocumentError, Field, parse_json, run_on_files
from app.kernel.zones import find_zone
from scheduling.busy.documents import contract_document
from scheduling.busy.guarded import LARGEST_FILE, CalendarRefused, read_busy_times
from scheduling.slot_documents import answer_question


@click.group("slots")
def slots() -> None:
    """Find free slots of coaches."""


@slots.command("compute", cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def compute_command(files: tuple[str, ...]) -> None:
    """Print the free slots for the question in each FILE (JSON; - is standard input)."""
    run_on_files(files, lambda content: answer_question(parse_json(content)))


@click.group("busy")
def busy() -> None:
    """Read when calendars from outside say that somebody is busy."""


@busy.command("intervals", cls=DocumentCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE.ics…")
@click.option("--from", "begin", required=True, metavar="T", help="Where the window begins (UTC).")
@click.option("--to", "end", required=True, metavar="T", help="Where the window ends.")
@click.option("--tz", "zone", required=True, metavar="ZONE", help="The zone of whole days.")
def intervals_command(files: tuple[str, ...], begin: str, end: str, zone: str) -> None:
    """Print the busy intervals of each FILE.ics (- is standard input) in the window."""

    def intervals(content: bytes) -> object:
        window = Field(begin, "--from").instant(), Field(end, "--to").instant()
        if window[0] > window[1]:
            raise DocumentError("--to", "must not be before --from")
        known = find_zone(zone)
        if known is None:
            raise DocumentError("--tz", "must be a time zone like Europe/Berlin")
        try:
            found = read_busy_times(content, begin=window[0], end=window[1], zone=known)
        except CalendarRefused as fault:
            raise DocumentError("calendar", str(fault)) from None
        return contract_document(found)

    run_on_files(files, intervals, most=LARGEST_FILE)
