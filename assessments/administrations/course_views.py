"""One's own course: notes, downloads, and deleting one or all.

What somebody has taken stays theirs when their role has changed since; to all others it does not
exist.
"""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import programme_zone
from app.kernel.permissions import signed_in
from assessments.administrations import queries, services
from assessments.administrations.course_forms import NoteForm
from assessments.administrations.downloads import DOWNLOADS
from assessments.administrations.forms import DeleteForm
from assessments.administrations.going import all_going, get_going
from assessments.administrations.views import blueprint
from organisations.accounts.current import current_person


@blueprint.route("/results/<address>/note", methods=["GET", "POST"])
@signed_in
def note(address: str) -> ResponseReturnValue:
    person = current_person()
    opened = queries.get_taken(person, address)
    form = NoteForm(data={"note": opened.contents.note})
    if not form.validate_on_submit():
        page = render_template("assessments/note.html", form=form, opened=opened)
        return page, 422 if form.is_submitted() else 200
    text = form.note.data or ""
    services.change_note(person=person, address=address, note=text, actor=person)
    flash(_("Ihre Notiz ist gespeichert.") if text else _("Die Notiz ist entfernt."), "success")
    return redirect(url_for("assessments.result", address=address), 303)


@blueprint.get("/download")
@signed_in
def download() -> ResponseReturnValue:
    opened = queries.list_opened(current_person())
    return render_template("assessments/download.html", opened=opened)


@blueprint.get("/download/<kind>")
@signed_in
def download_file(kind: str) -> ResponseReturnValue:
    if kind not in DOWNLOADS:
        raise NotFound
    make, mimetype = DOWNLOADS[kind]
    today = clock.now().astimezone(programme_zone()).date()
    # Who else uses the device sees the name of the file: it says nothing of what is in it.
    headers = {
        "Content-Disposition": f'attachment; filename="komma-{today:%Y-%m-%d}.{kind}"',
        "Cache-Control": "no-store",
    }
    content = make(queries.list_opened(current_person()), today)
    return Response(content, mimetype=mimetype, headers=headers)


@blueprint.route("/results/<address>/delete", methods=["GET", "POST"])
@signed_in
def delete(address: str) -> ResponseReturnValue:
    person, form = current_person(), DeleteForm()
    going = get_going(person, address)
    if not form.validate_on_submit():
        return render_template("assessments/delete.html", form=form, going=going, one=True)
    services.delete_assessment(person=person, address=address, actor=person, now=clock.now())
    flash(_("Die Selbsteinschätzung ist gelöscht."), "success")
    return redirect(url_for("assessments.show"), 303)


@blueprint.route("/delete", methods=["GET", "POST"])
@signed_in
def delete_all() -> ResponseReturnValue:
    person, form = current_person(), DeleteForm()
    if not form.validate_on_submit():
        going = all_going(person)
        return render_template("assessments/delete.html", form=form, going=going, one=False)
    services.delete_all_assessments(person=person, actor=person, now=clock.now())
    flash(_("Alle Selbsteinschätzungen sind gelöscht."), "success")
    return redirect(url_for("assessments.show"), 303)
