"""Commands that lay materials out for a cohort and take them away again."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.attachments import Kept
from courses.catalogue.slugs import free_slug
from courses.cohorts.models import Cohort, Session
from courses.cohorts.queries import manages
from courses.desk.materials.links import is_usable_address
from courses.desk.materials.models import Material, MaterialKind
from organisations.models import Person


@dataclass(frozen=True)
class Link:
    """Something that lies elsewhere."""

    address: str


def add_material(
    *,
    cohort: Cohort,
    title: str,
    thing: Kept | Link,
    released_at: datetime,
    actor: Person,
    now: datetime,
    session: Session | None = None,
) -> Material:
    """Lay out a file or a link, for the whole cohort or for one `session`.

    A file is what `read_file` made of an upload. Those who take part see it from `released_at` on
    and are told then; an instant that is over means at once. Raises NotFound unless `actor` manages
    the cohort and the session is one of it, and DomainError at `address` for an unusable one.
    """
    if not manages(actor, cohort) or (session is not None and session.cohort_id != cohort.id):
        raise NotFound
    material = Material(
        cohort=cohort,
        session=session,
        title=title,
        author_public_id=actor.public_id,
        created_at=now,
        released_at=max(released_at, now),
    )
    if isinstance(thing, Link):
        _put_in_link(material, thing.address)
    else:
        _put_in_file(material, thing)
    db.session.add(material)
    db.session.flush()
    audit.record("material.added", cohort, actor=actor, now=now)
    return material


def release_material(*, material: Material, actor: Person, now: datetime) -> bool:
    """Have those who take part see `material` from now on; False where they do already.

    Raises NotFound unless `actor` manages the cohort.
    """
    if not manages(actor, material.cohort):
        raise NotFound
    if material.is_released(now):
        return False
    material.released_at = now
    db.session.flush()
    audit.record("material.released", material.cohort, actor=actor, now=now)
    return True


def remove_material(*, material: Material, actor: Person, now: datetime) -> None:
    """Take `material` away for good. Raises NotFound unless `actor` manages the cohort."""
    cohort = material.cohort
    if not manages(actor, cohort):
        raise NotFound
    db.session.delete(material)
    db.session.flush()
    audit.record("material.removed", cohort, actor=actor, now=now)


def _put_in_link(material: Material, address: str) -> None:
    if not is_usable_address(address):
        raise DomainError(
            _l("Bitte geben Sie eine Adresse ein, die mit https:// beginnt."), field="address"
        )
    material.kind, material.address = MaterialKind.LINK, address


def _put_in_file(material: Material, kept: Kept) -> None:
    """The name follows from the title: what the file was called may tell whose computer it was."""
    material.kind = MaterialKind.FILE
    material.filename = f"{free_slug(material.title, ())}.{kept.ending}"
    material.media_type = kept.media_type
    material.size = len(kept.content)
    material.content = kept.content
