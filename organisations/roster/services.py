"""Commands on lists of people: keep one to look at, import it once, throw it away."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Role
from organisations.accounts.models import Account
from organisations.models import Function, Municipality, Person
from organisations.people.services import PersonDetails, create_people
from organisations.roster import queries
from organisations.roster.checking import Entry, preview_of
from organisations.roster.models import RosterUpload
from organisations.roster.reading import Roster

KEPT_FOR = timedelta(days=1)


class RosterChanged(DomainError):
    """What would be added is no longer what the person has seen and agreed to."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Inzwischen hat sich etwas geändert. Angelegt wurde niemand. "
                "Bitte sehen Sie die Liste noch einmal durch."
            )
        )


class RosterImported(DomainError):
    """The list has been imported already: a second click, or a second window."""

    def __init__(self) -> None:
        super().__init__(_l("Diese Liste ist schon übernommen."))


def keep_upload(
    *, roster: Roster, file_name: str, owner: Person, now: datetime, purpose: str = ""
) -> RosterUpload:
    """Keep what a file held until its owner imports it; their earlier lists are forgotten.

    `purpose` is what it is for, where it is not for adding people.
    """
    db.session.execute(delete(RosterUpload).where(RosterUpload.owner_id == owner.id))
    upload = RosterUpload(
        owner_id=owner.id,
        purpose=purpose,
        file_name=file_name[:200],
        unknown_headings=list(roster.unknown_headings),
        rows=queries.as_documents(roster.rows),
        created_at=now,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def import_people(
    *, upload: RosterUpload, expected: int, without_wrong: bool, actor: Account, now: datetime
) -> int:
    """Add and invite everyone whose row is ready, all or nobody; returns how many.

    The rows are checked again as things stand now. Raises RosterChanged where it is not `expected`
    people any more, or where a row is wrong and `without_wrong` does not say to leave it out; and
    RosterImported where the list has been imported before: of two clicks at once, one UPDATE wins.
    """
    with db.session.begin_nested():
        lock("roster")  # two lists that share addresses would wait for each other in turns
        preview = preview_of(queries.check_upload(upload, actor))
        _claim(upload, expected, now)
        if len(preview.ready) != expected or (preview.wrong and not without_wrong):
            raise RosterChanged
        municipalities = queries.list_municipalities_of_list(actor)
        create_people(
            all_details=[_details(row.entry, municipalities) for row in preview.ready],
            actor=actor.person,
            now=now,
        )
    audit.record("roster.imported", upload, actor=actor.person, now=now, people=expected)
    return expected


def discard_upload(*, upload: RosterUpload) -> None:
    """Forget a list that is not to be imported."""
    db.session.execute(delete(RosterUpload).where(RosterUpload.id == upload.id))


def forget_uploads(*, now: datetime) -> int:
    """Forget all lists that are older than a day; returns how many."""
    old = delete(RosterUpload).where(RosterUpload.created_at <= now - KEPT_FOR)
    return db.session.execute(old).rowcount


def _claim(upload: RosterUpload, people: int, now: datetime) -> None:
    claimed = db.session.execute(
        update(RosterUpload)
        .where(RosterUpload.id == upload.id, RosterUpload.imported_at.is_(None))
        .values(imported_at=now, people=people, rows=[])
        .execution_options(synchronize_session=False)
    )
    db.session.expire(upload)
    if claimed.rowcount != 1:
        raise RosterImported


def _details(entry: Entry, municipalities: dict[str, Municipality]) -> PersonDetails:
    return PersonDetails(
        given_name=entry.given_name,
        family_name=entry.family_name,
        email=entry.email,
        language=entry.language,
        function=Function(entry.function) if entry.function else None,
        job_title=_in_both_languages(entry.job_title),
        municipality=municipalities[entry.municipality] if entry.municipality else None,
        team_name=_in_both_languages(entry.team),
        roles=frozenset(Role(role) for role in entry.roles),
    )


def _in_both_languages(text: str) -> Bilingual | None:
    return Bilingual(de=text, en=text) if text else None
