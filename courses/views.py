"""Screens that join catalogue, cohorts and learning units: the list of courses, and one course."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import localised
from app.kernel.matrix import ENROL, READ_COURSES
from app.kernel.operator_texts import in_chosen_form
from app.kernel.permissions import lacks_benefit, may, requires
from courses.catalogue.markdown import render_markdown
from courses.catalogue.queries import get_course, list_courses
from courses.cohorts import queries
from courses.cohorts.presenting import views_of
from courses.learning.queries import progress_in
from courses.wording import FORMATS, LANGUAGES, UNIT_KINDS, audience_words
from organisations.accounts.current import current_person

blueprint = Blueprint("courses", __name__, template_folder="templates", url_prefix="/courses")


@blueprint.get("")
@requires(READ_COURSES)
def index() -> ResponseReturnValue:
    next_dates = queries.list_next_dates(current_person(), clock.now())
    return render_template(
        "courses/index.html", courses=list_courses(), next_dates=next_dates, formats=FORMATS
    )


@blueprint.get("/<slug>")
@requires(READ_COURSES)
def show(slug: str) -> ResponseReturnValue:
    course, person, now = get_course(slug), current_person(), clock.now()
    overviews = queries.list_upcoming_cohorts_for(person, course, now)
    own = queries.find_latest_enrolment(person, course)
    return render_template(
        "courses/show.html",
        course=course,
        description=render_markdown(in_chosen_form(localised(course.description))),
        audience=audience_words([entry.function for entry in course.audience]),
        cohorts=views_of(overviews, person, may_enrol=may(ENROL), now=now),
        own=own,
        not_included=lacks_benefit(ENROL),
        progress=progress_in(person, course),
        formats=FORMATS,
        kind_words=UNIT_KINDS,
        languages_of_course=[LANGUAGES[language] for language in course.languages],
        earlier_courses=[
            (localised(earlier.title), url_for("courses.show", slug=earlier.slug))
            for earlier in course.after
        ],
    )
