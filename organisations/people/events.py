"""What happens to people, for those whom it concerns."""

from dataclasses import dataclass
from datetime import datetime

from organisations.models import Person


@dataclass(frozen=True)
class MunicipalityChanged:
    """`person` belongs to another municipality than before, or to none, from `now` on."""

    person: Person
    actor: Person
    now: datetime
