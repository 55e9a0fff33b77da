"""What one person may read of another's contact details: the one place where that is decided."""

from collections.abc import Set
from dataclasses import dataclass

from app.kernel.bilingual import Bilingual
from app.kernel.permissions import Role
from organisations.accounts.models import Account
from organisations.accounts.queries import find_email_of
from organisations.models import Person, Team


@dataclass(frozen=True)
class Contact:
    """How to reach a person and where they work, as one reader may see it.

    Pages, exports and calendar files read these details here and nowhere else; a new one (a
    telephone number, a photo) is added here, too. `hidden` says that there may be more to it.
    """

    person: Person
    hidden: bool

    @property
    def email(self) -> str | None:
        return None if self.hidden else find_email_of(self.person)

    @property
    def job_title(self) -> Bilingual | None:
        return None if self.hidden else self.person.job_title

    @property
    def team(self) -> Team | None:
        return None if self.hidden else self.person.team


def visible_contact(person: Person, viewer: Account | None) -> Contact:
    """The contact details of `person` as `viewer` may see them, None standing for anybody.

    Of a person who is protected only they themselves and the programme office see any.
    """
    sees_all = viewer is not None and (viewer.person_id == person.id or _is_office(viewer.roles))
    return Contact(person, hidden=person.contact_hidden and not sees_all)


def _is_office(roles: Set[Role]) -> bool:
    return Role.PROGRAMME_OFFICE in roles
