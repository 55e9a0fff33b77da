"""The case of a consultation: who gives it writes, shares, takes back and deletes it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select, update

from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.vault import KeyErased, current_vault
from exchange.peer_consultations.groups.anonymity import Trace, find_traces
from exchange.peer_consultations.groups.deleting import delete_cases
from exchange.peer_consultations.groups.errors import NotPlanned
from exchange.peer_consultations.groups.models import Consultation, Member, Role
from exchange.peer_consultations.groups.services import note_change, take
from exchange.peer_consultations.groups.written import PeerCase
from organisations.models import Person

TEXT = "text"


class ChangedMeanwhile(DomainError):
    """The text was saved in another window since this one was opened."""

    MESSAGE = _l("Der Text wurde inzwischen in einem anderen Fenster gespeichert.")


@dataclass(frozen=True)
class CaseText:
    """What the case giver wrote; empty where nothing can be read any more."""

    title: str = ""
    question: str = ""
    story: str = ""


def find_case(consultation: Consultation) -> PeerCase | None:
    """The case as it is in the database now."""
    query = select(PeerCase).where(PeerCase.consultation_id == consultation.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def may_read(case: PeerCase, consultation: Consultation, reader: Person) -> bool:
    """Whether `reader`, a member, may read it: its author always, the group while it needs to.

    Once the consultation is held, case and notes are the author's alone.
    """
    shared = case.shared_at is not None and not consultation.is_held
    return case.author_id == reader.id or shared


def read_case(case: PeerCase) -> CaseText:
    """The case as it was written."""
    try:
        document = current_vault().open(case.vault_subject, TEXT, case.sealed)
    except KeyErased:
        return CaseText()
    return CaseText(**json.loads(document))


def save_case(
    *, consultation: Consultation, text: CaseText, revision: int, actor: Person
) -> PeerCase:
    """Keep `text` in place of what stood there in `revision`, 0 for none.

    Raises NotFound for all but who gives the case, NotPlanned once it was presented, and
    ChangedMeanwhile where another revision stands there by now.
    """
    case = _take_case(consultation, actor)
    if (case.revision if case else 0) != revision:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    if case is None:
        case = PeerCase(
            public_id=new_public_id(),
            consultation_id=consultation.id,
            author_id=actor.id,
            revision=0,
        )
    document = json.dumps(asdict(text), ensure_ascii=False).encode()
    case.sealed = current_vault().seal(case.vault_subject, TEXT, document)
    case.revision += 1
    db.session.add(case)
    db.session.flush()
    return case


def share_case(*, consultation: Consultation, actor: Person, now: datetime) -> None:
    """Let the group read it from now on. Raises NotFound and NotPlanned. Harmless to repeat."""
    _set_shared(consultation, actor, now)


def take_case_back(*, consultation: Consultation, actor: Person) -> None:
    """Let the group read it no more. Raises NotFound and NotPlanned."""
    _set_shared(consultation, actor, None)


def delete_case(*, consultation: Consultation, actor: Person, now: datetime) -> None:
    """Delete the case and its notes, with their key: nobody reads them again, in no copy.

    The author may at any time but while the session runs. Raises NotFound and NotPlanned.
    """
    take(consultation, actor, in_any_state=True)
    if consultation.is_running:
        raise NotPlanned(NotPlanned.MESSAGE)
    own = (PeerCase.consultation_id == consultation.id, PeerCase.author_id == actor.id)
    if not delete_cases(*own, now=now):
        raise NotFound


def find_traces_in(text: CaseText, author: Person) -> list[Trace]:
    """What in the case may show who it is about. Looks for the author and their municipality, too.

    Not for names of others who have an account: the warning would tell that they have one.
    """
    names = [author.given_name, author.family_name]
    if author.municipality is not None:
        names += [author.municipality.name, *author.municipality.name.split()[-1:]]
    return find_traces("\n".join((text.title, text.question, text.story)), names)


def _take_case(consultation: Consultation, actor: Person) -> PeerCase | None:
    member: Member = take(consultation, actor, in_any_state=True)
    if member.role != Role.CASE_GIVER:
        raise NotFound
    if not consultation.may_change_case:
        raise NotPlanned(NotPlanned.MESSAGE)
    return find_case(consultation)


def _set_shared(consultation: Consultation, actor: Person, at: datetime | None) -> None:
    case = _take_case(consultation, actor)
    if case is None:
        raise NotFound
    db.session.execute(
        update(PeerCase)
        .where(PeerCase.id == case.id)
        .values(shared_at=at)
        .execution_options(synchronize_session="fetch")
    )
    note_change(consultation)
