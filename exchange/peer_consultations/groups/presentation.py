"""A consultation as its members see it: who is in, what is still missing, what comes next."""

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.errors import NotFound
from app.kernel.retention import today
from exchange.peer_consultations.groups import queries
from exchange.peer_consultations.groups.case_texts import CaseText, find_case, may_read, read_case
from exchange.peer_consultations.groups.models import (
    ASKED_AFTER,
    FEWEST,
    NEEDED,
    Consultation,
    Member,
    Role,
)
from exchange.peer_consultations.groups.retention import goes_on
from exchange.peer_consultations.groups.written import PeerCase
from organisations.models import Person


class Missing(StrEnum):
    """What has to be there before a session goes beyond its first phase, in order."""

    PEOPLE = "people"
    ROLES = "roles"
    DATE = "date"
    CASE = "case"


@dataclass(frozen=True)
class ShownConsultation:
    """All that the page of a consultation shows its reader, whose membership is `me`."""

    consultation: Consultation
    me: Member
    members: tuple[Member, ...]
    case: PeerCase | None
    text: CaseText | None

    @property
    def is_organiser(self) -> bool:
        return self.consultation.organiser_public_id == self.me.person.public_id

    @property
    def directs(self) -> bool:
        """Whether the reader gives roles to others."""
        return self.is_organiser or self.me.role == Role.MODERATOR

    @property
    def gives_case(self) -> bool:
        return self.me.role == Role.CASE_GIVER

    @property
    def is_author(self) -> bool:
        return self.case is not None and self.case.author_id == self.me.person_id

    @property
    def free_roles(self) -> list[Role]:
        """What the reader may take for themselves."""
        taken = {member.role for member in self.members} - {self.me.role}
        return [role for role in Role if role == Role.ADVISER or role not in taken]

    @property
    def is_asked_later(self) -> bool:
        """Whether it is still there when its members would be asked what came of it."""
        ended_at = self.consultation.ended_at
        return ended_at is not None and today(ended_at + ASKED_AFTER) < goes_on(self.consultation)

    @property
    def missing(self) -> list[Missing]:
        return [
            kind
            for kind, is_there in (
                (Missing.PEOPLE, len(self.members) >= FEWEST),
                (Missing.ROLES, {one.role for one in self.members}.issuperset(NEEDED)),
                (Missing.DATE, self.consultation.event is not None),
                (Missing.CASE, self.case is not None and self.case.shared_at is not None),
            )
            if not is_there
        ]


def shown_consultation(reader: Person, public_id: str) -> ShownConsultation:
    """The consultation as `reader`, a member, sees it. Raises NotFound."""
    consultation = queries.get_consultation(reader, public_id)
    return show(consultation, reader)


def show(consultation: Consultation, reader: Person) -> ShownConsultation:
    """The same of a consultation at hand; a number of statements that its size does not change."""
    members = tuple(queries.list_members(consultation))
    me = next((one for one in members if one.person_id == reader.id), None)
    if me is None:
        raise NotFound
    case = find_case(consultation)
    readable = case is not None and may_read(case, consultation, reader)
    return ShownConsultation(
        consultation=consultation,
        me=me,
        members=members,
        case=case,
        text=read_case(case) if case and readable else None,
    )
