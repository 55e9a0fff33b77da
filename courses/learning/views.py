"""The pages of learning units: read one, say that one is done with it, go on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.i18n import localised
from app.kernel.matrix import READ_COURSES
from app.kernel.operator_texts import in_chosen_form
from app.kernel.permissions import requires
from courses.catalogue.markdown import render_markdown
from courses.learning import queries, services
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "learning", __name__, template_folder="templates", url_prefix="/courses/<slug>/units"
)


@blueprint.get("/<key>")
@requires(READ_COURSES)
def show(slug: str, key: str) -> ResponseReturnValue:
    unit = queries.get_unit(slug, key)
    progress = queries.progress_in(current_person(), unit.course)
    place = progress.units.index(unit)
    return render_template(
        "learning/unit.html",
        unit=unit,
        text=render_markdown(in_chosen_form(localised(unit.text))),
        progress=progress,
        number=place + 1,
        previous=progress.units[place - 1] if place else None,
        following=progress.units[place + 1] if place + 1 < len(progress.units) else None,
    )


@blueprint.post("/<key>")
@requires(READ_COURSES)
def complete(slug: str, key: str) -> ResponseReturnValue:
    person, unit = current_person(), queries.get_unit(slug, key)
    progress = services.complete_unit(person=person, unit=unit, actor=person, now=clock.now())
    following = progress.next_unit_after(unit)
    if following is not None:
        return redirect(url_for("learning.show", slug=slug, key=following.key), 303)
    if unit.course.is_self_paced:
        flash(_("Geschafft! Sie haben den Kurs abgeschlossen."), "success")
    else:
        flash(_("Sie haben alle Lerneinheiten dieses Kurses gelesen."), "success")
    return redirect(url_for("courses.show", slug=slug), 303)


@blueprint.post("/<key>/reopen")
@requires(READ_COURSES)
def reopen(slug: str, key: str) -> ResponseReturnValue:
    person, unit = current_person(), queries.get_unit(slug, key)
    services.reopen_unit(person=person, unit=unit, actor=person, now=clock.now())
    flash(_("Die Lerneinheit ist wieder offen."))
    return redirect(url_for("learning.show", slug=slug, key=key), 303)
