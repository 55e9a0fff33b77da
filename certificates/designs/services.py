"""Commands of the programme office on designs. A version is never changed, only followed."""

import hashlib
from datetime import datetime

from sqlalchemy import select, update

from app.kernel import audit
from app.kernel.db import INSERT, conflicts_explained, db, lock
from app.kernel.pictures import Drawn
from certificates.designs import queries
from certificates.designs.errors import ChangedMeanwhile, StillNeeded
from certificates.designs.models import (
    CertificateDesign,
    CourseCertificates,
    DesignPicture,
    DesignVersion,
)
from certificates.printing.design import Design
from courses.catalogue.models import Course
from organisations.models import Person

_PROGRAMMES_CHOICE = "design-of-programme"


def create_design(
    *,
    name: str,
    content: Design,
    logo: DesignPicture | None = None,
    actor: Person | None,
    now: datetime,
) -> CertificateDesign:
    """Add a design of this name. Raises a DomainError at `name` where there is one already."""
    design = CertificateDesign(name=name)
    with conflicts_explained():
        db.session.add(design)
    _add_version(design, 1, content, logo, actor, now)
    audit.record("design.created", design, actor=actor, now=now)
    return design


def save_version(
    *,
    design: CertificateDesign,
    content: Design,
    logo: DesignPicture | Drawn | None,
    based_on: int,
    actor: Person | None,
    now: datetime,
) -> DesignVersion | None:
    """Have the design be this from now on; None where it is this already.

    Certificates that were issued keep the version they were printed with. `based_on` is the number
    of the version that `actor` had before them. Raises ChangedMeanwhile where it is not the newest
    any more; of two at once, the constraint lets one through.
    """
    newest = queries.get_newest_version(design)
    if based_on != newest.number:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    picture = _kept(logo, now) if isinstance(logo, Drawn) else logo
    if newest.content == content.to_json() and newest.logo_id == (picture.id if picture else None):
        return None
    version = _add_version(design, based_on + 1, content, picture, actor, now)
    audit.record("design.saved", design, actor=actor, now=now, version=version.number)
    return version


def restore_version(
    *, version: DesignVersion, based_on: int, actor: Person, now: datetime
) -> DesignVersion | None:
    """Have an old version be the design again, as a new one. Returns and raises like
    `save_version`."""
    return save_version(
        design=version.design,
        content=version.appearance,
        logo=version.logo,
        based_on=based_on,
        actor=actor,
        now=now,
    )


def rename_design(*, design: CertificateDesign, name: str, actor: Person, now: datetime) -> bool:
    """Call the design this, and say whether it was called otherwise.

    Raises a DomainError at `name` where another one is called so.
    """
    if design.name == name:
        return False
    with conflicts_explained():
        design.name = name
    audit.record("design.renamed", design, actor=actor, now=now)
    return True


def archive_design(*, design: CertificateDesign, actor: Person, now: datetime) -> None:
    """Offer the design no more. The courses that it was chosen for keep it.

    Raises StillNeeded for the programme's.
    """
    lock(_PROGRAMMES_CHOICE)
    db.session.refresh(design)
    if design.of_programme:
        raise StillNeeded(StillNeeded.MESSAGE)
    if design.archived_at is not None:
        return
    with conflicts_explained():
        design.archived_at = now
    audit.record("design.archived", design, actor=actor, now=now)


def unarchive_design(*, design: CertificateDesign, actor: Person, now: datetime) -> None:
    """Offer an archived design again."""
    if design.archived_at is None:
        return
    design.archived_at = None
    db.session.flush()
    audit.record("design.restored", design, actor=actor, now=now)


def choose_for_programme(*, design: CertificateDesign, actor: Person, now: datetime) -> None:
    """Print with this design wherever a course has none of its own; an archived one is back then.

    Whoever chooses at the same time waits, and the last choice counts.
    """
    lock(_PROGRAMMES_CHOICE)
    db.session.refresh(design)
    if design.of_programme:
        return
    db.session.execute(
        update(CertificateDesign)
        .where(CertificateDesign.of_programme)
        .values(of_programme=False)
        .execution_options(synchronize_session="fetch")
    )
    design.of_programme, design.archived_at = True, None
    db.session.flush()
    audit.record("design.chosen", design, actor=actor, now=now)


def import_design(
    *, name: str, content: Design, actor: Person | None, now: datetime
) -> tuple[CertificateDesign, bool]:
    """Add a design, or a version to the one of this name, with its logo; whether anything changed.

    Raises ChangedMeanwhile where somebody saves at the same moment.
    """
    design = queries.find_design_by_name(name)
    if design is None:
        return create_design(name=name, content=content, actor=actor, now=now), True
    newest = queries.get_newest_version(design)
    version = save_version(
        design=design,
        content=content,
        logo=newest.logo,
        based_on=newest.number,
        actor=actor,
        now=now,
    )
    return design, version is not None


def set_course_certificates(
    *,
    course: Course,
    design: CertificateDesign | None,
    automatic: bool,
    valid_months: int | None,
    actor: Person,
    now: datetime,
) -> CourseCertificates:
    """Say what the course asks of its certificates from now on.

    No design: the programme's. No `valid_months`: valid for ever.
    """
    lock(f"course-certificates:{course.id}")
    wishes = db.session.get(CourseCertificates, course.id, populate_existing=True)
    if wishes is None:
        wishes = CourseCertificates(course=course, automatic=False)
        db.session.add(wishes)
    wanted = {
        "design": design,
        "automatic": automatic,
        "valid_months": valid_months,
    }
    changed = [name for name, value in wanted.items() if getattr(wishes, name) != value]
    for name in changed:
        setattr(wishes, name, wanted[name])
    db.session.flush()
    if changed:
        audit.record(
            "course.certificates_set", course, actor=actor, now=now, fields=", ".join(changed)
        )
    return wishes


def _add_version(
    design: CertificateDesign,
    number: int,
    content: Design,
    logo: DesignPicture | None,
    actor: Person | None,
    now: datetime,
) -> DesignVersion:
    version = DesignVersion(
        design=design,
        number=number,
        content=content.to_json(),
        logo=logo,
        saved_at=now,
        saved_by=actor,
    )
    with conflicts_explained():
        db.session.add(version)
    return version


def _kept(drawn: Drawn, now: datetime) -> DesignPicture:
    """The picture in the store, put there if it is new: the same one is kept once."""
    digest = hashlib.sha256(drawn.content).hexdigest()
    db.session.execute(
        INSERT[db.engine.dialect.name](DesignPicture)
        .values(
            digest=digest,
            content=drawn.content,
            width=drawn.width,
            height=drawn.height,
            uploaded_at=now,
        )
        .on_conflict_do_nothing(index_elements=[DesignPicture.digest])
    )
    return db.session.scalars(select(DesignPicture).where(DesignPicture.digest == digest)).one()
