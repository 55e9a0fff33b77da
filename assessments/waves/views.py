"""Waves as the office and coordinators see them: which there are, and what was published."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.i18n import short_date
from app.kernel.matrix import OPEN_WAVES, READ_GROUP_RESULTS
from app.kernel.permissions import may, requires
from assessments.instruments.queries import list_offered
from assessments.waves import general, queries
from assessments.waves.downloads import results_file
from assessments.waves.forms import GroupSizeForm, wave_form
from assessments.waves.models import HIGHEST_K, Wave
from assessments.waves.presentation import (
    results_of,
    title_of,
    written,
    written_change,
    written_point,
)
from assessments.waves.rules import current_k
from assessments.waves.services import WaveClosed
from organisations.accounts.current import current_account, current_person
from organisations.models import Municipality
from organisations.people.queries import list_overseen_municipalities

blueprint = Blueprint("waves", __name__, template_folder="templates", url_prefix="/manage/waves")
blueprint.add_app_template_filter(written, "mean")
blueprint.add_app_template_filter(written_change, "signed_mean")
blueprint.add_app_template_filter(written_point, "point")
blueprint.add_app_template_filter(title_of, "wave_title")


@blueprint.get("")
@requires(READ_GROUP_RESULTS)
def index() -> ResponseReturnValue:
    return render_template(
        "waves/index.html",
        found=queries.list_waves(_reach(), request.args.get("page", 1, type=int)),
        k=current_k(),
        opens=may(OPEN_WAVES),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(OPEN_WAVES)
def new() -> ResponseReturnValue:
    instruments = {one.key: one for one in list_offered()}
    municipalities = {one.public_id: one for one in list_overseen_municipalities(current_account())}
    earlier = {wave.label: wave for wave in queries.list_to_follow()}
    form = wave_form(
        list(instruments.values()),
        list(municipalities.values()),
        [(wave, title_of(wave)) for wave in earlier.values()],
    )
    if form.validate_on_submit():
        try:
            wave = general.open_general_wave(
                instrument=instruments[form.instrument.data],
                title=form.title,
                municipality=municipalities.get(form.municipality.data),
                closes_on=form.closes_on.data,
                follows=earlier.get(form.follows.data),
                actor=current_person(),
                now=clock.now(),
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            day = short_date(wave.closes_on)
            flash(_("Die Erhebung läuft bis %(day)s. Alle werden gefragt.", day=day), "success")
            return redirect(url_for("waves.show", label=wave.label), 303)
    page = render_template("waves/new.html", form=form, k=current_k())
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/group-size", methods=["GET", "POST"])
@requires(OPEN_WAVES)
def group_size() -> ResponseReturnValue:
    form = GroupSizeForm()
    if form.validate_on_submit():
        try:
            general.raise_group_size(k=form.k.data, actor=current_person(), now=clock.now())
        except general.NotRaised as refusal:
            form.show(refusal)
        else:
            flash(_("Zahlen gibt es von jetzt an ab %(k)s Antworten.", k=current_k()), "success")
            return redirect(url_for("waves.index"), 303)
    page = render_template("waves/group_size.html", form=form, k=current_k(), highest=HIGHEST_K)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<label>")
@requires(READ_GROUP_RESULTS)
def show(label: str) -> ResponseReturnValue:
    wave, opens = queries.get_wave(label, _reach()), may(OPEN_WAVES)
    return render_template(
        "waves/show.html",
        wave=wave,
        results=results_of(wave, municipalities=None if opens else _overseen()),
        asked=queries.count_asked(wave) if opens and wave.is_open else None,
        opens=opens,
    )


@blueprint.get("/<label>/results.csv")
@requires(OPEN_WAVES)
def download(label: str) -> ResponseReturnValue:
    results = results_of(queries.get_wave(label, None), municipalities=None)
    if results is None:
        raise NotFound
    name = f'attachment; filename="komma-group-result-{results.wave.closes_on.isoformat()}.csv"'
    return Response(
        results_file(results), mimetype="text/csv", headers={"Content-Disposition": name}
    )


@blueprint.get("/<label>/withdraw")
@requires(OPEN_WAVES)
def confirm_withdrawal(label: str) -> ResponseReturnValue:
    wave = _own(label)
    return render_template(
        "confirm.html",
        heading=_("Erhebung abbrechen?"),
        text=_(
            "Alles, was bis jetzt gegeben wurde, wird vernichtet. Ein Ergebnis gibt es dann nicht. "
            "Was Menschen für sich selbst ausgefüllt haben, bleibt ihnen."
        ),
        label=_("Abbrechen und alles vernichten"),
        action_url=url_for("waves.withdraw", label=wave.label),
        cancel_url=url_for("waves.show", label=wave.label),
    )


@blueprint.post("/<label>/withdraw")
@requires(OPEN_WAVES)
def withdraw(label: str) -> ResponseReturnValue:
    wave = _own(label)
    try:
        general.withdraw_general_wave(wave=wave, actor=current_person(), now=clock.now())
    except WaveClosed as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Die Erhebung ist abgebrochen. Alles, was gegeben war, ist vernichtet."), "success")
    return redirect(url_for("waves.show", label=label), 303)


def _own(label: str) -> Wave:
    """One that the office opened itself. Those of courses are given up there."""
    wave = queries.get_wave(label, None)
    if not wave.general:
        raise NotFound
    return wave


def _overseen() -> list[Municipality]:
    return list(list_overseen_municipalities(current_account()))


def _reach() -> set[int] | None:
    """The municipalities whose waves who is signed in may see; None for all waves there are."""
    return None if may(OPEN_WAVES) else {one.id for one in _overseen()}
