"""The office's side of questionnaires: which are offered, what they ask, and how well they measure.

Nobody's answers come here: the figures are made of sums over all who were asked together.
"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import Message
from app.kernel.i18n import gettext as _
from app.kernel.matrix import MANAGE_INSTRUMENTS
from app.kernel.permissions import requires
from assessments.instruments import queries, services
from assessments.instruments.presenting import quality_of, scores_of
from assessments.instruments.psychometrics import LEAST_RECORDS
from organisations.accounts.current import current_person

blueprint = Blueprint(
    "instruments", __name__, template_folder="templates", url_prefix="/manage/instruments"
)


@blueprint.get("")
@requires(MANAGE_INSTRUMENTS)
def index() -> ResponseReturnValue:
    return render_template("instruments/index.html", states=queries.list_states())


@blueprint.get("/<key>")
@requires(MANAGE_INSTRUMENTS)
def show(key: str) -> ResponseReturnValue:
    return _page(key, queries.get_state(key).instrument.version)


@blueprint.get(f"/<key>/versions/<int(max={2**53 - 1}):number>")
@requires(MANAGE_INSTRUMENTS)
def version(key: str, number: int) -> ResponseReturnValue:
    return _page(key, number)


@blueprint.post("/<key>/offer")
@requires(MANAGE_INSTRUMENTS)
def offer(key: str) -> ResponseReturnValue:
    said = _("Angeboten. Alle, die Selbsteinschätzungen ausfüllen, können damit jetzt beginnen.")
    return _switch(key, services.offer_instrument, said)


@blueprint.post("/<key>/withdraw")
@requires(MANAGE_INSTRUMENTS)
def withdraw(key: str) -> ResponseReturnValue:
    said = _("Nicht mehr angeboten. Was damit ausgefüllt wurde, bleibt bei den Menschen.")
    return _switch(key, services.withdraw_instrument, said)


def _switch(key: str, command: Callable[..., None], said: Message) -> ResponseReturnValue:
    imported = queries.get_state(key).imported
    if imported is None:
        raise NotFound  # KommA's own is always offered
    command(imported=imported, actor=current_person(), now=clock.now())
    flash(said, "success")
    return redirect(url_for("instruments.show", key=key), 303)


def _page(key: str, number: int) -> str:
    state = queries.get_state(key)
    instrument = queries.get_instrument(state.instrument.key, number)
    return render_template(
        "instruments/show.html",
        state=state,
        instrument=instrument,
        versions=queries.list_versions(key),
        scores=scores_of(instrument),
        quality=quality_of(instrument, queries.find_moments(instrument)),
        least=LEAST_RECORDS,
    )
