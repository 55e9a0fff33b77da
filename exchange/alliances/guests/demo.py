"""Demo data: a guest who has come in and said something, and one who is invited."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from exchange.alliances.guests.models import INVITATION_VALID_FOR, Guest, ReportedState
from exchange.alliances.guests.reporting import Entry, confirm_entry, report_commitment
from exchange.alliances.guests.services import end_session, invite_guest, use_link, write_link
from exchange.alliances.partners.models import Partner
from organisations.models import Person

CAME, CONFIRMED, REPORTED, INVITED = (timedelta(days=days) for days in (58, 25, 20, 2))


def load_guests(partner: Partner, entry: Mapping[str, Any], actor: Person, now: datetime) -> None:
    """Invite those contacts of `partner` of whom `entry` says so, and have them do their part."""
    for contact, person in zip(partner.contacts, entry["contacts"], strict=True):
        if person.get("invited"):
            invite_guest(contact=contact, actor=actor, now=now - INVITED)
        if person.get("guest"):
            guest = invite_guest(contact=contact, actor=actor, now=now - CAME)
            _come_in(guest, now - CAME + timedelta(hours=3))
            _speak(guest, entry["said_by_guest"], now)


def _come_in(guest: Guest, then: datetime) -> None:
    token = write_link(guest, valid_for=INVITATION_VALID_FOR, now=then)
    _guest, session_token = use_link(token=token, language="de", now=then)
    end_session(token=session_token)


def _speak(guest: Guest, said: Mapping[str, str], now: datetime) -> None:
    partner = guest.partner
    confirm_entry(
        guest=guest,
        entry=Entry(remit=partner.remit, phone=partner.phone, reachability=said["reachability"]),
        now=now - CONFIRMED,
    )
    report_commitment(
        guest=guest,
        commitment=partner.commitments[0],
        state=ReportedState.IN_PROGRESS,
        note=said["note"],
        now=now - REPORTED,
    )
