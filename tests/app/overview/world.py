"""A programme of any size for tests. Everything is flushed, nothing committed."""

from datetime import timedelta

from exchange.alliances.partners.models import PartnerKind
from organisations.models import Membership
from tests.exchange.alliances.factories import make_commitment, make_contact, make_partner
from tests.exchange.procedures import factories as procedures
from tests.exchange.strategies import factories as strategies
from tests.house.clock import START
from tests.organisations.factories import make_municipality, make_person

LONG_AGO = START - timedelta(days=400)
YESTERDAY = (START - timedelta(days=1)).date()


def make_world(count, *, actor):
    """So many municipalities by name; each third has an alliance, a strategy and a procedure.

    Of those, each second has an alliance with something overdue.
    """
    made = []
    for number in range(count):
        place = make_municipality(
            name=f"Ort {number:02}",
            membership=Membership.MODEL if number % 6 == 0 else Membership.PLATFORM,
            state="DE-NI" if number % 2 else "DE-BY",
        )
        made.append(place)
        if number % 3 == 0:
            make_person(municipality=place)
            begin_everything(place, actor=actor, overdue=number % 2 == 0)
    return made


def begin_everything(place, *, actor, overdue=False):
    """An alliance of all kinds, an adopted strategy and a procedure in force."""
    partners = [make_partner(place, kind=kind) for kind in PartnerKind]
    make_contact(partners[0])
    if overdue:
        make_commitment(partners[0], due_on=YESTERDAY)
    at_home = make_person(municipality=place)
    strategies.make_version(at_home)
    procedures.make_version(at_home)
