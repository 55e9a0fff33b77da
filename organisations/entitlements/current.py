"""Which benefits the one who is signed in goes without."""

from app.kernel.permissions import Benefit
from organisations.accounts.current import current_person
from organisations.entitlements.queries import list_withheld_from


def load_withheld_benefits() -> frozenset[Benefit]:
    """See `list_withheld_from`."""
    return list_withheld_from(current_person())
