"""What is held of those who write the catalogue: their versions, comments and uploads."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.feature import PersonalData
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.version_models import CourseAttachment, CourseVersion, ReviewComment
from organisations.models import Person


def export_authorship(person_id: int) -> list[dict[str, Any]]:
    """What the person wrote, approved, said and uploaded, and when. The texts are the office's."""
    public_id = db.session.get_one(Person, person_id).public_id
    return [
        *_versions(public_id),
        *(
            {"course": one.version.course.slug, "did": "commented", "text": one.text}
            | {"at": one.created_at.isoformat()}
            for one in db.session.scalars(
                select(ReviewComment)
                .where(ReviewComment.author_public_id == public_id)
                .order_by(ReviewComment.id)
                .options(joinedload(ReviewComment.version).joinedload(CourseVersion.course))
            )
        ),
        *(
            {"course": one.course.slug, "did": "uploaded", "file": one.filename}
            | {"at": one.created_at.isoformat()}
            for one in db.session.scalars(
                select(CourseAttachment)
                .where(CourseAttachment.author_public_id == public_id)
                .order_by(CourseAttachment.id)
                .options(joinedload(CourseAttachment.course))
            )
        ),
    ]


def keep_authorship(person_id: int) -> None:
    """Erase nothing: what is kept are random identifiers that mean nobody once they are gone."""


def _versions(public_id: str) -> list[dict[str, Any]]:
    versions = db.session.scalars(
        select(CourseVersion)
        .where(
            or_(
                CourseVersion.authors.contains(public_id, autoescape=True),
                CourseVersion.approver_public_id == public_id,
            )
        )
        .order_by(CourseVersion.id)
        .options(joinedload(CourseVersion.course))
    )
    return [
        {
            "course": one.course.slug,
            "version": one.number,
            "did": "approved" if one.approver_public_id == public_id else "wrote",
            "at": one.changed_at.isoformat(),
        }
        for one in versions
    ]


AUTHORSHIP = PersonalData(
    name="catalogue",
    label=_l("Fassungen von Kursen: wer sie geschrieben und freigegeben hat"),
    purpose=_l("Sagen können, wer einen Kurs verantwortet"),
    export=export_authorship,
    erase=keep_authorship,
    retention=_l("Sie bleiben. Nach der Löschung des Kontos gehört die Kennung daran niemandem."),
)
