"""Target profiles: the office recommends them, coordinators adapt them for their municipality."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import ngettext
from app.kernel.matrix import ADAPT_TARGETS, RECOMMEND_TARGETS
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from organisations.entitlements.queries import list_coordinated
from organisations.models import Function, Municipality
from organisations.topics import queries, services
from organisations.topics.forms import TargetForm, own_form, recommendation_form
from organisations.topics.wording import target_words
from organisations.wording import FUNCTIONS

blueprint = Blueprint(
    "target_profiles", __name__, template_folder="templates", url_prefix="/manage/target-profiles"
)


@blueprint.get("")
@requires(RECOMMEND_TARGETS)
def index() -> ResponseReturnValue:
    """What the office recommends for each function."""
    return render_template(
        "topics/recommended.html",
        profiles=queries.list_recommended_profiles(),
        functions=FUNCTIONS,
        target_words=target_words,
    )


@blueprint.route("/<function>", methods=["GET", "POST"])
@requires(RECOMMEND_TARGETS)
def recommend(function: str) -> ResponseReturnValue:
    whose = _function(function)
    lines = queries.list_recommended_profiles()[whose]
    form = recommendation_form(lines)
    if not form.validate_on_submit():
        return _form_page(form, lines, whose)
    try:
        changed = services.recommend_targets(
            function=whose,
            levels={competency: level or 0 for competency, level in form.levels(lines).items()},
            seen=form.seen.data or "",
            actor=current_person(),
            now=clock.now(),
        )
    except services.ChangedMeanwhile:
        lines = queries.list_recommended_profiles()[whose]
        form.seen.data = queries.state_of(lines, own=False)
        return _form_page(form, lines, whose, conflict=True)
    _say_what_changed(changed)
    return redirect(url_for("target_profiles.index"), 303)


@blueprint.get("/own")
@requires(ADAPT_TARGETS)
def own() -> ResponseReturnValue:
    """For coordinators: what holds in their municipality, beside what is recommended."""
    municipalities = list_coordinated(current_person(), clock.now())
    profiles, several = queries.list_profiles_of(municipalities), len(municipalities) > 1
    return render_template(
        "topics/own.html",
        municipalities=municipalities,
        profiles=profiles,
        groups=[(one.name if several else None, profiles[one.id]) for one in municipalities],
        functions=FUNCTIONS,
        target_words=target_words,
    )


@blueprint.route("/own/<public_id>/<function>", methods=["GET", "POST"])
@requires(ADAPT_TARGETS)
def adapt(public_id: str, function: str) -> ResponseReturnValue:
    municipality, whose = _coordinated(public_id), _function(function)
    lines = queries.list_profiles_of([municipality])[municipality.id][whose]
    form = own_form(lines)
    if not form.validate_on_submit():
        return _form_page(form, lines, whose, municipality)
    try:
        changed = services.adapt_targets(
            municipality=municipality,
            function=whose,
            levels=form.levels(lines),
            seen=form.seen.data or "",
            actor=current_person(),
            now=clock.now(),
        )
    except services.ChangedMeanwhile:
        lines = queries.list_profiles_of([municipality])[municipality.id][whose]
        form.seen.data = queries.state_of(lines, own=True)
        return _form_page(form, lines, whose, municipality, conflict=True)
    _say_what_changed(changed)
    return redirect(url_for("target_profiles.own"), 303)


@blueprint.post("/own/<public_id>/<function>/recommended")
@requires(ADAPT_TARGETS)
def as_recommended(public_id: str, function: str) -> ResponseReturnValue:
    changed = services.return_to_recommendation(
        municipality=_coordinated(public_id),
        function=_function(function),
        actor=current_person(),
        now=clock.now(),
    )
    _say_what_changed(changed)
    return redirect(url_for("target_profiles.own"), 303)


def _function(key: str) -> Function:
    """The function of an address. Raises NotFound."""
    if key not in set(Function):
        raise NotFound
    return Function(key)


def _coordinated(public_id: str) -> Municipality:
    """A municipality of which the one who is signed in is coordinator. Raises NotFound."""
    for municipality in list_coordinated(current_person(), clock.now()):
        if municipality.public_id == public_id:
            return municipality
    raise NotFound


def _form_page(
    form: TargetForm,
    lines: Sequence[queries.TargetLine],
    function: Function,
    municipality: Municipality | None = None,
    *,
    conflict: bool = False,
) -> ResponseReturnValue:
    """After a conflict: what was chosen, beside what stands there now. Who saves again means it."""
    page = render_template(
        "topics/edit.html",
        form=form,
        lines=lines,
        conflict=conflict,
        function=function,
        municipality=municipality,
        functions=FUNCTIONS,
        target_words=target_words,
    )
    return page, 422 if form.is_submitted() else 200


def _say_what_changed(changed: int) -> None:
    if changed:
        text = ngettext("%(num)s Ziel ist geändert.", "%(num)s Ziele sind geändert.", changed)
        flash(text + " " + _("Gilt für neue und neu berechnete Lernpfade."), "success")
    else:
        flash(_("Es hat sich nichts geändert."))
