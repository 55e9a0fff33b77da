"""Commands that put files to a draft and take them away again."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.pictures import media_type_of
from courses.catalogue.attachments import (
    LARGEST_FILE,
    Kept,
    UnusableAttachment,
    read_file,
    read_picture,
)
from courses.catalogue.slugs import free_slug
from exchange.knowledge.articles.models import ArticleVersion
from exchange.knowledge.articles.services import change_files
from exchange.knowledge.attachments.inspecting import names_in_properties
from exchange.knowledge.attachments.keeping import delete_unused_files
from exchange.knowledge.attachments.models import ArticleFile
from organisations.models import Person

MOST_FILES = 10
_TAKEN = ("pdf", "docx", "xlsx")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_REFUSED = _l("Möglich sind PDF, Word (docx), Excel (xlsx), PNG und JPEG, ohne Makros.")


@dataclass(frozen=True)
class Upload:
    """What is kept of a file that was sent, and who its properties name."""

    kept: Kept
    names: tuple[str, ...] = ()


def read_attachment(content: bytes) -> Upload:
    """Look into a file: told by its first bytes, not by what it is called.

    Pictures are drawn anew, so nothing is left of where and when they were taken. Raises
    UnusableAttachment at `upload`.
    """
    if not content:
        raise UnusableAttachment(_l("Bitte wählen Sie eine Datei aus."), field="upload")
    if media_type_of(content) in {"image/png", "image/jpeg"}:
        return Upload(read_picture(content))
    if len(content) > LARGEST_FILE:
        raise UnusableAttachment(_l("Die Datei ist größer als 8 MB."), field="upload")
    try:
        kept = read_file(content)
    except UnusableAttachment as fault:
        raise UnusableAttachment(_REFUSED, field="upload") from fault
    if kept.ending not in _TAKEN:
        raise UnusableAttachment(_REFUSED, field="upload")
    return Upload(kept, tuple(names_in_properties(content, kept.ending)))


def add_attachment(
    *,
    version: ArticleVersion,
    label: str,
    kept: Kept,
    revision: int,
    actor: Person,
    now: datetime,
) -> ArticleFile:
    """Put a file to a draft, named after its `label`: what it was called may tell whose it was.

    Raises DomainError where there are MOST_FILES already, and ChangedMeanwhile.
    """
    if len(version.files) >= MOST_FILES:
        raise DomainError(_l("Mehr als zehn Dateien sind nicht möglich."), field="upload")
    file = ArticleFile(
        article_id=version.article_id,
        label=label,
        filename=f"{free_slug(label.casefold().translate(_SPELT_OUT), ())}.{kept.ending}",
        media_type=kept.media_type,
        size=len(kept.content),
        content=kept.content,
        added_at=now,
    )
    db.session.add(file)
    db.session.flush()
    change_files(
        version=version,
        files=[*version.files, file.public_id],
        revision=revision,
        actor=actor,
        now=now,
    )
    return file


def remove_attachment(
    *, version: ArticleVersion, file: ArticleFile, revision: int, actor: Person, now: datetime
) -> None:
    """Take a file away from a draft; it is deleted where no published version has it. Raises
    ChangedMeanwhile.
    """
    left = [one for one in version.files if one != file.public_id]
    change_files(version=version, files=left, revision=revision, actor=actor, now=now)
    delete_unused_files(version.article_id)
