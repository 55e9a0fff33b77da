"""Sets for tests what municipalities may use, as the office would."""

from app.kernel.permissions import Benefit, Role
from organisations.entitlements import services
from organisations.models import Municipality, Person
from tests.house.clock import START
from tests.organisations.factories import make_account


def make_officer() -> Person:
    return make_account(Role.PROGRAMME_OFFICE, function=None).person


def withhold(benefit: Benefit, municipality: Municipality) -> None:
    """Leave `benefit` out of the membership that `municipality` has."""
    services.include_benefit(
        membership=municipality.membership,
        benefit=benefit,
        included=False,
        actor=make_officer(),
        now=START,
    )


def limit_coachings(municipality: Municipality, per_year: int | None) -> None:
    """Give `municipality` alone that many appointments a year."""
    services.make_exception(
        municipality=municipality, per_year=per_year, actor=make_officer(), now=START
    )
