"""Who handles a case: name somebody, let somebody go, hand over."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import gettext as _
from app.kernel.matrix import HANDLE_CASES
from app.kernel.permissions import requires
from exchange.procedures.cases import handing_over, queries
from exchange.procedures.cases.errors import LastHandler, NoSuchColleague
from exchange.procedures.cases.forms import HandlerForm, ReleaseForm
from exchange.procedures.cases.models import Case
from organisations.accounts.current import current_person
from organisations.models import Person

blueprint = Blueprint(
    "case_handlers",
    __name__,
    template_folder="templates",
    url_prefix="/cases/<public_id>/handlers",
)


@blueprint.get("")
@requires(HANDLE_CASES)
def index(public_id: str) -> ResponseReturnValue:
    case = queries.get_case_for(current_person(), public_id)
    return _page(case, HandlerForm())


@blueprint.post("")
@requires(HANDLE_CASES)
def name(public_id: str) -> ResponseReturnValue:
    case, form = queries.get_case_for(current_person(), public_id), HandlerForm()
    if form.validate():
        try:
            chosen = _colleague(case, form)
            handing_over.name_handler(
                case=case, person=chosen, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("%(name)s ist benannt.", name=chosen.name), "success")
            return redirect(url_for("case_handlers.index", public_id=public_id), 303)
    return _page(case, form), 422


@blueprint.post("/hand-over")
@requires(HANDLE_CASES)
def hand_over(public_id: str) -> ResponseReturnValue:
    case, form = queries.get_case_for(current_person(), public_id), HandlerForm()
    if form.validate():
        try:
            chosen = _colleague(case, form)
            handing_over.hand_over(
                case=case, successor=chosen, actor=current_person(), now=clock.now()
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Übergeben an %(name)s. Sie sehen den Vorgang nicht mehr.", name=chosen.name))
            return redirect(url_for("cases.index"), 303)
    return _page(case, form), 422


@blueprint.post("/release")
@requires(HANDLE_CASES)
def release(public_id: str) -> ResponseReturnValue:
    person, form = current_person(), ReleaseForm()
    case = queries.get_case_for(person, public_id)
    if not form.validate():
        raise NotFound
    released = _handler(case, form.person.data)
    try:
        handing_over.release_handler(case=case, person=released, actor=person, now=clock.now())
    except LastHandler as refusal:
        flash(refusal.message, "error")
        return _page(case, HandlerForm()), 422
    flash(_("%(name)s ist nicht mehr benannt.", name=released.name), "success")
    stays = released.id != person.id
    target = (
        url_for("case_handlers.index", public_id=public_id) if stays else url_for("cases.index")
    )
    return redirect(target, 303)


def _page(case: Case, form: HandlerForm) -> str:
    return render_template(
        "cases/handlers.html",
        case=case,
        form=form,
        handlers=queries.list_handlers(case),
        person=current_person(),
    )


def _colleague(case: Case, form: HandlerForm) -> Person:
    """Whose address was given. Raises NoSuchColleague."""
    found = queries.find_colleague(case.municipality, form.email.data)
    if found is None:
        raise NoSuchColleague(NoSuchColleague.MESSAGE, field="email")
    return found


def _handler(case: Case, public_id: str | None) -> Person:
    """One of those who are named. Raises NotFound."""
    people = queries.list_handlers(case)
    found = next((person for person in people if person.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found
