"""The pages of learning units: see what one is about, say that one is done with it, go on."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_COURSES
from app.kernel.permissions import requires
from courses.catalogue.course_files import find_course_file
from courses.catalogue.models import LearningUnit
from courses.learning import queries, services
from courses.learning.media import as_shown
from courses.learning.quiz_views import quiz_page
from courses.learning.reflection_views import reflection_page
from courses.learning.scenario_views import scenario_page
from courses.learning.showing import go_on, unit_page
from courses.units.kinds import UnitKind
from courses.units.media import DOCUMENTS, MEDIA_TYPES, Download, LinkedVideo, OwnVideo, ending_of
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "learning", __name__, template_folder="templates", url_prefix="/courses/<slug>/units/<key>"
)


def text_page(unit: LearningUnit) -> str:
    """A unit that is read, with its file or video where it has one."""
    content = queries.content_of(unit)
    return unit_page(f"learning/{unit.kind}.html", unit, media=as_shown(content))


#: How a unit is shown, by its kind.
PAGES: dict[str, Callable[[LearningUnit], str]] = {
    UnitKind.TEXT: text_page,
    UnitKind.FILE: text_page,
    UnitKind.VIDEO: text_page,
    UnitKind.QUIZ: quiz_page,
    UnitKind.REFLECTION: reflection_page,
    UnitKind.SCENARIO: scenario_page,
}


@blueprint.get("")
@requires(READ_COURSES)
def show(slug: str, key: str) -> ResponseReturnValue:
    unit = queries.get_unit(slug, key)
    return PAGES[unit.kind](unit)


@blueprint.get("/files/<name>")
@requires(READ_COURSES)
def file(slug: str, key: str, name: str) -> ResponseReturnValue:
    """A file of the unit: documents are saved, videos and captions played (in parts, too)."""
    content = queries.content_of(queries.get_unit(slug, key))
    known = content.files if isinstance(content, Download | OwnVideo | LinkedVideo) else ()
    path = find_course_file(name) if name in known else None
    if path is None:
        raise NotFound
    ending = ending_of(name)
    return send_file(path, MEDIA_TYPES[ending], as_attachment=ending in DOCUMENTS)


@blueprint.post("")
@requires(READ_COURSES)
def complete(slug: str, key: str) -> ResponseReturnValue:
    person, unit = current_person(), queries.get_unit(slug, key)
    progress = services.complete_unit(person=person, unit=unit, actor=person, now=clock.now())
    return go_on(unit, progress)


@blueprint.post("/reopen")
@requires(READ_COURSES)
def reopen(slug: str, key: str) -> ResponseReturnValue:
    person, unit = current_person(), queries.get_unit(slug, key)
    services.reopen_unit(person=person, unit=unit, actor=person, now=clock.now())
    flash(_("Die Lerneinheit ist wieder offen."))
    return redirect(url_for("learning.show", slug=slug, key=key), 303)
