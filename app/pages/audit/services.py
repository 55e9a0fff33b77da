"""The command that hands the audit trail out as a file, which is itself an act."""

from datetime import datetime

from app.kernel import audit
from app.kernel.csv_file import csv_file
from app.kernel.db import reading
from app.kernel.errors import DomainError
from app.kernel.i18n import by_programme_clock, programme_zone
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.pages.audit.names import Names
from app.pages.audit.queries import AuditFilter, list_all_entries
from app.pages.audit.wording import action_name, details_text
from organisations.models import Person

MOST_EXPORTED = 20_000


class TooManyEntries(DomainError):
    """A file that nobody can read at once is no help; and it takes long to write."""

    MESSAGE = _l("Das sind zu viele Einträge für eine Datei. Wählen Sie einen kürzeren Zeitraum.")


def export_entries(*, wanted: AuditFilter, actor: Person, now: datetime) -> bytes:
    """The entries that match, oldest first, as a CSV file; the export is an entry itself.

    Must come before the first write of a request. Raises TooManyEntries.
    """
    with reading(), by_programme_clock():
        entries = list_all_entries(wanted, most=MOST_EXPORTED + 1)
        if len(entries) > MOST_EXPORTED:
            raise TooManyEntries(TooManyEntries.MESSAGE)
        names = Names(entries)
        zone = programme_zone()
        file = csv_file(
            [
                _("Nummer"),
                _("Zeitpunkt"),
                _("Wer"),
                _("Handlung"),
                _("Gegenstand"),
                _("Angaben"),
                _("Prüfsumme"),
            ],
            (
                (
                    entry.position,
                    entry.at.astimezone(zone).isoformat(sep=" ", timespec="seconds"),
                    names.actor(entry),
                    str(action_name(entry.action)),
                    names.thing(entry),
                    details_text(entry),
                    entry.hash,
                )
                for entry in entries
            ),
        )
    audit.record("audit.exported", actor, actor=actor, now=now, entries=len(entries))
    return file
