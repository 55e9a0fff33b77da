"""Materials as those who lead a cohort lay them out, and the files as people fetch them."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.db import reading
from app.kernel.errors import DomainError
from app.kernel.forms import read_upload
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_COURSES, RUN_COHORTS
from app.kernel.permissions import requires
from courses.catalogue.attachments import Kept, read_file
from courses.cohorts.models import Cohort
from courses.cohorts.queries import get_managed_cohort
from courses.desk.materials import queries, services
from courses.desk.materials.forms import MaterialForm, material_form
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "materials",
    __name__,
    template_folder="templates",
    url_prefix="/manage/cohorts/<public_id>/materials",
)
files = Blueprint("material_files", __name__, url_prefix="/cohorts/<public_id>/materials")


@blueprint.route("", methods=["GET", "POST"])
@requires(RUN_COHORTS)
def index(public_id: str) -> ResponseReturnValue:
    with reading():
        form = material_form(get_managed_cohort(current_person(), public_id))
    if form.validate_on_submit() and _lay_out(public_id, form):
        flash(_("Die Unterlage liegt bereit."), "success")
        return redirect(url_for("materials.index", public_id=public_id), 303)
    cohort = get_managed_cohort(current_person(), public_id)
    page = render_template(
        "materials/index.html",
        cohort=cohort,
        materials=queries.list_materials(cohort),
        form=form,
        now=clock.now(),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<material_id>/release")
@requires(RUN_COHORTS)
def release(public_id: str, material_id: str) -> ResponseReturnValue:
    person = current_person()
    material = queries.get_material(get_managed_cohort(person, public_id), material_id)
    if services.release_material(material=material, actor=person, now=clock.now()):
        flash(_("Freigegeben. Die Teilnehmenden bekommen eine Mail."), "success")
    return redirect(url_for("materials.index", public_id=public_id), 303)


@blueprint.get("/<material_id>/remove")
@requires(RUN_COHORTS)
def confirm_removal(public_id: str, material_id: str) -> ResponseReturnValue:
    material = queries.get_material(get_managed_cohort(current_person(), public_id), material_id)
    ids = {"public_id": public_id, "material_id": material_id}
    return render_template(
        "confirm.html",
        heading=_("Unterlage entfernen?"),
        text=_(
            "„%(title)s“ ist dann für alle weg. Wer sie schon geladen hat, behält sie.",
            title=material.title,
        ),
        label=_("Entfernen"),
        action_url=url_for("materials.remove", **ids),
        cancel_url=url_for("materials.index", public_id=public_id),
    )


@blueprint.post("/<material_id>/remove")
@requires(RUN_COHORTS)
def remove(public_id: str, material_id: str) -> ResponseReturnValue:
    person = current_person()
    material = queries.get_material(get_managed_cohort(person, public_id), material_id)
    services.remove_material(material=material, actor=person, now=clock.now())
    flash(_("Die Unterlage ist entfernt."), "success")
    return redirect(url_for("materials.index", public_id=public_id), 303)


@files.get("/<material_id>")
@requires(READ_COURSES)
def download(public_id: str, material_id: str) -> ResponseReturnValue:
    """The file, to be kept, never shown: what is in it is not ours."""
    material = queries.get_file_for(current_person(), public_id, material_id, clock.now())
    response = Response(material.content, mimetype=material.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=material.filename)
    return response


def _lay_out(public_id: str, form: MaterialForm) -> bool:
    """Whether it could be; what is wrong is said at its field. Looking into a file takes a while,
    so that happens before anything is written.
    """
    now = clock.now()
    released_at = form.released_at(now)
    if released_at is None:
        return False
    try:
        thing = _thing_in(form)
        cohort: Cohort = get_managed_cohort(current_person(), public_id)
        services.add_material(
            cohort=cohort,
            title=form.title.data,
            thing=thing,
            released_at=released_at,
            session=form.session_of(cohort),
            actor=current_person(),
            now=now,
        )
    except DomainError as refusal:
        form.show(refusal)
        return False
    return True


def _thing_in(form: MaterialForm) -> Kept | services.Link:
    if form.is_link:
        return services.Link(form.address.data)
    return read_file(read_upload(form.upload))
