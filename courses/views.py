"""Screens that join catalogue, cohorts and learning units: the list of courses, and one course."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import localised
from app.kernel.matrix import ENROL, READ_COURSES
from app.kernel.permissions import lacks_benefit, may, requires
from app.kernel.static_files import YEAR
from courses.catalogue.models import Course
from courses.catalogue.queries import (
    get_attachment,
    get_course,
    list_attachments,
    list_courses_after,
    list_offered_courses,
)
from courses.catalogue.version_models import AttachmentKind
from courses.catalogue.versions import document_of
from courses.cohorts import queries
from courses.cohorts.presenting import views_of
from courses.learning.queries import progress_in
from courses.presenting import CourseText, helpful_in, shown_attachments, text_of
from courses.searching import look_for
from courses.wording import FORMATS, UNIT_KINDS
from organisations.accounts.current import current_person
from organisations.topics.queries import list_competencies, list_situations

blueprint = Blueprint("courses", __name__, template_folder="templates", url_prefix="/courses")


@blueprint.get("")
@requires(READ_COURSES)
def index() -> ResponseReturnValue:
    starts = queries.list_coming_starts(current_person(), clock.now())
    search = look_for(
        request.args,
        courses=list_offered_courses(),
        competencies=list_competencies(),
        situations=list_situations(),
        starts=starts,
    )
    page = render_template(
        "courses/index.html",
        search=search,
        form=search.form,
        next_dates=queries.next_dates_of(starts),
        formats=FORMATS,
    )
    return page, 422 if search.form.errors else 200


@blueprint.get("/<slug>")
@requires(READ_COURSES)
def show(slug: str) -> ResponseReturnValue:
    course, person, now = get_course(slug), current_person(), clock.now()
    overviews = queries.list_upcoming_cohorts_for(person, course, now)
    return render_template(
        "courses/show.html",
        course=course,
        text=_text_of(course),
        cohorts=views_of(overviews, person, may_enrol=may(ENROL), now=now),
        own=queries.find_latest_enrolment(person, course),
        not_included=lacks_benefit(ENROL),
        progress=progress_in(person, course),
        formats=FORMATS,
        kind_words=UNIT_KINDS,
        situations=helpful_in(course, list_situations()),
        later_courses=[
            (localised(later.title), url_for("courses.show", slug=later.slug))
            for later in list_courses_after(course)
        ],
    )


@blueprint.get("/attachments/<public_id>/<filename>")
@requires(READ_COURSES)
def attachment(public_id: str, filename: str) -> ResponseReturnValue:
    """A picture to be shown, or a file to be kept. It never changes under its address."""
    found = get_attachment(public_id)
    if filename != found.filename:
        raise NotFound
    response = Response(found.content, mimetype=found.media_type)
    if found.kind == AttachmentKind.FILE:
        response.headers.set("Content-Disposition", "attachment", filename=found.filename)
    response.cache_control.private = True
    response.cache_control.max_age = YEAR
    return response


def _text_of(course: Course) -> CourseText:
    return text_of(
        document_of(course),
        competencies=list_competencies(),
        courses={one.slug: one for one in (*course.after, *course.prerequisites)},
        attachments=shown_attachments(list_attachments(course)),
    )
