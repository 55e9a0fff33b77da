"""What guests say for their organisation: that its entry is true, and how commitments stand."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from exchange.alliances.guests.models import CommitmentReport, Confirmation, Guest, ReportedState
from exchange.alliances.partners.contacts import change_commitment, confirm_contact
from exchange.alliances.partners.models import Commitment, CommitmentState, Partner, PartnerKind
from exchange.alliances.partners.services import PartnerDetails, change_partner
from exchange.alliances.reach import list_managers
from notifications.services import notify

REPORTED_MAIL = "alliances/partner_reported"


class IsGivenUp(DomainError):
    """Both sides have given the commitment up."""

    def __init__(self) -> None:
        super().__init__(_l("Diese Zusage ist aufgegeben."), field="state")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a guest may change of their partner. See the columns of the same names."""

    remit: str
    phone: str
    reachability: str


def confirm_entry(*, guest: Guest, entry: Entry, now: datetime) -> Confirmation:
    """Have `entry` hold from now on, and note that a guest made sure of it and of themselves.

    Where something is new, those who keep the alliance are told: people in need dial that number.
    Raises DomainError at `phone` where somebody is to answer at any hour and there is none.
    """
    partner = guest.partner
    changes = {
        name: [getattr(partner, name), value]
        for name, value in vars(entry).items()
        if getattr(partner, name) != value
    }
    change_partner(partner=partner, details=_details(partner, entry), actor=None, now=now)
    confirm_contact(contact=guest.contact, actor=None, now=now)
    confirmation = Confirmation(
        partner_id=partner.id, contact=guest.contact, confirmed_at=now, changes=changes
    )
    db.session.add(confirmation)
    db.session.flush()
    audit.record("alliance_partner.confirmed", partner, actor=None, now=now)
    if changes:
        _tell_managers(partner, now)
    return confirmation


def report_commitment(
    *, guest: Guest, commitment: Commitment, state: ReportedState, note: str, now: datetime
) -> CommitmentReport:
    """Note how the commitment stands, as its partner says; those who keep the alliance are told.

    Raises IsGivenUp.
    """
    if commitment.state == CommitmentState.DROPPED:
        raise IsGivenUp
    report = CommitmentReport(
        commitment=commitment, contact=guest.contact, reported_at=now, state=state, note=note
    )
    db.session.add(report)
    change_commitment(
        commitment=commitment,
        text=commitment.text,
        due_on=commitment.due_on,
        state=CommitmentState(state),
        actor=None,
        now=now,
    )
    audit.record("alliance_commitment.reported", commitment, actor=None, now=now, after=str(state))
    _tell_managers(guest.partner, now)
    return report


def _details(partner: Partner, entry: Entry) -> PartnerDetails:
    return PartnerDetails(
        name=partner.name,
        kind=PartnerKind(partner.kind),
        email=partner.email,
        website=partner.website,
        round_the_clock=partner.round_the_clock,
        situations=partner.situations,
        **vars(entry),
    )


def _tell_managers(partner: Partner, now: datetime) -> None:
    for person in list_managers(partner.municipality):
        notify(person=person, template=REPORTED_MAIL, now=now, partner=partner)
