"""The addresses of calendars from outside: sealed by the vault, opened for their owners alone."""

from collections.abc import Iterable, Mapping

from flask import current_app

from app.kernel.hosts import AllowedHosts
from app.kernel.vault import Unreadable, current_vault
from scheduling.busy_calendars.models import BusyCalendar
from scheduling.fetching.addresses import CalendarAddress

_PURPOSE = "address"


def allowed_hosts() -> AllowedHosts:
    """The hosts inside that the operator has opened for calendars."""
    return AllowedHosts.parse(current_app.extensions["komma"].settings.calendar_allowed_hosts)


def seal_address(*, calendar: BusyCalendar, address: CalendarAddress) -> None:
    """Write `address` into the calendar's row, so that only its key opens it."""
    text = address.url.encode()
    calendar.sealed_address = current_vault().seal(calendar.vault_subject, _PURPOSE, text)


def open_address(calendar: BusyCalendar) -> CalendarAddress | None:
    """Where the calendar is fetched; None for a file, and where its key is lost."""
    if calendar.sealed_address is None:
        return None
    try:
        text = current_vault().open(calendar.vault_subject, _PURPOSE, calendar.sealed_address)
    except Unreadable:
        return None
    return CalendarAddress(text.decode())


def open_addresses(calendars: Iterable[BusyCalendar]) -> Mapping[str, CalendarAddress]:
    """Where calendars are fetched, by public id, with one look into the key store.

    Files are left out, and those whose key is lost.
    """
    fetched = {c.vault_subject: c for c in calendars if c.sealed_address is not None}
    sealed = {subject: calendar.sealed_address for subject, calendar in fetched.items()}
    if not sealed:
        return {}
    try:
        opened = current_vault().open_each(_PURPOSE, sealed)
    except Unreadable:  # one was tampered with: the others are as good as ever
        found = {c.public_id: open_address(c) for c in fetched.values()}
        return {public_id: address for public_id, address in found.items() if address is not None}
    return {
        fetched[subject].public_id: CalendarAddress(text.decode())
        for subject, text in opened.items()
    }


def masked_addresses(calendars: Iterable[BusyCalendar]) -> Mapping[str, str]:
    """What pages show of addresses: the host, nothing of path and query. As `open_addresses`."""
    opened = open_addresses(calendars)
    return {public_id: address.masked for public_id, address in opened.items()}
