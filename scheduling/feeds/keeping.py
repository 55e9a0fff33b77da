"""Keeps what the library has rendered of an event, so that it does so once for each change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.db import INSERT, db
from app.kernel.i18n import in_language
from app.kernel.notes import write_unless_busy
from scheduling.calendar_file import render_entry
from scheduling.feeds.choices import Detail
from scheduling.feeds.models import KeptEntry
from scheduling.feeds.reading import ShownEvent
from scheduling.feeds.wording import entry_of
from scheduling.models import Event


@dataclass(frozen=True)
class Variant:
    """In which language a feed shows events, and how much it says of them by their owner."""

    language: str
    details: dict[str | None, Detail]

    def detail_of(self, owner: str) -> Detail:
        """How much is said of events of `owner`."""
        return self.details.get(owner, self.details[None])

    def names(self) -> dict[str | None, str]:
        """What kept lines of this variant are called, by owner."""
        return {owner: f"{self.language}.{detail}" for owner, detail in self.details.items()}

    def name_for(self, owner: str) -> str:
        """What kept lines of events of `owner` are called."""
        return f"{self.language}.{self.detail_of(owner)}"


def render_missing(shown: Iterable[ShownEvent], variant: Variant) -> list[ShownEvent]:
    """Those of `shown` that have no lines, with their lines; one query, or none."""
    missing = {event.event_id: event for event in shown if event.lines is None}
    if not missing:
        return []
    found = db.session.scalars(select(Event).where(Event.id.in_(missing)).order_by(Event.id))
    rendered = []
    with in_language(variant.language):
        for event in found:
            entry = render_entry(entry_of(event, variant.detail_of(event.owner)))
            rendered.append(
                missing[event.id]._replace(
                    lines=entry.lines,
                    zone=entry.span.zone,
                    first_year=entry.span.first_year,
                    last_year=entry.span.last_year,
                )
            )
    return rendered


def keep(rendered: Iterable[ShownEvent], *, name_for: Callable[[str], str], wording: str) -> None:
    """Keep lines for the next one who asks, unless the database is busy. Commits.

    In the order of `rendered`, so that two who keep the same never wait for each other crosswise.
    """
    rows = [
        {
            "event_id": event.event_id,
            "variant": name_for(event.owner),
            "revision": event.revision,
            "wording": wording,
            "lines": event.lines,
            "zone": event.zone,
            "first_year": event.first_year,
            "last_year": event.last_year,
        }
        for event in rendered
    ]
    if not rows:
        return
    note = INSERT[db.engine.dialect.name](KeptEntry.__table__)
    anew = {name: note.excluded[name] for name in rows[0] if name not in ("event_id", "variant")}
    write_unless_busy(
        note.on_conflict_do_update(index_elements=["event_id", "variant"], set_=anew), rows
    )
