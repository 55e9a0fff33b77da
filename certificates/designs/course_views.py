"""What courses ask of their certificates: which design, issued by themselves, valid how long."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_CERTIFICATE_DESIGNS
from app.kernel.permissions import requires
from certificates.designs import queries, services
from certificates.designs.choosing_forms import course_certificates_form
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "course_certificates",
    __name__,
    template_folder="templates",
    url_prefix="/manage/certificates/courses",
)


@blueprint.get("")
@requires(MANAGE_CERTIFICATE_DESIGNS)
def index() -> ResponseReturnValue:
    return render_template(
        "designs/courses.html",
        courses=queries.list_course_wishes(),
        of_programme=queries.get_design_of_programme(),
    )


@blueprint.route("/<slug>", methods=["GET", "POST"])
@requires(MANAGE_CERTIFICATE_DESIGNS)
def edit(slug: str) -> ResponseReturnValue:
    course = queries.get_certified_course(slug)
    form = course_certificates_form(
        queries.find_course_certificates(course),
        queries.list_designs(),
        queries.get_design_of_programme(),
    )
    if form.validate_on_submit():
        services.set_course_certificates(
            course=course,
            design=queries.get_design(form.design.data) if form.design.data else None,
            automatic=form.automatic.data,
            valid_months=form.valid_months.data,
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Gespeichert. Das gilt für alles, was ab jetzt ausgestellt wird."), "success")
        return redirect(url_for("course_certificates.index"), 303)
    page = render_template("designs/course.html", course=course, form=form)
    return page, 422 if form.is_submitted() else 200
