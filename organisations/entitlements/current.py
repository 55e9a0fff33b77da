"""Which benefits the one who is signed in goes without."""

from app.kernel.permissions import Benefit
from organisations.accounts.current import current_person
from organisations.entitlements.queries import list_withheld


def load_withheld_benefits() -> frozenset[Benefit]:
    """None for people without a municipality, such as trainers: memberships are not about them."""
    municipality = current_person().municipality
    return list_withheld(municipality.membership) if municipality else frozenset()
