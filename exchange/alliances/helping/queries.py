"""Reads for those who need help now: whom to call, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.kernel.db import db
from exchange.alliances.duties.models import Duty, Part, Responsibility
from exchange.alliances.partners.models import Contact, Partner
from exchange.alliances.partners.queries import list_partners
from exchange.alliances.reach import Alliance
from organisations.topics.models import Situation
from organisations.topics.queries import list_situations

#: The shipped duty whose partner is named right after the emergency numbers.
FIRST_CONTACT = "first_contact"

#: With more partners, paper refers to their numbers instead of their names: it is one sheet.
MOST_BY_NAME = 10


@dataclass(frozen=True)
class HelpSheet:
    """Whom one calls: at any hour, first, and in each situation that somebody helps in.

    Contacts at the partners are those that are released.
    """

    partners: Sequence[Partner]
    first: Partner | None
    by_situation: Sequence[tuple[Situation, Sequence[Partner]]]

    @property
    def is_long(self) -> bool:
        """Whether one sheet of paper has no room to repeat names."""
        return len(self.partners) > MOST_BY_NAME

    def helping_in(self, situation: Situation) -> Sequence[Partner]:
        """Who helps in this situation; first who answers at any hour, then who listens first."""
        found = (helping for one, helping in self.by_situation if one.id == situation.id)
        return sorted(next(found, ()), key=self._urgency)

    def number_of(self, partner: Partner) -> int:
        """Where the partner stands in the list of all, from 1 on."""
        return self.partners.index(partner) + 1

    def _urgency(self, partner: Partner) -> tuple[bool, bool]:
        return (not partner.round_the_clock, partner is not self.first)

    @property
    def at_any_hour(self) -> list[tuple[Partner, list[Contact]]]:
        """Partners with a number that is always answered, or people who may be called then."""
        always = ((one, [each for each in one.contacts if each.emergency]) for one in self.partners)
        return [(one, people) for one, people in always if one.round_the_clock or people]


def get_help_sheet(alliance: Alliance) -> HelpSheet:
    """The sheet of a municipality; a fixed number of statements, however many partners it has.

    Whoever manages the alliance sees no more people than all others: they print it and hang it up.
    Partners without any number, address or person help nobody who needs help now.
    """
    everybodys = replace(alliance, manages=False, is_home=True)
    partners = [one for one in list_partners(everybodys) if is_reachable(one)]
    first = db.session.scalar(
        select(Responsibility.partner_id)
        .join(Responsibility.duty)
        .where(
            Responsibility.municipality_id == alliance.municipality.id,
            Responsibility.part == Part.RESPONSIBLE,
            Duty.key == FIRST_CONTACT,
        )
    )
    by_situation = (
        (situation, [one for one in partners if situation in one.situations])
        for situation in list_situations()
    )
    return HelpSheet(
        partners=partners,
        first=next((one for one in partners if one.id == first), None),
        by_situation=[(situation, helping) for situation, helping in by_situation if helping],
    )


def is_reachable(partner: Partner) -> bool:
    """Whether anything leads to the partner, by what is loaded of it."""
    return bool(partner.phone or partner.email or partner.website or partner.contacts)
