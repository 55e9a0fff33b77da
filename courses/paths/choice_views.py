"""Pages of one's own choices: what suits a person, and what becomes of a step of their path."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.permissions import signed_in
from courses.needs.queries import find_completed_analysis
from courses.paths import choosing
from courses.paths.choice_wording import figures_table, titles_of
from courses.paths.queries import list_courses_of, read_wishes
from courses.paths.trial_view import trial_views_of
from courses.paths.wish_forms import StepForm, WishesForm
from organisations.accounts.current import current_person

blueprint = Blueprint("path_choices", __name__, template_folder="templates")


@blueprint.route("/path/wishes", methods=["GET", "POST"])
@signed_in
def wishes() -> ResponseReturnValue:
    """The form; sent once it shows what would change, and sent as `wanted` it changes it."""
    person = current_person()
    analysis = find_completed_analysis(person)
    if analysis is None:
        return redirect(url_for("paths.show"), 303)
    form, effect = WishesForm(read_wishes(person, analysis)), None
    if form.validate_on_submit():
        act = {"person": person, "actor": person, "now": clock.now(), "change": form.change}
        try:
            if form.wanted.data:
                choosing.change_wishes(**act)
                flash(_("Ihr Lernpfad ist danach neu berechnet."), "success")
                return redirect(url_for("paths.show"), 303)
            effect = choosing.preview_wishes(**act)
        except choosing.CannotChoose as refusal:
            form.show(refusal)
    page = render_template("paths/wishes.html", form=form, **_effect_for_page(effect))
    return page, 422 if form.errors else 200


@blueprint.get("/path/alternatives")
@signed_in
def alternatives() -> ResponseReturnValue:
    person, slug, now = current_person(), request.args.get("course", ""), clock.now()
    if find_completed_analysis(person) is None:
        raise NotFound
    trials = choosing.try_alternatives(person=person, course=slug, actor=person, now=now)
    return render_template("paths/alternatives.html", view=trial_views_of(slug, trials))


@blueprint.post("/path/choices")
@signed_in
def choose() -> ResponseReturnValue:
    form, person = StepForm(), current_person()
    if not form.validate():
        raise NotFound
    act = {"person": person, "course": form.course.data, "actor": person, "now": clock.now()}
    try:
        match form.what.data:
            case "keep":
                choosing.keep_step(**act, cohort=form.cohort.data or None)
                flash(_("Das bleibt jetzt in Ihrem Lernpfad."), "success")
            case "leave_out":
                choosing.leave_out_step(**act)
                flash(_("Weggelassen. Weiter unten können Sie den Kurs wieder aufnehmen."))
            case "swap":
                choosing.swap_step(**act, instead=form.instead.data)
                flash(_("Getauscht. Ihr Lernpfad ist neu berechnet."), "success")
            case _release:
                choosing.release_step(**act)
                flash(_("Ihr Lernpfad ist auf dem neuesten Stand."), "success")
    except choosing.CannotChoose as refusal:
        flash(refusal.message, "warning")
    return redirect(url_for("paths.show"), 303)


def _effect_for_page(effect: choosing.Effect | None) -> dict[str, object]:
    if effect is None:
        return {"effect": None}
    return {
        "effect": effect,
        "rows": figures_table(effect.now, effect.then),
        "comes_in": titles_of(list_courses_of(effect.comes_in)),
        "goes_out": titles_of(list_courses_of(effect.goes_out)),
    }
